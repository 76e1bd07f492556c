#!/usr/bin/env python3
"""Learns which words of work plans are of one matter, and writes where each stands to dict/kin.tsv.

    pip install numpy scipy
    cargo build --release --example trace_words
    tools/kin.py FOLDER... [--write]

FOLDER holds texts of real plans (UTF-8). First words get places by what stands around them: positive pointwise mutual
information of words up to eight apart, and its largest singular vectors. Then one turn of all places, and for each word how
far out it stands, are fitted so that the title of a task (or one of its sentences) stands nearer to the rest of its text
than to the other tasks of its plan; what both have word for word is left out more often than not, for `plan trace` sees
that by itself. One document in eight is kept back, and how often its titles find their texts by sense alone is printed.
"""

from __future__ import annotations

import argparse
import collections
import json
import math
import random
import re
import subprocess
from pathlib import Path

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.linalg import svds

ROOT = Path(__file__).resolve().parent.parent
HEAD = """# Words of work plans and where each stands among the others, so that words of one matter stand near each other.
# Columns: word, and 32 numbers, a letter each: A is -15, P is 0, Z is 10, f is 16.
# Fitted numbers, put together by tools/kin.py from tasks of public documents; licence as the project.
"""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"
WIDE, N = 128, 32  # numbers of a place before and after the turn
APART = 8  # words further apart have nothing to do with each other
SHARP = 8.0  # how much a cosine counts
LEFT_OUT = 0.6  # how often a word that both have is left out
ROUNDS, RATE = 6, {"turn": 0.01, "far": 0.03}
LEAST = 8  # a word of fewer documents is not listed
PARTICLE = re.compile("^[的和与及等对在为以将或并于由个]|.*[的和与及等或]$")


def says(word: str) -> bool:
    return len(word) > 1 and bool(re.match(r"[一-鿿A-Za-z]", word))


def sentences(words: list[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for word in words:
        if word[:1] in set("。；！？;"):
            found.append([])
        elif says(word):
            found[-1].append(word)
    return [sentence for sentence in found if sentence]


def stand_around(said: list[list[str]], number: dict[str, int]) -> np.ndarray:
    beside: collections.Counter = collections.Counter()
    for sentence in said:
        of = [number[word] for word in sentence if word in number]
        for at, a in enumerate(of):
            for gap, b in enumerate(of[at + 1 : at + 1 + APART]):
                if a != b:
                    near = 1 / (1 + 0.25 * gap)
                    beside[a, b] += near
                    beside[b, a] += near
    rows, columns = (np.array([pair[side] for pair in beside]) for side in (0, 1))
    values = np.array(list(beside.values()))
    n = len(number)
    often = np.bincount(rows, values, n)
    share = often**0.75 / (often**0.75).sum()
    told = np.log(values / (often[rows] * share[columns]))
    keep = told > 0
    u, s, _ = svds(coo_matrix((told[keep], (rows[keep], columns[keep])), shape=(n, n)).tocsr(), k=WIDE)
    order = np.argsort(-s)
    places = (u[:, order] * np.sqrt(s[order])).astype(np.float32)
    return places / (np.linalg.norm(places, axis=1, keepdims=True) + 1e-9)


def tasks_of(document: dict, number: dict[str, int], seen: set[str]) -> list:
    tasks = []
    for title, text in document["tasks"]:
        key = "".join(text)[:60]
        body = text[len(title) :] if text[: len(title)] == title else text
        parts = [[number[word] for word in part if word in number] for part in sentences(body)]
        parts = [part for part in parts if len(part) > 2]
        title = [number[word] for word in title if word in number]
        if key not in seen and title and sum(map(len, parts)) > 7:
            tasks.append((title, parts))
        seen.add(key)
    return tasks if len(tasks) > 3 else []


def asked(task: tuple, learning: bool) -> tuple[list[int], list[int]]:
    """What asks, and what is to be found."""
    title, parts = task
    ask, rest = list(title), [word for part in parts for word in part]
    if learning and len(parts) > 1 and random.random() < 0.4:
        at = random.randrange(len(parts))
        ask = (ask if random.random() < 0.5 else []) + parts[at]
        rest = [word for k, part in enumerate(parts) if k != at for word in part]
    elif learning and len(parts) > 2 and random.random() < 0.5:
        chosen = random.sample(range(len(parts)), random.randint(1, len(parts) - 1))
        rest = [word for k in chosen for word in parts[k]]
    both = set(ask)
    found = [word for word in rest if word not in both or learning and random.random() > LEFT_OUT]
    return ask, found or parts[0]


def bag(texts: list[list[int]], n: int) -> csr_matrix:
    rows = [at for at, text in enumerate(texts) for _ in set(text)]
    return csr_matrix((np.ones(len(rows), np.float32), (rows, [w for text in texts for w in set(text)])), shape=(len(texts), n))


def unit(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    length = np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-6
    return matrix / length, length


def soft(matrix: np.ndarray, axis: int) -> np.ndarray:
    raised = np.exp(matrix - matrix.max(axis, keepdims=True))
    return raised / raised.sum(axis, keepdims=True)


def found(places: np.ndarray, documents: list) -> float:
    right = n = 0
    for tasks in documents:
        ask, rest = zip(*(asked(task, False) for task in tasks))
        near = unit(bag(list(ask), len(places)) @ places)[0] @ unit(bag(list(rest), len(places)) @ places)[0].T
        right += (near.argmax(1) == np.arange(len(tasks))).sum()
        n += len(tasks)
    return right / max(1, n)


def learn(wide: np.ndarray, rare: np.ndarray, documents: list, kept: list) -> np.ndarray:
    start = {"turn": np.eye(WIDE, N, dtype=np.float32), "far": np.log(0.2 + rare).astype(np.float32)}
    now = {name: of.copy() for name, of in start.items()}
    mean, spread = ({name: np.zeros_like(of) for name, of in now.items()} for _ in range(2))
    step, rate = 0, 1.0

    def places() -> np.ndarray:
        return np.exp(now["far"])[:, None] * (wide @ now["turn"])

    for turn in range(ROUNDS):
        random.shuffle(documents)
        of, slope, n = places(), np.zeros((len(wide), N), np.float32), 0
        for tasks in documents:
            tasks = tasks if len(tasks) <= 40 else random.sample(tasks, 40)
            ask, rest = (bag(list(side), len(wide)) for side in zip(*(asked(task, True) for task in tasks)))
            (a, a_length), (b, b_length) = unit(ask @ of), unit(rest @ of)
            near = SHARP * (a @ b.T)
            off = SHARP * ((soft(near, 1) + soft(near, 0)) / 2 - np.eye(len(tasks), dtype=np.float32))
            to_a, to_b = off @ b, off.T @ a
            slope += ask.T @ ((to_a - a * (to_a * a).sum(1, keepdims=True)) / a_length)
            slope += rest.T @ ((to_b - b * (to_b * b).sum(1, keepdims=True)) / b_length)
            n += len(tasks)
            if n < 128:
                continue
            step, slope = step + 1, slope / n
            far, turned = np.exp(now["far"])[:, None], wide @ now["turn"]
            slopes = {"turn": wide.T @ (far * slope), "far": (slope * turned * far).sum(1)}
            for name, of_name in slopes.items():
                of_name = of_name + 1e-4 * (now[name] - start[name])
                mean[name] = 0.9 * mean[name] + 0.1 * of_name
                spread[name] = 0.999 * spread[name] + 0.001 * of_name**2
                by = (mean[name] / (1 - 0.9**step)) / (np.sqrt(spread[name] / (1 - 0.999**step)) + 1e-8)
                now[name] -= rate * RATE[name] * by
            of, slope, n = places(), np.zeros_like(slope), 0
        rate *= 0.85
        print(f"round {turn + 1}: {found(places(), kept):.3f} of the titles kept back find their texts", flush=True)
    return places()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="+", type=Path)
    parser.add_argument("--program", default=str(ROOT / "target/release/examples/trace_words"))
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    random.seed(1)
    paths = [str(path) for folder in args.folder for path in sorted(folder.glob("*.txt"))]
    run = subprocess.run([args.program], input="\n".join(paths), capture_output=True, text=True, check=True)
    documents = [json.loads(line) for line in run.stdout.splitlines()]
    said, seen = [], set()
    with_word: collections.Counter = collections.Counter()
    for document in documents:
        of = [sentence for line in document["lines"] for sentence in sentences(line)]
        with_word.update({word for sentence in of for word in sentence})
        for sentence in of:
            if "".join(sentence) not in seen:
                seen.add("".join(sentence))
                said.append(sentence)
    often = collections.Counter(word for sentence in said for word in sentence)
    words = [word for word, n in often.most_common() if n >= 5 and with_word[word] >= 3]
    number = {word: at for at, word in enumerate(words)}
    wide = stand_around(said, number)
    rare = np.array([math.log((len(documents) + 1) / (with_word[word] + 1)) / math.log(len(documents)) for word in words])
    seen_tasks: set[str] = set()
    plans = [tasks for tasks in (tasks_of(document, number, seen_tasks) for document in documents) if tasks]
    kept = plans[::8]
    places = learn(wide, rare, plans if args.write else [tasks for tasks in plans if tasks not in kept], kept)
    if args.write:
        step = math.sqrt(float((places**2).mean())) * 9 / 31
        levels = np.clip(np.round(places / step) + 15, 0, 31).astype(int)
        lines = [
            f"{word}\t{''.join(LETTERS[level] for level in levels[at])}"
            for at, word in enumerate(words)
            if with_word[word] >= LEAST and not PARTICLE.match(word)
        ]
        (ROOT / "dict/kin.tsv").write_text(HEAD + "\n".join(sorted(lines, key=str.encode)) + "\n")


if __name__ == "__main__":
    main()
