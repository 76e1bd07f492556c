#!/bin/sh
# 一、 and （一） of Word's automatic numbering become the same `1.` in pandoc and `--` in docx2python.
#
# Word keeps automatic numbers as a form (`chineseCountingThousand`, with 、 or brackets around it), and plans refer
# to them: 按照第二条, 见（一）. One expects a converter that numbers lists to print 一、 and （一）, or at least to
# keep the two apart. Seen: pandoc counts rightly and prints `1.` for both, so that the depth of an item is its
# indentation alone; docx2python, which prints decimal and lettered numbers, replaces Chinese ones by `--`; docx2txt
# and mammoth's text have no numbers at all.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0 pypandoc_binary==1.17
echo docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0 pypandoc_binary==1.17
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

import docx2txt
from docx2python import docx2python
import mammoth
import pypandoc


def readers(path):
    return {
        "docx2txt": docx2txt.process(path).strip(),
        "docx2python": docx2python(path).text.strip(),
        "mammoth": mammoth.extract_raw_text(open(path, "rb")).value.strip(),
        "pandoc": pypandoc.convert_file(path, "plain", extra_args=["--wrap=none"]).strip(),
    }


level = "<w:lvl w:ilvl='{}'><w:start w:val='1'/><w:numFmt w:val='{}'/><w:lvlText w:val='{}'/></w:lvl>".format
numbering = f"<w:abstractNum w:abstractNumId='0'><w:multiLevelType w:val='multilevel'/>{level(0, 'chineseCountingThousand', '%1、')}{level(1, 'chineseCountingThousand', '（%2）')}{level(2, 'decimal', '%3.')}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
items = [(0, "植树造林"), (1, "抚育幼林。"), (0, "水利建设"), (1, "疏浚河道。"), (2, "清除淤泥。")]
document("a.docx", "".join(f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{l}'/><w:numId w:val='1'/></w:numPr></w:pPr>{run(t)}</w:p>" for l, t in items), numbering)
seen = {name: [line.split() for line in got.splitlines() if line.strip()] for name, got in readers("a.docx").items()}
bare = [[t] for _, t in items]
want = {"docx2txt": bare, "mammoth": bare,
    "docx2python": [["--", "植树造林"], ["--", "抚育幼林。"], ["--", "水利建设"], ["--", "疏浚河道。"], ["1)", "清除淤泥。"]],
    "pandoc": [["1.", "植树造林"], ["1.", "抚育幼林。"], ["2.", "水利建设"], ["1.", "疏浚河道。"], ["1.", "清除淤泥。"]]}

for name, got in seen.items():
    print(f"{name}: {got!r}")
if seen != want:
    sys.exit("CHANGED: this is not what was found")
print("as found")
PYTHON
