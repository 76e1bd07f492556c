"""What a document costs: ``python bench.py PLAN FOLDER``, with the program and the wheel both built for release, and
documents that ``cargo run --release --example generate -- FOLDER 1000`` wrote."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import plan_zh


def measure(what, n, work):
    """The best of three, so that other programs disturb least; processor time counts children."""
    best = None
    for _ in range(3):
        before, start = os.times(), time.perf_counter()
        work()
        wall, after = time.perf_counter() - start, os.times()
        spent = sum(after[:4]) - sum(before[:4])
        best = min(best or (wall, spent), (wall, spent))
    wall, spent = (1e6 * seconds / n for seconds in best)
    print(f"{what:44} {wall:8.0f} µs  {spent:8.0f} µs of processors")


def main():
    program, folder = sys.argv[1:]
    files = sorted(Path(folder).rglob("*.txt"))
    few = files[:200]
    texts = [file.read_text(encoding="utf-8") for file in files]
    lines = subprocess.run([program, "extract", *files], stdout=subprocess.PIPE, check=True).stdout.splitlines()

    def one_process_each():
        for file in few:
            subprocess.run([program, "extract", file], stdout=subprocess.DEVNULL, check=True)

    measure("plan extract FILE, a process a document", len(few), one_process_each)
    measure("plan extract FILES > /dev/null", len(files), lambda: subprocess.run([program, "extract", *files], stdout=subprocess.DEVNULL, check=True))
    measure("extract(path)", len(files), lambda: [plan_zh.extract(file) for file in files])
    for jobs in [1, None]:
        measure(f"extract_batch(paths, jobs={jobs})", len(files), lambda: plan_zh.extract_batch(files, jobs=jobs))
        measure(f"extract_batch(texts, jobs={jobs})", len(files), lambda: plan_zh.extract_batch(texts, jobs=jobs))
    measure("json.loads of what the program writes", len(files), lambda: [json.loads(line) for line in lines])


main()
