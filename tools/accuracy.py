#!/usr/bin/env python3
"""Puts the scores of real documents into the tables of docs/accuracy.md.

    SCORER | python3 tools/accuracy.py INDEX.md

The scorer prints a line of names of axes that begins with `document`, a line a document with an F1 or `-` for each, and
a line `all` with the F1 over all documents. INDEX.md is a table whose first two columns are the name of a document and its genre.
Prints Markdown: the axes over all documents, their means by kind of document
(in brackets how many documents have truth for it, where not all have), and the documents with the lowest means.
Standard library only.
"""

import pathlib
import sys

SHOWN = ["sections", "tasks", "titles", "owners", "deadlines", "dates", "targets"]
# Kinds by words of the genre, the first that fits.
KINDS = [
    ("government reports", ["政府工作报告"]),
    ("tables: duties, weeks, schedules", ["清单", "安排表", "周工作"]),
    ("speeches", ["speech", "讲话"]),
    ("key points, yearly plans", ["要点", "年度工作计划"]),
    ("schemes and action plans", ["方案", "行动计划"]),
    ("opinions, measures, notices", ["意见", "措施", "通知"]),
]


def kind(genre):
    return next((name for name, words in KINDS if any(word in genre for word in words)), "others")


def mean(values):
    values = [value for value in values if value is not None]
    return sum(values) / len(values) if values else None


def shown(value):
    return "–" if value is None else f"{value:.2f}"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    genres = {}
    for line in pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| ") and len(cells) > 2:
            genres[cells[0]] = cells[1]
    axes, rows, total = [], {}, {}
    for line in sys.stdin:
        words = line.split()
        if words[:1] == ["document"]:
            axes = words[1:-1]
        elif axes and len(words) >= len(axes) + 1:
            values = [None if word == "-" else float(word) for word in words[1 : len(axes) + 1]]
            if words[0] == "all":
                total = dict(zip(axes, values))
            else:
                rows[words[0]] = dict(zip(axes, values))
    if not rows or not total:
        sys.exit("tools/accuracy.py: no scores on standard input, wanted lines of `document`, names and `all`")
    print("| axis | F1 over all documents |\n| --- | --- |")
    for axis in axes:
        print(f"| {axis} | {shown(total[axis])} |")
    print(f"| mean | {shown(mean(total.values()))} |\n")
    kinds = {}
    for name, scores in rows.items():
        # The scorer cuts long names.
        genre = next((genre for full, genre in genres.items() if full.startswith(name)), "")
        kinds.setdefault(kind(genre), []).append(scores)
    print(f"| kind of document | number | {' | '.join(SHOWN)} |\n| --- | --- |{' --- |' * len(SHOWN)}")
    for name, scores in sorted(kinds.items(), key=lambda item: -len(item[1])):
        means = []
        for axis in SHOWN:
            known = [row[axis] for row in scores if row[axis] is not None]
            of = f" ({len(known)})" if 0 < len(known) < len(scores) else ""
            means.append(shown(mean(known)) + of)
        print(f"| {name} | {len(scores)} | {' | '.join(means)} |")
    print("\n| worst documents | genre | mean |\n| --- | --- | --- |")
    for name, scores in sorted(rows.items(), key=lambda item: mean(item[1].values()))[:5]:
        genre = next((genre for full, genre in genres.items() if full.startswith(name)), "")
        print(f"| {name} | {genre} | {shown(mean(scores.values()))} |")


if __name__ == "__main__":
    main()
