#!/bin/sh
# python-docx leaves out dates that Word has marked as dates, and nothing else of the paragraph.
#
# Chinese Word 2003 and 2007 wrapped every date it saw in a smart tag (`w:smartTag`, element chsdate); forms of today
# let one choose a day from a calendar (`w:sdt` with `w:date`). Both are plain text on the page. One expects
# `2025年6月30日前完成`. Seen: `Paragraph.text` is `前完成`, and `完成时限：2025年6月30日。` is `完成时限：。`. So
# just the deadlines of a plan go missing, where a day that was typed in Word of another year stays; docx2txt has them
# all.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile python-docx==1.2.0 docx2txt==0.9
echo python-docx==1.2.0 docx2txt==0.9
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


def readers(path):
    return {
        "python-docx": "\n".join(p.text for p in docx.Document(path).paragraphs),
        "docx2txt": docx2txt.process(path).strip(),
    }


tag = f"<w:smartTag w:uri='urn:schemas-microsoft-com:office:smarttags' w:element='chsdate'><w:smartTagPr><w:attr w:name='Year' w:val='2025'/></w:smartTagPr>{run('2025年6月30日')}</w:smartTag>"
form = f"<w:sdt><w:sdtPr><w:date w:fullDate='2025-06-30T00:00:00Z'><w:dateFormat w:val='yyyy年M月d日'/></w:date></w:sdtPr><w:sdtContent>{run('2025年6月30日')}</w:sdtContent></w:sdt>"
seen = {}
for name, body in [("tag", tag + run("前完成")), ("form", run("完成时限：") + form + run("。"))]:
    document("a.docx", f"<w:p>{body}</w:p>")
    for reader, got in readers("a.docx").items():
        seen[f"{reader}, {name}"] = got
want = {"python-docx, tag": "前完成", "docx2txt, tag": "2025年6月30日前完成", "python-docx, form": "完成时限：。", "docx2txt, form": "完成时限：2025年6月30日。"}

for name, got in seen.items():
    print(f"{name}: {got!r}")
if seen != want:
    sys.exit("CHANGED: this is not what was found")
print("as found")
PYTHON
