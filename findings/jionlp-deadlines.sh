#!/bin/sh
# jionlp reads ordinary deadlines of plans as other stretches of time, and says nothing.
#
# Asked on 2025-03-06. One expects `两周内` to end on 03-20, `即日起至6月底` to begin today, `春节前10天` to be about
# the next Spring Festival, and an error where words are not understood (there is one for 年内). Seen: 两周内 ends on
# 03-08, two days on; 即日起至6月底 begins on 06-25; 春节前10天 is the last ten days up to now, without the festival;
# 国庆节后三天 is the first of October itself; 元旦春节期间 is Spring Festival alone.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile jionlp==1.5.31
echo jionlp==1.5.31
venv/bin/python -W ignore - <<'PYTHON'
import sys
import contextlib, io, time

with contextlib.redirect_stdout(io.StringIO()):
    import jionlp

now = time.mktime((2025, 3, 6, 9, 0, 0, 0, 0, 0))
texts = ["6月30日前", "两周内", "即日起至6月底", "春节前10天", "国庆节后三天", "元旦春节期间"]
seen = {text: [moment[:10] for moment in jionlp.parse_time(text, time_base=now)["time"]] for text in texts}
want = {"6月30日前": ["2025-03-06", "2025-06-30"], "两周内": ["2025-03-06", "2025-03-08"], "即日起至6月底": ["2025-06-25", "2025-06-30"],
    "春节前10天": ["2025-02-24", "2025-03-06"], "国庆节后三天": ["2025-10-01", "2025-10-01"], "元旦春节期间": ["2025-01-29", "2025-01-29"]}

for name, got in seen.items():
    print(f"{name}: {got!r}")
if seen != want:
    sys.exit("CHANGED: this is not what was found")
print("as found")
PYTHON
