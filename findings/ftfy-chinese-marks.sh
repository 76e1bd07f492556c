#!/bin/sh
# ftfy turns the marks of a sound Chinese text into those of English: （一）： becomes (一):.
#
# `fix_text` mends text that was decoded wrongly, and is run over whole collections for that. One expects a text
# without such a fault to stay as it is. Seen: every full-width mark that has a narrow fellow is replaced, ， by a
# comma, （ ） ： ； ！ by those of ASCII, while 。 、 《 》 stay, so that the same text has marks of two kinds. Whatever
# looks for headings such as （一） or labels such as 责任单位： finds none, and a proofreader flags each line. It is
# `fix_character_width`, meant for wide Latin letters, and on unless it is switched off.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile ftfy==6.3.1
echo ftfy==6.3.1
venv/bin/python -W ignore - <<'PYTHON'
import sys

import ftfy

text = "（一）植树。责任单位：市林业局、市水利局，6月底前完成；"
seen = {"as it comes": ftfy.fix_text(text), "without fix_character_width": ftfy.fix_text(text, fix_character_width=False)}
want = {"as it comes": "(一)植树。责任单位:市林业局、市水利局,6月底前完成;", "without fix_character_width": text}

for name, got in seen.items():
    print(f"{name}: {got}")
if seen != want:
    sys.exit("CHANGED: this is not what was found")
print("as found")
PYTHON
