#!/bin/sh
# pypdf reads a Chinese page as Korean syllables where the encoding of its font is GBKp-EUC-H.
#
# Chinese PDFs often embed no font and name one of Adobe's encodings. GBK-EUC-H and GBKp-EUC-H map the same bytes to
# the same characters; only the widths of Latin letters differ. One expects the same text for both, or an error. Seen:
# GBK-EUC-H is read rightly, and 责任单位 in GBKp-EUC-H comes out as 퓰죎떥캻; the only sign is a line in the log,
# that UTF-16 was taken instead. pdfminer reads both. A program that searches such texts for owners finds none and has
# no reason to doubt the file.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv --without-pip venv
python3 -m pip --python venv install -q --disable-pip-version-check --no-compile pypdf==7.1.1 pdfminer.six==20260107
echo pypdf==7.1.1 pdfminer.six==20260107
venv/bin/python -W ignore - <<'PYTHON'
import sys
import pypdf
from pdfminer.high_level import extract_text


def page(path, encoding, text):
    """A page with one line of text in a font that is named and not embedded."""
    stream = f"BT /F1 16 Tf 72 760 Td <{text.encode('gbk').hex()}> Tj ET"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding} /DescendantFonts [6 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /FontDescriptor 7 0 R >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{at:010} 00000 n \n" for at in places)
    open(path, "wb").write(out + f"{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode())


seen = {}
for encoding in ("GBK-EUC-H", "GBKp-EUC-H"):
    page("a.pdf", encoding, "责任单位：市林业局")
    seen[f"pypdf, {encoding}"] = pypdf.PdfReader("a.pdf").pages[0].extract_text().strip()
    seen[f"pdfminer, {encoding}"] = extract_text("a.pdf").strip()
text = "责任单位：市林业局"
want = {"pypdf, GBK-EUC-H": text, "pdfminer, GBK-EUC-H": text, "pypdf, GBKp-EUC-H": "퓰죎떥캻ꎺ쫐쇖튵뻖", "pdfminer, GBKp-EUC-H": text}

for name, got in seen.items():
    print(f"{name}: {got!r}")
if seen != want:
    sys.exit("CHANGED: this is not what was found")
print("as found")
PYTHON
