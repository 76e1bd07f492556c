#!/usr/bin/env python3
"""Scores `plan trace` against what people read: links, states, relations, and `missing` that is wrong.

    tools/score_trace.py --plan target/debug/plan --shared ../shared fixtures/trace/truth [-v] [--only NAME]
    tools/score_trace.py --plan target/debug/plan READER1 READER2 [--only NAME]
    tools/score_trace.py --write fixtures/trace/truth --shared ../shared READER1 READER2 [--only NAME]

A truth file is one of two kinds. A reader's names tasks by quotes that stand once in the document (`"upper": QUOTE`,
`"lower": [QUOTE …]`, `"own": [QUOTE …]`). The project's names them by ranges of code points and holds no words: `--write`
makes it of one or two readers' files. Where two readers differ, either answer is right, a link that only one has is
neither wanted nor wrong, and `missing` counts as wrong only where neither said it.

A task of the document reaches from where it is said to begin to the next one. A task of the program is the one it covers
most of; a passage that covers several is, by the words that show the link, those in which they stand.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

STATES = ["taken_up", "partly", "missing", "not_ours"]
RELATIONS = ["owner", "deadline", "target"]
CLOSING = re.compile(r"\n\s*附|\n[^\n]{0,30}(?:办公厅|办公室|人民政府|局)\s*\n\s*\d{4}年")


def ranges(starts: list[int], text: str) -> list[list[int]]:
    """From each start to the next; the last ends before annexes and signatures."""
    starts = sorted(set(starts))
    if not starts:
        return []
    end = CLOSING.search(text, starts[-1])
    last = min(len(text), starts[-1] + 1500, end.start() if end else len(text))
    return [list(both) for both in zip(starts, [*starts[1:], last])]


def of_readers(files: list[Path], shared: Path) -> dict:
    """The project's truth from readers' files of one pair."""
    readers = [json.loads(path.read_text()) for path in files]
    paths = [Path(readers[0][side]) for side in ("upper", "lower")]
    texts = [path.read_text() for path in paths]

    def place(side: int, quote: str) -> int:
        if texts[side].count(quote) != 1:
            raise SystemExit(f"{files[0].name}: {quote!r} stands {texts[side].count(quote)} times in {paths[side]}")
        return texts[side].index(quote)

    upper = ranges([place(0, task["upper"]) for reader in readers for task in reader["tasks"]], texts[0])
    quoted = [quote for reader in readers for task in reader["tasks"] for quote in task["lower"]]
    own = [quote for reader in readers for quote in reader.get("own", [])]
    lower = ranges([place(1, quote) for quote in quoted + own], texts[1])
    at = [{start: n for n, (start, _) in enumerate(side)} for side in (upper, lower)]
    tasks = []
    for n, (start, _) in enumerate(upper):
        said = [task for reader in readers for task in reader["tasks"] if place(0, task["upper"]) == start]
        links = [{at[1][place(1, quote)] for quote in task["lower"]} for task in said]
        row = {"upper": n, "state": sorted({task["state"] for task in said})}
        row["lower"] = sorted(set.intersection(*links))
        row["maybe"] = sorted(set.union(*links) - set.intersection(*links))
        row |= {relation: sorted({task[relation] for task in said}) for relation in RELATIONS}
        tasks.append(row)

    def name(path: Path) -> str:
        return str(path.resolve().relative_to(shared.resolve()))

    return {
        "upper": name(paths[0]),
        "lower": name(paths[1]),
        "upper_tasks": upper,
        "lower_tasks": lower,
        "tasks": tasks,
        "own": sorted({at[1][place(1, quote)] for quote in own}),
    }


def covered(span: list[int], tasks: list[list[int]]) -> list[int]:
    """The tasks that a span covers, most of it first."""
    shares = [(min(span[1], end) - max(span[0], start), n) for n, (start, end) in enumerate(tasks)]
    return [n for share, n in sorted(shares, key=lambda both: (-both[0], both[1])) if share > 0]


def most(answers: list[str], order: list[str]) -> str:
    return next((answer for answer in order if answer in answers), answers[0])


def program(plan: str, truth: dict, shared: Path) -> tuple[dict, dict]:
    """What the program says of each task of the truth: links, and the rest."""
    paths = [str(shared / truth[side]) for side in ("upper", "lower")]
    run = subprocess.run([plan, "trace", *paths, "--format", "json"], capture_output=True, check=False)
    if not run.stdout:
        raise SystemExit(run.stderr.decode())
    printed = json.loads(run.stdout)
    spans = {task["id"]: task["span"] for task in printed["upper"]["tasks"]}
    links: dict[int, set[int]] = {n: set() for n in range(len(truth["upper_tasks"]))}
    said: dict[int, dict] = {n: {key: [] for key in ["state", *RELATIONS]} for n in links}
    for row in printed["lowers"][0]["rows"]:
        task = next(iter(covered(spans[row["upper"]], truth["upper_tasks"])), None)
        if task is None:
            continue
        said[task]["state"].append(row["state"])
        for relation in ("owner", "deadline"):
            said[task][relation].append(row[relation]["relation"])
        said[task]["target"].append(row["target"])
        words = [measure["lower"]["span"] for measure in row["measures"] if measure["lower"]]
        for link in row["lower"]:
            within = covered(link["span"], truth["lower_tasks"])
            if len(within) > 1:
                inside = [span for span in words if link["span"][0] <= span[0] < link["span"][1]]
                shown = {covered(span, truth["lower_tasks"])[0] for span in inside if covered(span, truth["lower_tasks"])}
                within = [n for n in within if n in shown] or within
                within = within if shown else within[:1]
            links[task].update(within)
    return links, said


def score(truth: dict, links: dict, said: dict, count: Counter, verbose: bool) -> None:
    for row in truth["tasks"]:
        n = row["upper"]
        wanted, maybe, got = set(row["lower"]), set(row["maybe"]), links[n]
        count["link_right"] += len(got & (wanted | maybe))
        count["link_wrong"] += len(got - wanted - maybe)
        count["link_missed"] += len(wanted - got)
        # Several rows of one task: the one that says the most of it.
        state = most(said[n]["state"] or ["missing"], STATES)
        right = state in row["state"]
        count["states"] += 1
        count["state_right"] += right
        count[f"usual_{row['state'][0]}"] += 1
        for answer in row["state"]:
            count[f"of_{answer}"] += 1 / len(row["state"])
            count[f"right_{answer}"] += right / len(row["state"])
        count["said_missing"] += state == "missing"
        count["wrong_missing"] += state == "missing" and not right
        count["present"] += "missing" not in row["state"]
        sure = row["state"] == ["missing"]
        count["missing"] += sure
        count["missing_found"] += sure and state == "missing"
        for relation in RELATIONS:
            answers = set(row[relation])
            answer = most(said[n][relation] or ["none"], [one for one in said[n][relation] if one != "none"])
            silent = {"none", "missing"}
            if not answers & silent and answer not in silent:
                count[f"{relation}_both"] += 1
                count[f"{relation}_right"] += answer in answers
            if not answers & silent:
                count[f"{relation}_wanted"] += 1
                count[f"{relation}_found"] += answer in answers
        if verbose and (not right or got - wanted - maybe or wanted - got):
            mark = "  " if right else "x "
            print(f"{mark}{n + 1}: {'/'.join(row['state'])} said {state}; "
                  f"too much {sorted(k + 1 for k in got - wanted - maybe)}, missed {sorted(k + 1 for k in wanted - got)}")


def share(part: float, whole: float) -> str:
    return f"{part / whole:.2f} ({part:g}/{whole:g})" if whole else "-"


def told(count: Counter) -> str:
    right, wrong, missed = (count[f"link_{name}"] for name in ("right", "wrong", "missed"))
    lines = [f"links F1 {2 * right / max(1, 2 * right + wrong + missed):.3f}  right {right} wrong {wrong} missed {missed}",
             f"states {share(count['state_right'], count['states'])}  "
             + "  ".join(f"{state} {share(count[f'right_{state}'], count[f'of_{state}'])}" for state in STATES),
             f"missing: wrong {share(count['wrong_missing'], count['said_missing'])} of those said, "
             f"{share(count['wrong_missing'], count['present'])} of tasks that are there; "
             f"recall {share(count['missing_found'], count['missing'])}"]
    both, good = (sum(count[f"{relation}_{name}"] for relation in RELATIONS) for name in ("both", "right"))
    each = "  ".join(f"{relation} {share(count[f'{relation}_right'], count[f'{relation}_both'])}, found "
                     f"{share(count[f'{relation}_found'], count[f'{relation}_wanted'])}" for relation in RELATIONS)
    return "\n".join([*lines, f"relations {share(good, both)}  {each}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth", nargs="+", type=Path)
    parser.add_argument("--plan", default="target/debug/plan")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--only", action="append")
    parser.add_argument("--write", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true")
    args = parser.parse_args()
    names = sorted({path.stem for folder in args.truth for path in folder.glob("*.json")})
    total: Counter = Counter()
    for name in names:
        if args.only and name not in args.only:
            continue
        files = [folder / f"{name}.json" for folder in args.truth if (folder / f"{name}.json").exists()]
        first = json.loads(files[0].read_text())
        truth = first if "upper_tasks" in first else of_readers(files, args.shared)
        if args.write:
            args.write.mkdir(parents=True, exist_ok=True)
            (args.write / f"{name}.json").write_text(json.dumps(truth, ensure_ascii=False) + "\n")
            continue
        if not all((args.shared / truth[side]).exists() for side in ("upper", "lower")):
            print(f"{name}: its documents are not at {args.shared}", file=sys.stderr)
            continue
        links, said = program(args.plan, truth, args.shared)
        count: Counter = Counter()
        print(f"== {name}")
        score(truth, links, said, count, args.verbose)
        print(told(count))
        total += count
    if total:
        print(f"== all\n{told(total)}")


if __name__ == "__main__":
    main()
