#!/bin/sh
# The same field is text or nothing by how the file spells it.
#
# A field with a stored result, such as the day of a report or a value filled in from a form letter, may be written as
# `w:fldSimple` or as three `w:fldChar`; both mean the same and look the same on the page. One expects one text for
# both. Seen: mammoth and pandoc keep the result of the long form and drop that of the short one, as python-docx does;
# docx2txt keeps both. A deadline or the name of an office filled in by a program that writes the short form is gone:
# `前完成`.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile python-docx==1.2.0 docx2txt==0.9 mammoth==1.13.0 pypandoc_binary==1.17
echo python-docx==1.2.0 docx2txt==0.9 mammoth==1.13.0 pypandoc_binary==1.17
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
import mammoth
import pypandoc


def readers(path):
    return {
        "python-docx": "\n".join(p.text for p in docx.Document(path).paragraphs),
        "docx2txt": docx2txt.process(path).strip(),
        "mammoth": mammoth.extract_raw_text(open(path, "rb")).value.strip(),
        "pandoc": pypandoc.convert_file(path, "plain", extra_args=["--wrap=none"]).strip(),
    }


code = " MERGEFIELD 完成时限 "
short = f"<w:fldSimple w:instr='{code}'>{run('2025年6月30日')}</w:fldSimple>"
mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>".format
long = f"{mark('begin')}<w:r><w:instrText xml:space='preserve'>{code}</w:instrText></w:r>{mark('separate')}{run('2025年6月30日')}{mark('end')}"
seen = {}
for name, field in [("short", short), ("long", long)]:
    document("a.docx", f"<w:p>{field}{run('前完成')}</w:p>")
    seen |= {f"{reader}, {name}": got for reader, got in readers("a.docx").items()}
whole = "2025年6月30日前完成"
want = {f"{reader}, {name}": "前完成" if name == "short" and reader in ("python-docx", "mammoth", "pandoc") else whole
    for name in ("short", "long") for reader in ("python-docx", "docx2txt", "mammoth", "pandoc")}

for name, got in seen.items():
    print(f"{name}: {got!r}")
if seen != want:
    sys.exit("CHANGED: this is not what was found")
print("as found")
PYTHON
