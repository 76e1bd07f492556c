"""``extract_batch``: many documents, threads, errors."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import PLANS

import plan_zh

TEXTS = [path.read_text(encoding="utf-8") for path in PLANS]
ONE_BY_ONE = [plan_zh.extract(text) for text in TEXTS]


@pytest.mark.parametrize("jobs", [None, 1, 2, 7, 100])
def test_order_and_equality(jobs):
    assert plan_zh.extract_batch(TEXTS * 5, jobs=jobs) == ONE_BY_ONE * 5


def test_any_iterable_of_any_kind():
    assert plan_zh.extract_batch([]) == []
    assert plan_zh.extract_batch(text for text in TEXTS) == ONE_BY_ONE
    mixed = [TEXTS[0], PLANS[1].read_bytes(), PLANS[2]]
    assert plan_zh.extract_batch(mixed) == [plan_zh.extract(document) for document in mixed]
    assert plan_zh.extract_batch(TEXTS[:2], year=2031, lang="zh") == [
        plan_zh.extract(text, year=2031, lang="zh") for text in TEXTS[:2]
    ]


BAD = [TEXTS[0], Path("/no/such.txt"), "", None, "\ud800", TEXTS[1]]


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_errors_returned(jobs):
    results = plan_zh.extract_batch(BAD, errors="return", jobs=jobs)
    assert [results[0], results[5]] == ONE_BY_ONE[:2]
    kinds = [plan_zh.PlanError, plan_zh.PlanError, TypeError, UnicodeEncodeError]
    assert [type(error) for error in results[1:5]] == kinds
    assert [str(error) for error in results[1:3]] == ["/no/such.txt: no such file", "-: no text in the file"]
    assert [error.index for error in results[1:3]] == [1, 2]
    assert results[1].path == "/no/such.txt" and results[2].reason == "no text in the file"


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_the_first_error_is_raised(jobs):
    # The long one is still being read when the short ones behind it have failed.
    long = "一、排查校舍。" * 20_000
    for _ in range(3):
        with pytest.raises(plan_zh.PlanError, match="first") as raised:
            plan_zh.extract_batch([long, Path("/no/first"), Path("/no/second")] + TEXTS * 3, jobs=jobs)
        assert raised.value.index == 1
    with pytest.raises(TypeError, match="wanted a document"):
        plan_zh.extract_batch([None, Path("/no/second")], jobs=jobs)


def test_nothing_more_is_taken_after_an_error():
    taken = []

    def documents():
        for at in range(100_000):
            taken.append(at)
            yield "" if at == 3 else "一、校舍排查。"

    with pytest.raises(plan_zh.PlanError):
        plan_zh.extract_batch(documents(), jobs=2)
    assert len(taken) < 100


def test_an_error_of_the_iterable_comes_through():
    def documents():
        yield from TEXTS
        raise KeyError("the source is gone")

    with pytest.raises(KeyError, match="the source is gone"):
        plan_zh.extract_batch(documents(), errors="return")


@pytest.mark.parametrize(
    "documents, settings, kind, message",
    [
        ("一、校舍排查。", {}, TypeError, "wanted many documents, found a single one"),
        (b"a", {}, TypeError, "wanted many documents, found a single one"),
        (7, {}, TypeError, "not iterable"),
        ([], {"jobs": 0}, ValueError, "`jobs` is at least 1"),
        ([], {"jobs": -1}, OverflowError, "negative"),
        ([], {"errors": "ignore"}, ValueError, "`errors` is `raise` or `return`, not `ignore`"),
        ([], {"year": 1}, ValueError, "`year` is from 1949 to 2199, not 1"),
    ],
)
def test_wrong_arguments(documents, settings, kind, message):
    with pytest.raises(kind, match=message):
        plan_zh.extract_batch(documents, **settings)


def test_other_threads_run_meanwhile():
    """Python is free while documents are read: a thread that counts gets on."""
    counted, done = 0, threading.Event()

    def count():
        nonlocal counted
        while not done.is_set():
            counted += 1
            time.sleep(0.001)

    counter = threading.Thread(target=count)
    counter.start()
    try:
        for work in [lambda: plan_zh.extract(LONG), lambda: plan_zh.extract_batch([LONG], jobs=1)]:
            before, start = counted, time.monotonic()
            work()
            # Held all the while, Python would let the counter run once or twice.
            assert counted - before > 10, time.monotonic() - start
    finally:
        done.set()
        counter.join()


LONG = "\n".join("一二三四五六七八九十"[n % 10] + "、校舍排查。由市教育局牵头，6月底前完成。" for n in range(20_000))


def test_batches_on_several_threads_at_once():
    results: list = [None] * 4

    def run(at: int) -> None:
        results[at] = plan_zh.extract_batch(TEXTS * 3, jobs=2)

    threads = [threading.Thread(target=run, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [ONE_BY_ONE * 3] * 4


def test_the_collector_is_as_it_was():
    def documents():
        assert not gc.isenabled()
        yield from TEXTS[:2]

    for running in [True, False]:
        (gc.enable if running else gc.disable)()
        try:
            plan_zh.extract_batch(documents())
            with pytest.raises(plan_zh.PlanError):
                plan_zh.extract_batch([""])
            assert gc.isenabled() == running
        finally:
            gc.enable()


def test_interrupted():
    """Ctrl-C ends a batch that would never end."""
    code = "import itertools, plan_zh; print('on', flush=True); plan_zh.extract_batch(itertools.repeat('一、校舍排查。'))"
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout.readline() == b"on\n"
    time.sleep(0.3)
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=20)
    assert errors.splitlines()[-1] == b"KeyboardInterrupt"
