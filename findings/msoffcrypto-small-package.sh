#!/bin/sh
# msoffcrypto-tool encrypts a small Word file without a word, and cannot open what it made.
#
# A task table of one page is a package of two or three kilobytes. `OOXMLFile.encrypt()` takes it, writes a file of the
# usual look and reports no fault; opened with the same password, the same version refuses it. With a few kilobytes of
# anything beside the text, which brings the package over 4,096 bytes (where compound files keep streams in another way),
# all is well. So an office that locks its short tables by this package finds out when it wants to read them; and who makes
# locked files to try a reader with takes good readers for broken ones.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile msoffcrypto-tool==6.1.0
echo msoffcrypto-tool==6.1.0
venv/bin/python -W ignore - <<'PYTHON'
import io
import sys
import zipfile

from msoffcrypto.format.ooxml import OOXMLFile

TYPES = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/><Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>"
RELS = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>"
BODY = "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r><w:t>一、6月底前完成普查（市林业局）</w:t></w:r></w:p></w:body></w:document>"


def package(filler):
    """A Word document of one task; `filler` bytes lie beside its text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("[Content_Types].xml", TYPES)
        z.writestr("_rels/.rels", RELS)
        z.writestr("word/document.xml", BODY)
        z.writestr("word/media/image1.bin", bytes(range(256)) * (filler // 256))
    return out.getvalue()


def back(plain):
    """Whether what was encrypted can be opened and is the same; else the name of the error."""
    locked, opened = io.BytesIO(), io.BytesIO()
    OOXMLFile(io.BytesIO(plain)).encrypt("密码2025", locked)
    try:
        file = OOXMLFile(io.BytesIO(locked.getvalue()))
        file.load_key(password="密码2025")
        file.decrypt(opened)
    except Exception as error:
        return type(error).__name__
    return "the same" if opened.getvalue() == plain else "other bytes"


found = [(len(plain), back(plain)) for plain in (package(0), package(8192))]
for size, what in found:
    print(f"package of {size} bytes, encrypted and opened again: {what}")
small, large = found
sys.exit(0 if small[0] < 4096 and small[1] != "the same" and large[1] == "the same" else 1)
PYTHON
