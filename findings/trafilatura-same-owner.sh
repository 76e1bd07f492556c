#!/bin/sh
# trafilatura leaves out the owner of the second task of a short page where it is that of the first and a table follows.
#
# A plan on a site says below each task who does it, in a line of its own: 责任单位：市林业局. One expects each line of
# the article, for `deduplicate` is False unless it is asked for. Seen, where the article is short and closes with a
# table: of two lines with the same words only the first is given, and the second task has no owner. It is there where
# the offices differ, where there is no table, and in longer articles; so whether an owner is read depends on what
# else stands on the page.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile trafilatura==2.3.1 lxml_html_clean==0.4.6
echo trafilatura==2.3.1
venv/bin/python -W ignore - <<'PYTHON'
import sys

import trafilatura

first = "补植行道树三百株，由专人管护，确保成活率不低于九成五，年底前组织验收并通报结果。"
second = "疏浚城区河道十二公里，清除两岸垃圾，恢复河道行洪能力，汛期之前全部完成并移交管护。"
cells = [["序号", "任务", "单位"], ["3", "排查校舍", "市教育局"]]
table = "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells) + "</table>"


def owners(one, other, table):
    """The lines that name owners, of a page with two tasks."""
    lines = "".join(f"<p>{line}</p>" for line in ["任务一", first, one, "任务二", second, other])
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>青川市2025年工作要点</title></head><body><div class='article'><h1>青川市2025年工作要点</h1>{lines}{table}</div></body></html>"
    text = trafilatura.extract(page)
    assert first in text and second in text
    return [line for line in text.splitlines() if line.startswith("责任单位")]


wood, water = "责任单位：市林业局", "责任单位：市水利局"
seen = {"two offices": owners(wood, water, table), "one office": owners(wood, wood, table), "one office, no table": owners(wood, wood, "")}
want = {"two offices": [wood, water], "one office": [wood], "one office, no table": [wood, wood]}

for name, got in seen.items():
    print(f"{name}: {got}")
if seen != want:
    sys.exit("CHANGED: this is not what was found")
print("as found")
PYTHON
