#!/bin/sh
# A character with its reading above it (拼音指南, `w:ruby`) is lost, or has the reading in the middle of the name.
#
# Offices set pinyin over rare characters of names, so that the name is read out rightly in a meeting. One expects
# `责任人：李翀`, perhaps with the reading behind it. Seen: python-docx, mammoth and pandoc leave out the character
# along with its reading, and 李翀 becomes 李; docx2txt and docx2python put the reading before it: 李chōng翀. Whoever
# reads owners from what these give has a person or an office that does not exist.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0 pypandoc_binary==1.17
echo python-docx==1.2.0 docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0 pypandoc_binary==1.17
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
import pypandoc


def readers(path):
    return {
        "python-docx": "\n".join(p.text for p in docx.Document(path).paragraphs),
        "docx2txt": docx2txt.process(path).strip(),
        "docx2python": docx2python(path).text.strip(),
        "mammoth": mammoth.extract_raw_text(open(path, "rb")).value.strip(),
        "pandoc": pypandoc.convert_file(path, "plain", extra_args=["--wrap=none"]).strip(),
    }


def ruby(base, reading):
    return f"<w:r><w:ruby><w:rubyPr><w:rubyAlign w:val='distributeSpace'/><w:hps w:val='10'/><w:hpsRaise w:val='20'/><w:hpsBaseText w:val='21'/><w:lid w:val='zh-CN'/></w:rubyPr><w:rt>{run(reading)}</w:rt><w:rubyBase>{run(base)}</w:rubyBase></w:ruby></w:r>"


document("a.docx", f"<w:p>{run('责任人：李')}{ruby('翀', 'chōng')}{run('，配合单位：')}{ruby('鄄', 'juàn')}{run('河管理处')}</w:p>")
seen = readers("a.docx")
lost, doubled = "责任人：李，配合单位：河管理处", "责任人：李chōng翀，配合单位：juàn鄄河管理处"
want = {"python-docx": lost, "docx2txt": doubled, "docx2python": doubled, "mammoth": lost, "pandoc": lost}

for name, got in seen.items():
    print(f"{name}: {got!r}")
if seen != want:
    sys.exit("CHANGED: this is not what was found")
print("as found")
PYTHON
