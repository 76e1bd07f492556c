#!/bin/sh
# markitdown writes the word NaN into every empty cell of a workbook, and so into all but the first of a merged one.
#
# Task tables merge the cells of 牵头单位 over all rows of one office, and leave 备注 empty. One expects an empty cell
# of the Markdown table, or the merged value in each row. Seen: `| 护林 | NaN | NaN |`, as if NaN were the office and
# the note. A column of whole numbers with one cell empty has its others as 1.0 and 3.0. Whoever hands the result to a
# program or a model that reads owners has a unit called NaN.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile 'markitdown[xlsx]==0.1.9' openpyxl==3.1.5 pandas==3.1.1
echo markitdown==0.1.9 openpyxl==3.1.5 pandas==3.1.1
venv/bin/python -W ignore - <<'PYTHON'
import sys

import openpyxl
from markitdown import MarkItDown

book = openpyxl.Workbook()
for row in [["序号", "工作任务", "牵头单位", "备注"], [1, "植树", "市林业局", "城区"], [None, "护林", None, None], [3, "防火", None, "山区"]]:
    book.active.append(row)
book.active.merge_cells("C2:C4")
book.save("a.xlsx")
seen = MarkItDown().convert("a.xlsx").text_content.splitlines()[3:]
want = ["| 1.0 | 植树 | 市林业局 | 城区 |", "| NaN | 护林 | NaN | NaN |", "| 3.0 | 防火 | NaN | 山区 |"]

print("\n".join(seen))
if seen != want:
    sys.exit("CHANGED: this is not what was found")
print("as found")
PYTHON
