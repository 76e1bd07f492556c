#!/bin/sh
# A number in a circle from Word's 带圈字符 is in no reader's text.
#
# Word writes it as the field `eq \o\ac(○,十)`, one character laid over another, and such a field has no stored
# result. One expects 十 or ⑩, as the page shows it. Seen: python-docx, docx2txt, docx2python and mammoth all give
# nothing, so `重点工作⑩：疏浚河道` and its nine fellows all begin with `重点工作：`, and what refers to 重点工作⑩
# refers to nothing.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0
echo python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0
venv/bin/python -W ignore - <<'PYTHON'
import sys
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006"
T = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def document(path, body, numbering=None):
    """A Word document of these paragraphs and, where given, this numbering."""
    parts = [("document", "document.main", "officeDocument", f"<w:document xmlns:w='{W}' xmlns:r='{R}'><w:body>{body}<w:sectPr/></w:body></w:document>")]
    parts += [("styles", "styles", "styles", f"<w:styles xmlns:w='{W}'><w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style></w:styles>")]
    parts += [("numbering", "numbering", "numbering", f"<w:numbering xmlns:w='{W}'>{numbering}</w:numbering>")] if numbering else []
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("[Content_Types].xml", f"<Types xmlns='{P}/content-types'><Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>" + "".join(f"<Override PartName='/word/{n}.xml' ContentType='{T}{t}+xml'/>" for n, t, _, _ in parts) + "</Types>")
        z.writestr("_rels/.rels", f"<Relationships xmlns='{P}/relationships'><Relationship Id='r1' Type='{R}/officeDocument' Target='word/document.xml'/></Relationships>")
        z.writestr("word/_rels/document.xml.rels", f"<Relationships xmlns='{P}/relationships'>" + "".join(f"<Relationship Id='r{k}' Type='{R}/{kind}' Target='{n}.xml'/>" for k, (n, _, kind, _) in enumerate(parts[1:])) + "</Relationships>")
        for name, _, _, xml in parts:
            z.writestr(f"word/{name}.xml", xml)


def run(text):
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"

import docx
import docx2txt
from docx2python import docx2python
import mammoth


def readers(path):
    return {
        "python-docx": "\n".join(p.text for p in docx.Document(path).paragraphs),
        "docx2txt": docx2txt.process(path).strip(),
        "docx2python": docx2python(path).text.strip(),
        "mammoth": mammoth.extract_raw_text(open(path, "rb")).value.strip(),
    }


field = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText xml:space='preserve'> eq \\o\\ac(○,十) </w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
document("a.docx", f"<w:p>{run('重点工作')}{field}{run('：疏浚河道')}</w:p>")
seen = readers("a.docx")
want = dict.fromkeys(seen, "重点工作：疏浚河道")

for name, got in seen.items():
    print(f"{name}: {got!r}")
if seen != want:
    sys.exit("CHANGED: this is not what was found")
print("as found")
PYTHON
