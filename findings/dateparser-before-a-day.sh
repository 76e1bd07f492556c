#!/bin/sh
# dateparser reads 11月15日前, "by the fifteenth of November", as eleven months and fifteen days ago.
#
# 前 behind a day is how plans say by when; behind a length of time (3天前) it says "ago". One expects the fifteenth of
# November, or nothing, as 11月15日 alone and 6月底前 give nothing. Seen: the day that lies eleven months and fifteen
# days before the one it is asked on, so that a deadline is a day of the past, and another one each day. Where the year
# stands before it (2025年11月15日前) nothing is found at all, though 2025年11月15日 is.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile dateparser==1.5.0
echo dateparser==1.5.0
venv/bin/python -W ignore - <<'PYTHON'
import datetime
import sys

import dateparser

asked = {"languages": ["zh"], "settings": {"RELATIVE_BASE": datetime.datetime(2025, 3, 6)}}
texts = ["11月15日", "11月15日前", "3天前", "6月底前", "2025年11月15日", "2025年11月15日前"]
seen = {text: str((dateparser.parse(text, **asked) or "nothing")).split()[0] for text in texts}
want = {"11月15日": "nothing", "11月15日前": "2024-03-22", "3天前": "2025-03-03", "6月底前": "nothing", "2025年11月15日": "2025-11-15", "2025年11月15日前": "nothing"}

for name, got in seen.items():
    print(f"{name}: {got}")
if seen != want:
    sys.exit("CHANGED: this is not what was found")
print("as found")
PYTHON
