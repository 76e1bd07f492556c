#!/bin/sh
# A cell that shows 星期二 is the number 45930 in openpyxl and calamine.
#
# Weekly plans of schools have a column of days in the format `aaaa` (星期二) or `aaa` (二), codes that Excel has for
# East Asian weekdays. One expects a date, as `dddd` (Tuesday) gives one. Seen: both give a number for `aaaa`, a date
# for `dddd`: their lists of the letters that make a date have d and no a. The days of a weekly plan become numbers
# that look like amounts.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile openpyxl==3.1.5 python-calamine==0.9.1
echo openpyxl==3.1.5 python-calamine==0.9.1
venv/bin/python -W ignore - <<'PYTHON'
import sys
import zipfile
from xml.sax.saxutils import quoteattr

M = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006"
T = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def workbook(path, cells):
    """A workbook of one sheet; `cells` are (number, id of its format, code of the format or None where it is built in)."""
    codes = "".join(f"<numFmt numFmtId='{i}' formatCode={quoteattr(c)}/>" for _, i, c in cells if c)
    styles = "".join(f"<xf numFmtId='{i}' applyNumberFormat='1'/>" for _, i, _ in cells)
    rows = "".join(f"<row r='{n}'><c r='A{n}' s='{n}'><v>{v}</v></c></row>" for n, (v, _, _) in enumerate(cells, 1))
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("[Content_Types].xml", f"<Types xmlns='{P}/content-types'><Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>" + "".join(f"<Override PartName='/xl/{n}.xml' ContentType='{T}{t}+xml'/>" for n, t in [("workbook", "sheet.main"), ("styles", "styles"), ("worksheets/sheet1", "worksheet")]) + "</Types>")
        z.writestr("_rels/.rels", f"<Relationships xmlns='{P}/relationships'><Relationship Id='r1' Type='{R}/officeDocument' Target='xl/workbook.xml'/></Relationships>")
        z.writestr("xl/_rels/workbook.xml.rels", f"<Relationships xmlns='{P}/relationships'><Relationship Id='r1' Type='{R}/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='r2' Type='{R}/styles' Target='styles.xml'/></Relationships>")
        z.writestr("xl/workbook.xml", f"<workbook xmlns='{M}' xmlns:r='{R}'><sheets><sheet name='台账' sheetId='1' r:id='r1'/></sheets></workbook>")
        z.writestr("xl/styles.xml", f"<styleSheet xmlns='{M}'>" + (f"<numFmts>{codes}</numFmts>" if codes else "") + f"<fonts count='1'><font><sz val='11'/><name val='宋体'/></font></fonts><fills count='1'><fill><patternFill patternType='none'/></fill></fills><borders count='1'><border/></borders><cellStyleXfs count='1'><xf numFmtId='0'/></cellStyleXfs><cellXfs count='{len(cells) + 1}'><xf numFmtId='0'/>{styles}</cellXfs></styleSheet>")
        z.writestr("xl/worksheets/sheet1.xml", f"<worksheet xmlns='{M}'><sheetData>{rows}</sheetData></worksheet>")


import openpyxl, python_calamine

workbook("a.xlsx", [(45930, 164, "[$-804]aaaa;@"), (45930, 165, "aaa"), (45930, 166, "dddd")])
seen = {
    "openpyxl": [str(row[0]) for row in openpyxl.load_workbook("a.xlsx").active.values],
    "calamine": [str(row[0]) for row in python_calamine.CalamineWorkbook.from_path("a.xlsx").get_sheet_by_index(0).to_python()],
}
want = {"openpyxl": ["45930", "45930", "2025-09-30 00:00:00"], "calamine": ["45930.0", "45930.0", "2025-09-30"]}

for name, got in seen.items():
    print(f"{name}: {got!r}")
if seen != want:
    sys.exit("CHANGED: this is not what was found")
print("as found")
PYTHON
