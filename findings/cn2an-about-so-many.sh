#!/bin/sh
# cn2an makes 35 of 三五座 and 23 of 两三, which mean "a few".
#
# Two digits side by side name a range in Chinese: 三五座 is three to five, 两三家 two or three. One expects an error
# or the text unchanged, as `二三十个` is left unchanged. Seen: `transform` prints 35座, 35年内, `cn2an("两三")` is
# 23. Whoever compares targets after such a rewriting has a number ten times too high that nobody wrote. It also
# rewrites 统一 to 统1 and 九三学社 to 93学社, so that a word and the name of a party are no longer found.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile cn2an==0.5.24
echo cn2an==0.5.24
venv/bin/python -W ignore - <<'PYTHON'
import sys
import cn2an

texts = ["新建公园三五座", "三五年内", "二三十个", "统一部署", "九三学社", "一百二十万元"]
seen = {text: cn2an.transform(text, "cn2an") for text in texts} | {"两三": cn2an.cn2an("两三", "smart")}
want = {"新建公园三五座": "新建公园35座", "三五年内": "35年内", "二三十个": "二三十个", "统一部署": "统1部署", "九三学社": "93学社", "一百二十万元": "1200000元", "两三": 23}

for name, got in seen.items():
    print(f"{name}: {got!r}")
if seen != want:
    sys.exit("CHANGED: this is not what was found")
print("as found")
PYTHON
