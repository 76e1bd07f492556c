#!/usr/bin/env python3
"""Fits the prices of `src/trace/price.rs` to pairs that people have read, one pair left out at a time.

    cargo build --example trace_signs
    tools/fit_trace.py --shared ../shared fixtures/trace/truth

Prints how well the links of each pair are found by prices fitted to the others (pairs of one upper plan are left out
together), then the prices fitted to all, in the order of `LINK`. No likeness speaks against a link: a sign whose price
would be below nothing is left out and the others are fitted again; `frames` alone may speak against. No package is needed;
it takes a minute or two.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
from pathlib import Path

from score_trace import covered

LINKED, BESIDE, TAKEN = 0.35, 0.4, 0.12
# The sign that speaks against a link, by its place.
AGAINST = 13
# What holds prices near nothing: they are many for so few pairs.
HELD = 0.33


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    n = len(right)
    rows = [row[:] + [value] for row, value in zip(matrix, right)]
    for at in range(n):
        best = max(range(at, n), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        for row in range(at + 1, n):
            factor = rows[row][at] / rows[at][at]
            if factor:
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[at])]
    out = [0.0] * n
    for at in reversed(range(n)):
        out[at] = (rows[at][n] - sum(rows[at][k] * out[k] for k in range(at + 1, n))) / rows[at][at]
    return out


def likeness(prices: list[float], signs: list[float]) -> float:
    return 1 / (1 + math.exp(-sum(price * sign for price, sign in zip(prices, signs))))


def fit(samples: list[tuple[list[float], float]]) -> list[float]:
    """The prices, and at the end what is always added."""
    kept = list(range(len(samples[0][0])))
    while True:
        prices = free([([signs[at] for at in kept], wanted) for signs, wanted in samples])
        below = [at for at, price in zip(kept[:-1], prices) if price < 0 and at != AGAINST]
        if not below:
            of = dict(zip(kept, prices))
            return [of.get(at, 0.0) for at in range(len(samples[0][0]))]
        kept = [at for at in kept if at not in below]


def free(samples: list[tuple[list[float], float]]) -> list[float]:
    """The prices that no bound holds."""
    n = len(samples[0][0])
    prices = [0.0] * n
    for _ in range(12):
        slope = [HELD * price for price in prices[:-1]] + [1e-3 * prices[-1]]
        bend = [[(HELD if at < n - 1 else 1e-3) * (at == k) for k in range(n)] for at in range(n)]
        for signs, wanted in samples:
            said = likeness(prices, signs)
            weight = said * (1 - said)
            for at, sign in enumerate(signs):
                if sign:
                    slope[at] += (said - wanted) * sign
                    row, of = bend[at], weight * sign
                    for k, other in enumerate(signs):
                        row[k] += of * other
        prices = [price - step for price, step in zip(prices, solve(bend, slope))]
    return prices


def pairs_of(program: str, truth: dict, shared: Path) -> list[tuple[int, int | None, list[float], float | None]]:
    """Upper task, lower task, signs, and whether they are one: a share of readers; None where nobody was asked."""
    run = subprocess.run([program, str(shared / truth["upper"]), str(shared / truth["lower"])],
                         capture_output=True, text=True, check=True)
    spans: dict[str, dict[int, int | None]] = {"upper": {}, "lower": {}}
    found = []
    rows = {row["upper"]: row for row in truth["tasks"]}
    for line in run.stdout.splitlines():
        cells = line.split("\t")
        if cells[0] in spans:
            of = covered([int(cells[2]), int(cells[3])], truth[f"{cells[0]}_tasks"])
            spans[cells[0]][int(cells[1])] = of[0] if of else None
        elif cells[0] == "pair":
            upper, lower = spans["upper"][int(cells[1])], spans["lower"][int(cells[2])]
            if upper is None:
                continue
            row = rows[upper]
            share = 1.0 if lower in row["lower"] else 0.5 if lower in row["maybe"] else 0.0
            found.append((upper, lower, [float(sign) for sign in cells[3].split(",")] + [1.0], share))
    return found


def links(prices: list[float], pairs: list) -> dict[int, set[int]]:
    by_task: dict[int, list] = {}
    for upper, lower, signs, _ in pairs:
        by_task.setdefault(upper, []).append((likeness(prices, signs), lower))
    out = {}
    for upper, of in by_task.items():
        best = max(strength for strength, _ in of)
        held = max(LINKED, best * BESIDE)
        of = [lower for strength, lower in of if best >= TAKEN and (strength >= held or strength == best)]
        out[upper] = {lower for lower in of if lower is not None}
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--program", default="target/debug/examples/trace_signs")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    truths = {path.stem: json.loads(path.read_text()) for path in sorted(args.truth.glob("*.json"))}
    read = {name: pairs_of(args.program, truth, args.shared) for name, truth in truths.items()}

    def samples(but: str | None) -> list:
        upper = but and truths[but]["upper"]
        return [(signs, share) for name, of in read.items() if truths[name]["upper"] != upper
                for _, _, signs, share in of if share is not None]

    sums = [0, 0, 0]
    for name, of in read.items():
        got = links(fit(samples(name)), of)
        count = [0, 0, 0]
        for row in truths[name]["tasks"]:
            here, wanted, maybe = got.get(row["upper"], set()), set(row["lower"]), set(row["maybe"])
            count[0] += len(here & (wanted | maybe))
            count[1] += len(here - wanted - maybe)
            count[2] += len(wanted - here)
        print(f"{name}: F1 {2 * count[0] / max(1, 2 * count[0] + count[1] + count[2]):.3f}")
        sums = [a + b for a, b in zip(sums, count)]
    print(f"left out, all: F1 {2 * sums[0] / max(1, 2 * sums[0] + sums[1] + sums[2]):.3f}")
    print(", ".join(f"{price:.2f}" for price in fit(samples(None))))


if __name__ == "__main__":
    main()
