#!/bin/sh
# OpenCC's usual table leaves 著手, 沿著 and 隨著 as they are; only the one for Taiwan makes 着 of them.
#
# `t2s` is what one takes for "traditional to simplified". One expects 着手, 着力, 随着: no text in simplified
# characters writes 著 there. Seen: `t2s` and `hk2s` give 著手, 著力, 随著; `tw2s` gives 着 and keeps 著作, 显著. In
# plans 着力 and 着手 open tasks, so a list of such words finds none of them in a text turned by `t2s`.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile OpenCC==1.4.2
echo OpenCC==1.4.2
venv/bin/python -W ignore - <<'PYTHON'
import sys
import opencc

texts = ["著手辦理", "著力推進", "沿著河道", "隨著", "著作權", "顯著"]
seen = {table: [opencc.OpenCC(table).convert(text) for text in texts] for table in ("t2s", "hk2s", "tw2s")}
kept = ["著手办理", "著力推进", "沿著河道", "随著", "著作权", "显著"]
want = {"t2s": kept, "hk2s": kept, "tw2s": ["着手办理", "着力推进", "沿着河道", "随着", "著作权", "显著"]}

for name, got in seen.items():
    print(f"{name}: {got!r}")
if seen != want:
    sys.exit("CHANGED: this is not what was found")
print("as found")
PYTHON
