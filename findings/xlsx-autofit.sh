#!/bin/sh
# XlsxWriter's `autofit` makes columns of Chinese little more than half as wide as their text.
#
# The method measures the text that was written. One expects a column for eleven Chinese characters to be about 22
# digits wide, since each takes the width of two. Seen: 13.6, the width of thirteen digits; every character outside
# ASCII counts as one of eight pixels. A ledger of offices made with it shows half of each name, or a name over two
# lines in a row that is one line high. The same words in Latin letters fit.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile XlsxWriter==3.3.1 openpyxl==3.1.5
echo XlsxWriter==3.3.1 openpyxl==3.1.5
venv/bin/python -W ignore - <<'PYTHON'
import sys
import openpyxl, xlsxwriter

book = xlsxwriter.Workbook("a.xlsx")
sheet = book.add_worksheet()
sheet.write(0, 0, "市人力资源和社会保障局")
sheet.write(0, 1, "0" * 22)
sheet.autofit()
book.close()
columns = openpyxl.load_workbook("a.xlsx").active.column_dimensions
seen = {"eleven Chinese characters": round(columns["A"].width, 1), "22 digits": round(columns["B"].width, 1)}
want = {"eleven Chinese characters": 13.6, "22 digits": 23.0}

for name, got in seen.items():
    print(f"{name}: {got!r}")
if seen != want:
    sys.exit("CHANGED: this is not what was found")
print("as found")
PYTHON
