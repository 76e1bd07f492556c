#!/bin/sh
# SheetJS puts a dollar sign before an amount that Excel writes in Chinese numerals, and takes 元 off another.
#
# The formats 中文小写数字 and 中文大写数字 of Chinese Excel stand in a file as `[DBNum1][$-804]General` and
# `[DBNum2][$-804]General`; `$-804` only names the language. One expects 四万五千九百三十, or the digits. Seen:
# `$45930`. And `General"元"`, a number with its unit, is printed without the unit, while `0"元"` keeps it. The funds
# of a project become dollars, or lose what they are counted in.
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


workbook("a.xlsx", [(45930, 164, "[DBNum1][$-804]General"), (45930, 165, "[DBNum2][$-804]General"), (45930, 166, 'General"元"'), (45930, 167, '0"元"')])
PYTHON
cat >found.js <<'NODE'
const X = require("xlsx");
const sheet = X.readFile("a.xlsx").Sheets["台账"];
const seen = X.utils.sheet_to_json(sheet, { header: 1, raw: false }).map((row) => row[0]);
const want = ["$45930", "$45930", "45930", "45930元"];

console.log(JSON.stringify(seen, null, 1));
if (JSON.stringify(seen) !== JSON.stringify(want)) {
  console.log("CHANGED: this is not what was found");
  process.exit(1);
}
console.log("as found");
NODE
node found.js
