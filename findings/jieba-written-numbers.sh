#!/bin/sh
# jieba cuts the same sentence of two years differently, because some numbers are words of its dictionary and some are not.
#
# Thousands of amounts that were written out in the texts its dictionary was counted from stand in it as words, with the
# noun they counted: 一千六百元, 三十六斤, 一百三十一卷. Their neighbours do not: 一千七百元 falls into 一千七百 and 元, 三十七斤
# into 三 and 十七斤. So two years of one plan that differ in a figure differ, for whoever compares or counts the words that
# jieba gives, in the unit too and in the number of words; an index of 三十七斤 is not found under 斤 nor under 三十七. Words of
# the list that were counted three times or less are most of it; without them comparisons of plans found more pairs.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile jieba==0.42.1 'setuptools<81'
echo jieba==0.42.1
venv/bin/python -W ignore - <<'PYTHON'
import logging
import re
import sys

import jieba

jieba.setLogLevel(logging.ERROR)
PAIRS = [("每户补贴一千六百元", "每户补贴一千七百元"), ("收购三十六斤", "收购三十七斤"), ("整理一百三十一卷", "整理一百三十二卷")]
differ = 0
for old, new in PAIRS:
    cut = [jieba.lcut(text) for text in (old, new)]
    differ += len(cut[0]) != len(cut[1])
    print(" and ".join("/".join(words) for words in cut))
with jieba.get_dict_file() as file:
    counts = [(word, int(count)) for word, count, *_ in (line.decode().split() for line in file)]
amounts = [word for word, _ in counts if re.fullmatch("[一二三四五六七八九十百千万两多余]{2,}[元斤吨条个卷名位项亩]", word)]
rare = sum(count <= 3 for _, count in counts)
print(f"{len(amounts)} words of {len(counts)} are amounts such as {amounts[len(amounts) // 2]}; {rare} were counted three times or less")
sys.exit(0 if differ == len(PAIRS) and len(amounts) > 500 and rare > len(counts) / 2 else 1)
PYTHON
