#!/usr/bin/env python3
"""Learns where a heading ends when its line end is lost, and writes what it learnt to dict/seam_weights.tsv.

  pip install numpy scipy scikit-learn
  tools/seams.py FOLDER...                  how well it does: four folds by document, then each source left out
  tools/seams.py FOLDER... --write          learns from all of it and writes the weights

FOLDER holds texts of real plans (UTF-8) that kept their line ends: those are the labels. A numbered heading alone on its
line over a longer paragraph is joined to it, and its end is where the seam is; a numbered paragraph with text of its own
in its line has no seam. The source of a text is its name up to its number (`county_013.txt` is of `county`).

src/tree/seam.rs sees the same things at a place. Weights are whole numbers, in sixteenths of a natural logarithm of odds.
"""

import argparse
import collections
import pathlib
import random
import re
import sys

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from headings import MARKER, paragraphs

ROOT = pathlib.Path(__file__).resolve().parent.parent
KINDS = (("h", "[一二三四五六七八九十]{1,3}、"), ("p", "[（(][一二三四五六七八九十]"), ("a", r"\d"), ("q", r"[（(]\d"), ("o", ""))
SCALE = 16  # a weight is a sixteenth of a natural logarithm of odds
LEAST = 3  # what weighs less is left out: half of the table, and less than one heading in a hundred
NEAREST, FARTHEST = 3, 46  # places that are asked for, in characters from the start
NEVER_BEFORE = "，。、；：！？）》”’,;:)"  # a heading does not end before these
NEVER_AFTER = "，、；：（《“‘,;:("  # nor after these


def words(name, wanted=lambda value: True):
    lines = (ROOT / "dict" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[0] for row in rows if wanted(row[1] if len(row) > 1 else "")}


ENDS = words("seams", lambda side: side != "open")
OPENS = words("seams", lambda side: side == "open")
VERBS = words("verbs", lambda part: part in ("verb", "adverb"))
USUAL = words("headings")


def examples(path):
    """The kind of number of a heading or paragraph, the text behind it, and where its seam is: None where it has none."""
    lines = paragraphs(path)
    for line, below in zip(lines, lines[1:] + [""]):
        marker = MARKER.match(line)
        if not marker or "\t" in line:
            continue
        kind = next(name for name, form in KINDS if re.match(form, line))
        text = line[marker.end():]
        if 4 <= len(text) <= 45 and text[-1] not in "。；;，,：:、":
            if len(below) > len(text) and not MARKER.match(below):
                yield kind, first_sentence(text + below), len(text)
        elif len(text) > 45 and len(first_sentence(text)) > 16:
            yield kind, first_sentence(text), None


def few(path):
    """The examples of a text: all headings, and no more than a dozen paragraphs, drawn evenly."""
    found = list(examples(path))
    plain = [one for one in found if one[2] is None]
    step = max(1, len(plain) // 12)
    return [Example(path, *one) for one in [one for one in found if one[2] is not None] + plain[::step]]


def first_sentence(text):
    return re.split("[。！？；;\n]", text[:120])[0]


def places(text):
    return [
        at
        for at in range(NEAREST, min(FARTHEST, len(text) - 2) + 1)
        if text[at] not in NEVER_BEFORE and text[at - 1] not in NEVER_AFTER
    ]


def opens_with(text, at, known, longest=8):
    return any(text[at:at + n] in known for n in range(1, longest + 1))


def ends_with(text, at, known, longest=10):
    return any(text[max(0, at - n):at] in known for n in range(2, longest + 1))


def around(text, at):
    """Up to four characters before a place, behind it, and on both sides, cut behind the first or the second."""
    for n in range(1, 5):
        if n <= at:
            yield text[at - n:at], "before"
        if at + n <= len(text):
            yield text[at:at + n], "behind"
    for a, b in ((1, 1), (2, 1), (1, 2), (2, 2)):
        if at + b <= len(text):
            yield text[at - a:at + b], f"cut{a}"


def sizes(kind, text, at):
    """Numbers of a place: the names are those of tables in src/tree/seam.rs, which reads the same."""
    verb = opens_with(text, at, VERBS)
    kind = [name for name, _ in KINDS].index(kind)
    yield 0, "bias"
    yield kind, "kind"
    yield 12 * kind + at // 4, "quarter"
    yield min(at, 40), "length"
    yield min(sum(text[:at].count(c) for c in "，,"), 4), "commas"
    yield min(text[:at].count("、"), 4), "pauses"
    yield int(text[at:at + 2] == text[:2]), "same"
    yield int(text[at:at + 4] in text[:at]), "again"
    yield verb + 2 * opens_with(text, at, OPENS) + 4 * ends_with(text, at, ENDS), "told"
    yield verb + 2 * opens_with(text, 0, VERBS), "verbs"
    yield int(text[:at] in USUAL), "usual"


def features(kind, text, at):
    return [sys.intern(f"{what}\t{where}") for found in (around(text, at), sizes(kind, text, at)) for what, where in found]


class Example:
    """A text of a document behind a number of some kind, where its seam is, and the features of its places."""

    def __init__(self, document, kind, text, seam):
        self.document = document
        self.text, self.seam, self.places = text, seam, places(text)
        self.rows = [features(kind, text, at) for at in self.places]


def learn(found):
    """Weights by feature, from all places of all examples; those that fewer than three documents have are left out."""
    rows = [row for one in found for row in one.rows]
    labels = [at == one.seam for one in found for at in one.places]
    pairs = {(one.document, name) for one in found for row in one.rows for name in row}
    seen = collections.Counter(name for _, name in pairs)
    # A line of a list begins with no #, - or !, and has no spaces in its word.
    odd = lambda name: name[0] in "#!-" or re.search(r"\s", name.rpartition("\t")[0])
    named = sorted(name for name, count in seen.items() if count > 2 and not odd(name))
    names = {name: n for n, name in enumerate(named)}
    columns = [[names[name] for name in row if name in names] for row in rows]
    ends = np.cumsum([0] + [len(row) for row in columns])
    shape = (len(rows), len(names))
    x = csr_matrix((np.ones(ends[-1]), np.concatenate(columns), ends), shape=shape)
    model = LogisticRegression(C=0.7, max_iter=80, solver="liblinear", random_state=1).fit(x, labels)
    scaled = np.clip(np.rint(model.coef_[0] * SCALE), -126, 126).astype(int)
    weights = {name: int(scaled[n]) for name, n in names.items() if abs(scaled[n]) >= LEAST}
    return weights | {"0\tbias": weights.get("0\tbias", 0) + round(model.intercept_[0] * SCALE)}


def judge(weights, found, tallies):
    """Counts, by threshold, what is told right and wrong."""
    for one in found:
        scored = [(sum(weights.get(name, 0) for name in row), at) for row, at in zip(one.rows, one.places)]
        score, at = max(scored, default=(-1 << 20, 0))
        for threshold, tally in tallies.items():
            told = score >= threshold
            if one.seam is None:
                tally["paragraphs"] += 1
                tally["seam where none is"] += told
            else:
                tally["headings"] += 1
                tally["best"] += at == one.seam
                tally["right"] += told and at == one.seam
                tally["missed"] += not told


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--skip", default="line_,zj_,pdf_", help="texts whose line ends are not those of paragraphs")
    parser.add_argument("--threshold", type=int, nargs="*", default=[-24])
    args = parser.parse_args()
    skip = tuple(args.skip.split(","))
    paths = sorted(p for folder in args.folders for p in folder.glob("*.txt") if not p.name.startswith(skip))
    found = {path: few(path) for path in paths}
    found = {path: rows for path, rows in found.items() if rows}
    if args.write:
        weights = learn([row for rows in found.values() for row in rows])
        head = (
            "# What tells where a heading ends when its line end is lost.\n"
            "# Columns: characters, where they stand (before the place, behind it, or on both sides, cut after the first or the second) and\n"
            "# what that weighs, in sixteenths of a natural logarithm of odds; and for a number of src/tree/seam.rs what it weighs.\n"
            "# Fitted numbers, put together by tools/seams.py from line ends of public documents; licence as the project.\n"
        )
        body = "".join(f"{name}\t{weight}\n" for name, weight in sorted(weights.items(), key=lambda w: w[0].encode()))
        (ROOT / "dict/seam_weights.tsv").write_text(head + body, encoding="utf-8")
        print(f"{len(weights)} weights from {sum(map(len, found.values()))} texts of {len(found)} documents")
        return
    source = lambda path: re.sub(r"_?[0-9].*|\.txt$", "", path.name)
    names = sorted(found)
    random.Random(1).shuffle(names)
    sources = sorted({source(name) for name in names})
    for what, fold in (
        ("by document", {name: n % 4 for n, name in enumerate(names)}),
        ("by source", {name: sources.index(source(name)) for name in names}),
    ):
        tallies = {t: collections.Counter() for t in args.threshold}
        for k in sorted(set(fold.values())):
            weights = learn([row for name in names if fold[name] != k for row in found[name]])
            own = [row for name in names if fold[name] == k for row in found[name]]
            ones = {t: collections.Counter() for t in args.threshold}
            judge(weights, own, ones)
            for threshold, tally in tallies.items():
                tally.update(ones[threshold])
            if what == "by source":
                print(f"  {sources[k]:24}", dict(ones[args.threshold[0]]))
        for threshold, tally in tallies.items():
            n = tally["headings"]
            print(
                f"{what}, threshold {threshold}: {tally['right']} of {n} right ({tally['right'] / n:.3f}; best place"
                f" {tally['best'] / n:.3f}), {tally['seam where none is']} seams in {tally['paragraphs']} paragraphs"
            )


if __name__ == "__main__":
    main()
