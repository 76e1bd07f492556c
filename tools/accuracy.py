#!/usr/bin/env python3
"""Puts the scores of real documents into the tables of docs/accuracy.md and docs/zh/accuracy.md.

    SCORER | python3 tools/accuracy.py INDEX.md

The scorer prints a line of names of axes that begins with `document`, a line a document with an F1 or `-` for each, and
a line `all` with the F1 over all documents. INDEX.md is a table whose first two columns are the name of a document and its genre.
Writes three tables anew, each known by its first line: the axes over all documents, their means by kind of document
(in brackets how many documents have truth for it, where not all have), and the documents with the lowest means. What the
text around them and the READMEs say of them is to be mended by hand; tests/documents.rs finds what differs.
Standard library only.
"""

import pathlib
import sys

DOCS = pathlib.Path(__file__).resolve().parent.parent / "docs"
SHOWN = ["sections", "tasks", "titles", "owners", "deadlines", "dates", "targets"]
# Kinds by words of the genre, the first that fits; their names in English and Chinese.
KINDS = [
    (("government reports", "政府工作报告"), ["政府工作报告"]),
    (("tables: duties, weeks, schedules", "表：分工、周安排、日程"), ["清单", "安排表", "周工作"]),
    (("speeches", "讲话"), ["speech", "讲话"]),
    (("key points, yearly plans", "要点、年度计划"), ["要点", "年度工作计划"]),
    (("schemes and action plans", "方案、行动计划"), ["方案", "行动计划"]),
    (("opinions, measures, notices", "意见、措施、通知"), ["意见", "措施", "通知"]),
]
OTHERS = ("others", "其他")
# The heads of the tables; SHOWN stands behind the second one's.
HEADS = [
    ("| axis | F1 over all documents |", "| 项目 | 全部文件的 F1 |"),
    ("| kind of document | number |", "| 文件种类 | 份数 |"),
    ("| worst documents | genre | mean |", "| 最差的文件 | 体裁 | 平均 |"),
]
CHINESE = {
    "sections": "章节",
    "tasks": "任务",
    "titles": "标题",
    "owners": "责任单位",
    "owner_nam": "单位名称",
    "deadlines": "时限",
    "dates": "日期",
    "targets": "指标",
    "reference": "引用文件",
    "groups": "领导小组",
    "document": "文件信息",
    "themes": "主题",
    "grounding": "出处",
    "noise": "杂质",
    "mean": "平均",
}


def kind(genre):
    return next((name for name, words in KINDS if any(word in genre for word in words)), OTHERS)


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
    for at, path in enumerate([DOCS / "accuracy.md", DOCS / "zh/accuracy.md"]):
        replace(path, tables(at, axes, rows, total, genres))


def tables(at, axes, rows, total, genres):
    """The three tables, in the language that stands at this place of a pair."""

    def name_of(axis):
        return CHINESE.get(axis, axis) if at else axis

    def genre_of(name):
        # The scorer cuts long names.
        return next((genre for full, genre in genres.items() if full.startswith(name)), "")

    by_axis = [HEADS[0][at], "| --- | --- |"]
    by_axis += [f"| {name_of(axis)} | {shown(total[axis])} |" for axis in axes]
    by_axis.append(f"| {name_of('mean')} | {shown(mean(total.values()))} |")
    kinds = {}
    for name, scores in rows.items():
        kinds.setdefault(kind(genre_of(name)), []).append(scores)
    by_kind = [f"{HEADS[1][at]} {' | '.join(map(name_of, SHOWN))} |", f"| --- | --- |{' --- |' * len(SHOWN)}"]
    for name, scores in sorted(kinds.items(), key=lambda item: -len(item[1])):
        means = []
        for axis in SHOWN:
            known = [row[axis] for row in scores if row[axis] is not None]
            of = f" ({len(known)})" if 0 < len(known) < len(scores) else ""
            means.append(shown(mean(known)) + of)
        by_kind.append(f"| {name[at]} | {len(scores)} | {' | '.join(means)} |")
    worst = [HEADS[2][at], "| --- | --- | --- |"]
    for name, scores in sorted(rows.items(), key=lambda item: mean(item[1].values()))[:5]:
        worst.append(f"| {name} | {genre_of(name)} | {shown(mean(scores.values()))} |")
    return [by_axis, by_kind, worst]


def replace(path, new):
    """Puts each table in the place of the one that begins alike."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for table, heads in zip(new, HEADS):
        start = next((at for at, line in enumerate(lines) if line.startswith(heads)), None)
        if start is None:
            sys.exit(f"tools/accuracy.py: {path} has no table that begins with {heads[0]} or {heads[1]}")
        end = next(at for at in range(start, len(lines)) if not lines[at].startswith("|"))
        lines[start:end] = table
    path.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
