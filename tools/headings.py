#!/usr/bin/env python3
"""Asks the program where headings end when their line ends are lost, and prints how often it is right.

  tools/headings.py FOLDER... [--plan target/release/plan] [--skip line_,zj_] [-v]

FOLDER holds texts of real plans (UTF-8) that kept their line ends. Each is read without them, as one line. Every numbered
heading that stood alone on its line over a longer paragraph is asked for: it is right when a section or a task of its number
and exactly its words is found. Printed are the share of all headings, of each source (the name of a text up to
its number), the mean over sources, and the same with the line ends as they were, beyond which nothing can go.

The weights of dict/seam_weights.tsv are learnt from such texts: on the texts they learnt from the figure flatters.
tools/seams.py asks the weights alone, with the text asked for left out.
"""

import argparse
import collections
import json
import pathlib
import re
import subprocess
import tempfile

MARKER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|第[一二三四五六七八九十]{1,2}[,，、]|\d{1,2}[\.．、](?!\d)|[（(]\d{1,2}[）)])\s*"
)
MARKS = str.maketrans(",:;()!?", "，：；（）！？")


def paragraphs(path):
    text = path.read_text(encoding="utf-8-sig")
    return [line.strip(" \u3000\t") for line in text.split("\n") if line.strip(" \u3000\t")]


def headings(lines):
    """The numbers of the lines that are headings, with the number and the words of each."""
    for n, (line, below) in enumerate(zip(lines, lines[1:])):
        marker = MARKER.match(line)
        words = line[marker.end():] if marker else ""
        fits = 4 <= len(words) <= 45 and words[-1] not in "。；;，,：:、" and "\t" not in line
        if fits and len(below) > len(words) and not MARKER.match(below):
            yield n, plain(line[:marker.end()]), plain(words)


def plain(words):
    """Words as they are compared: no blanks, one width of marks, no mark behind a number."""
    return re.sub(r"\s", "", words or "").translate(MARKS).replace("．", ".").rstrip("、.，：。")


def asked(plan, texts):
    """What the program reads in each text: how often it finds each number with each title."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        names = "\n".join(str(folder / name) for name in texts)
        command = [plan, "extract", "--files-from", "-", "--format", "jsonl", "-q"]
        done = subprocess.run(command, input=names, capture_output=True, text=True, check=False)
    out = {}
    for line in done.stdout.splitlines():
        document = json.loads(line)
        count = collections.Counter()
        queue = list(document.get("sections", []))
        while queue:
            section = queue.pop()
            count[plain(section.get("number")), plain(section["title"])] += 1
            queue += section.get("children", [])
        for task in document.get("tasks", []):
            count[plain(task.get("number")), plain(task["title"])] += 1
        out[pathlib.Path(document["source"]["path"]).name] = count
    return out


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="+", type=pathlib.Path)
    options.add_argument("--plan", default="target/release/plan")
    options.add_argument("--skip", default="", help="beginnings of names that are left out, with commas between them")
    options.add_argument("-v", action="store_true", help="list the headings that are not found")
    given = options.parse_args()
    plan = str(pathlib.Path(given.plan).resolve())
    skip = tuple(word for word in given.skip.split(",") if word)
    lines, found = {}, {}
    for path in sorted(path for folder in given.folders for path in folder.glob("*.txt")):
        if skip and path.name.startswith(skip):
            continue
        rows = paragraphs(path)
        if ends := list(headings(rows)):
            lines[path.name], found[path.name] = rows, ends
    as_they_were = asked(plan, {name: "\n".join(rows) + "\n" for name, rows in lines.items()})
    lost = asked(plan, {name: "".join(rows) + "\n" for name, rows in lines.items()})
    right, best, all_ = collections.Counter(), collections.Counter(), collections.Counter()
    for name, ends in found.items():
        source = re.split(r"[0-9]", name)[0].rstrip("_")
        for _, number, words in ends:
            all_[source] += 1
            best[source] += as_they_were.get(name, {}).get((number, words), 0) > 0
            hit = lost.get(name, {}).get((number, words), 0) > 0
            right[source] += hit
            if given.v and not hit:
                print(f"{name}: {number} {words}")
    for source in sorted(all_):
        n = all_[source]
        print(f"{source:20}{n:6} headings{right[source] / n:8.3f}{best[source] / n:8.3f} with line ends")
    n = all_.total()
    mean = [sum(count[source] / all_[source] for source in all_) / len(all_) for count in (right, best)]
    print(f"{'all':20}{n:6} headings{right.total() / n:8.3f}{best.total() / n:8.3f} with line ends")
    print(f"{'mean of sources':20}{len(all_):6} sources {mean[0]:8.3f}{mean[1]:8.3f} with line ends")


if __name__ == "__main__":
    main()
