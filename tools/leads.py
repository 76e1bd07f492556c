#!/usr/bin/env python3
"""Learns how lead sentences look from documents whose paragraphs are whole, and writes dict/leads.tsv.

    tools/leads.py FOLDER > dict/leads.tsv      a folder of *.txt, UTF-8, with their line ends
    tools/leads.py --check FOLDER               learns without each source in turn and asks for that one

A sentence that opens a paragraph and is short names what the paragraph does; a short one later in it does not, or
seldom. So line ends are the labels, and no one has to mark anything. The model is linear in what a sentence begins
and ends with, what the next begins with, and how long they are; weights are hundredths. Standard library only; the same folder gives the
same file.
"""
import collections, math, pathlib, random, re, sys

MARKER = re.compile(r"^(?:[一二三四五六七八九十]+[、.．]|[（(](?:[一二三四五六七八九十]+|\d+)[）)]|\d+[.．、]|[①-⑳]|第[一二三四五六七八九十]+[，、：]|[一二三四五六七八九十]+是)\s*")
SHORTEST, LONGEST = 4, 24  # of a lead, in characters
HEAD = """# How lead sentences look, learned from the paragraphs of public plans by tools/leads.py: a lead opens a paragraph.
# columns: word, where it stands (opens the sentence, ends it, opens the next one) and what it adds, in hundredths; and for a number of
# characters (length; before and after in dozens), of commas, of doubled lengths of the next sentence (ratio) or of pairs found in it again (again) what it adds.
# Compiled for this project by counting; licence as the project.
"""


def paragraphs(text):
    return [p for p in (line.strip(" \t\u3000\xa0") for line in text.split("\n")) if p]


def sentences(text):
    found, start, depth = [], 0, 0
    for at, c in enumerate(text):
        depth = depth + 1 if c in "（(《〔【" else max(0, depth - 1) if c in "）)》〕】" else depth
        if depth == 0 and c in "。！？":
            found.append(text[start:at + 1])
            start = at + 1
    return [s for s in found + [text[start:]] if s.strip()]


def lead(sentence, after):
    """The words of a sentence that may be a lead, or None."""
    words = sentence.rstrip("。！？")
    commas = words.count("，") + words.count(",")
    fits = SHORTEST <= len(words) <= LONGEST and commas <= 1 and after and not re.search("[；;：:]", words)
    return words if fits else None


def features(words, before, after):
    n, found = len(words), []
    for k in (1, 2, 3):
        found += [("opens", words[:k]), ("ends", words[-k:])]
    found += [("next", after[:k]) for k in (1, 2)]
    pairs = sum(words[i:i + 2] in after for i in range(n - 1))
    commas = words.count("，") + words.count(",")
    found += [("length", n), ("commas", commas), ("ratio", min(6, 2 * len(after) // n)), ("after", min(8, len(after) // 12))]
    found += [("before", min(8, len(before) // 12)), ("again", min(3, pairs)), ("digit", int(bool(re.search("[0-9]", words))))]
    return found + [("list", int("、" in words)), ("quote", int("“" in words)), ("bias", 0)]


def examples(found):
    last = ""
    for paragraph in found:
        whole = sentences(MARKER.sub("", paragraph))
        for n, (sentence, after) in enumerate(zip(whole, whole[1:] + [None])):
            words = lead(sentence, after)
            if words and (n or last and len(paragraph) >= 60):
                yield features(words, whole[n - 1] if n else last, after), n == 0
        last = whole[-1] if whole else last


def learn(rows, rounds=8, step=0.2, shrink=0.004):
    counts = collections.Counter(f for found, _ in rows for f in set(found))
    word = lambda f: not isinstance(f[1], str) or counts[f] >= 4 and all("\u4e00" <= c <= "\u9fff" or c in "“”《》" for c in f[1])
    rows = [([f for f in found if word(f)], label) for found, label in rows]
    weights, squares, order = collections.defaultdict(float), collections.defaultdict(lambda: 1.0), random.Random(1)
    for _ in range(rounds):
        order.shuffle(rows)
        for found, label in rows:
            z = max(-30.0, min(30.0, sum(weights[f] for f in found)))
            error = label - 1 / (1 + math.exp(-z))
            for f in found:
                slope = error - shrink * weights[f]
                squares[f] += slope * slope
                weights[f] += step * slope / math.sqrt(squares[f])
    whole = {f: round(100 * w) for f, w in weights.items()}
    return {f: w for f, w in whole.items() if abs(w) >= (12 if isinstance(f[1], str) else 1)}


def sections(found):
    """The paragraphs from one marker to the next."""
    run = []
    for paragraph in found:
        if MARKER.match(paragraph) and run:
            yield run
            run = []
        run.append(MARKER.sub("", paragraph))
    if run:
        yield run


def asked(weights, found):
    """Right, missed, wrong starts where the paragraphs of a section are joined, and single paragraphs, with a wrong start."""
    right = missed = wrong = single = opened = 0
    for run in sections(found):
        joined, truth = [], set()
        for n, paragraph in enumerate(run):
            whole = sentences(paragraph)
            if n and len(whole) > 1 and lead(whole[0], whole[1]):
                truth.add(len(joined))
            joined += whole
        got, last = set(), -2
        for n in range(1, len(joined) - 1):
            words = lead(joined[n], joined[n + 1])
            score = words and sum(weights.get(f, 0) for f in features(words, joined[n - 1], joined[n + 1]))
            if words and score > 0 and n - last > 1:
                got.add(n)
                last = n
        got = got if len(got) > 1 else set()
        if len(truth) > 1:
            right, missed, wrong = right + len(got & truth), missed + len(truth - got), wrong + len(got - truth)
        elif len(run) == 1 and len(joined) > 3:
            single, opened = single + 1, opened + bool(got)
    return collections.Counter(right=right, missed=missed, wrong=wrong, single=single, opened=opened)


def main():
    folder = pathlib.Path([a for a in sys.argv[1:] if not a.startswith("--")][0])
    docs = {f.name: paragraphs(f.read_text(encoding="utf-8-sig")) for f in sorted(folder.glob("*.txt"))}
    mean = lambda found: sum(map(len, found)) / len(found)
    docs = {n: f for n, f in docs.items() if len(f) > 4 and (mean(f) >= 45 or len(f) <= 12) and not any("\t" in p for p in f)}
    rows = {n: list(examples(f)) for n, f in docs.items()}
    source = lambda name: re.sub(r"_?\d.*|_\w+_\d+.*", "", name)
    source = lambda name: "_".join(re.split(r"[_.]", name)[: 1 if name.startswith(("gwr", "hailar", "state")) else 2]).rstrip("0123456789")
    if "--check" in sys.argv:
        for out in sorted({source(n) for n in docs}):
            weights = learn([row for n in docs if source(n) != out for row in rows[n]])
            t = sum((asked(weights, docs[n]) for n in docs if source(n) == out), collections.Counter())
            f1 = 2 * t["right"] / max(1, 2 * t["right"] + t["missed"] + t["wrong"])
            print(f"{out:16} {f1:.3f}  right {t['right']} missed {t['missed']} wrong {t['wrong']}; single paragraphs {t['single']}, with a start {t['opened']}")
        return
    weights = learn([row for n in docs for row in rows[n]])
    by_word = collections.defaultdict(list)
    for (where, word), weight in weights.items():
        by_word[str(word)].append((where, weight))
    print(HEAD, end="")
    for line in sorted(f"{word}\t{where}\t{weight}" for word, of in by_word.items() for where, weight in of):
        print(line)


if __name__ == "__main__":
    main()
