#!/bin/sh
# SheetJS prints 123!.5万元 where Excel shows 12.3万元.
#
# `0!.0,"万元"` is how Chinese sheets show yuan in units of ten thousand: the comma divides by a thousand, and `!`
# makes a literal of the point that is set before the last digit. One expects 12.3万元 for 123456, as the sheet shows
# it. Seen: the `!` is printed and the point taken for the decimal one: 123!.5万元, a number ten times as high with a
# mark in it. Read as text for a plan, the amount of a target is wrong by one place. (`0.0,"千元"`, without the mark,
# is right.)
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >npm.log
npm install --no-audit --no-fund --loglevel=error xlsx@0.18.5 >>npm.log
echo xlsx@0.18.5
python3 - <<'PYTHON'
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


workbook("a.xlsx", [(123456, 164, '0!.0,"万元"'), (123456, 165, '0.0,"千元"')])
PYTHON
cat >found.js <<'NODE'
const X = require("xlsx");
const sheet = X.readFile("a.xlsx").Sheets["台账"];
const seen = X.utils.sheet_to_json(sheet, { header: 1, raw: false }).map((row) => row[0]);
const want = ["123!.5万元", "123.5千元"];

console.log(JSON.stringify(seen, null, 1));
if (JSON.stringify(seen) !== JSON.stringify(want)) {
  console.log("CHANGED: this is not what was found");
  process.exit(1);
}
console.log("as found");
NODE
node found.js
