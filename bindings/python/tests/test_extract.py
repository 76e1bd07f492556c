"""``extract`` and ``diff`` give what the command line prints."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path

import pytest
from conftest import FIXTURES, PLANS, ROOT

import plan_zh


def dumped(value, indent: int | None = 2) -> bytes:
    """As the command line writes it."""
    separators = (",", ":") if indent is None else None
    return (json.dumps(value, ensure_ascii=False, indent=indent, separators=separators) + "\n").encode()


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_each_plan_byte_for_byte(path, plan):
    assert dumped(plan_zh.extract(path)) == plan("extract", path).stdout
    # A text and bytes are what standard input is.
    expected = plan("extract", "-", "--format", "jsonl", input=path.read_bytes()).stdout
    assert dumped(plan_zh.extract(path.read_bytes()), None) == expected
    assert dumped(plan_zh.extract(path.read_bytes().decode("utf-8-sig")), None) == expected


FILES = sorted(path for path in (FIXTURES / "input/files").rglob("*") if path.is_file())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_format(path, plan):
    expected = plan("extract", path)
    try:
        assert dumped(plan_zh.extract(path)) == expected.stdout
    except plan_zh.PlanError as error:
        assert expected.returncode == 2
        assert f"plan: {error}\n".encode() == expected.stderr


def test_options(plan):
    text = "一、排查校舍。由市教育局牵头，6月底前完成。"
    given = dict(year=2031, lang="zh")
    expected = plan("extract", "-", "--year", "2031", "--lang", "zh", input=text.encode()).stdout
    assert dumped(plan_zh.extract(text, **given)) == expected
    assert plan_zh.extract(text, **given)["tasks"][0]["deadline"]["date"] == "2031-06-30"
    big5 = "由市教育局牽頭，完成校舍排查。".encode("big5")
    expected = plan("extract", "-", "--encoding", "big5", "--from", "md", input=big5).stdout
    read = plan_zh.extract(big5, encoding="big5", format="md")
    assert dumped(read) == expected
    assert read["source"]["encoding"] == "Big5" and read["source"]["format"] == "md"
    # A text is a text, whatever the encoding of bytes would be.
    assert plan_zh.extract(text, encoding="big5")["source"]["encoding"] == "UTF-8"


def test_kinds_of_bytes():
    data = PLANS[0].read_bytes()
    first = plan_zh.extract(data)
    assert plan_zh.extract(bytearray(data)) == first
    assert plan_zh.extract(memoryview(data)) == first
    assert plan_zh.extract(memoryview(data + data)[: len(data)]) == first


class Named:
    """A path that is no ``pathlib.Path``."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __fspath__(self) -> str:
        return self.name


def test_paths(tmp_path, monkeypatch, plan):
    shutil.copy(PLANS[0], tmp_path / "-")
    shutil.copy(PLANS[0], bytes(tmp_path) + b"/\xff.txt")
    monkeypatch.chdir(tmp_path)
    read = plan_zh.extract(Named("-"))
    assert read["source"]["path"] == "-" and read["tasks"]
    odd = next(path for path in tmp_path.iterdir() if path.name != "-")
    assert plan_zh.extract(odd)["source"]["path"] == f"{tmp_path}/\ufffd.txt"
    # A text that looks like a path is still a text.
    assert plan_zh.extract(str(PLANS[0]))["tasks"] == []


def bad_files(folder: Path) -> list[Path]:
    (folder / "empty.txt").touch()
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 8)
    (folder / "damaged.docx").write_bytes(b"PK\x03\x04" + bytes(64))
    return [*sorted(folder.iterdir()), folder / "missing.txt", folder, folder / ("长" * 200)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_errors_are_those_of_the_command_line(tmp_path, plan, lang):
    for path in bad_files(tmp_path):
        # Read as one of several, so that a folder is no folder to be walked.
        expected = plan("extract", "--files-from", "-", "--lang", lang, input=str(path).encode())
        with pytest.raises(plan_zh.PlanError) as raised:
            plan_zh.extract(path, lang=lang)
        error = raised.value
        assert f"plan: {error}" == expected.stderr.decode().splitlines()[0]
        assert json.loads(expected.stdout) == {"source": {"path": error.path}, "error": error.reason}
        assert error.index is None
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), again.path, again.reason) == (str(error), error.path, error.reason)


def test_empty_texts(plan):
    for nothing in ["", b""]:
        with pytest.raises(plan_zh.PlanError) as raised:
            plan_zh.extract(nothing)
        assert f"plan: {raised.value}\n".encode() == plan("extract", "-", input=b"").stderr
    with pytest.raises(plan_zh.PlanError, match="^-: no encoding is named `klingon`"):
        plan_zh.extract(b"a", encoding="klingon")


@pytest.mark.parametrize(
    "wrong, kind, message",
    [
        (dict(document=None), TypeError, "wanted a document as str, bytes or os.PathLike, found NoneType"),
        (dict(document=7), TypeError, "found int"),
        (dict(document="\ud800"), UnicodeEncodeError, "surrogates not allowed"),
        (dict(year=1), ValueError, "`year` is from 1949 to 2199, not 1"),
        (dict(format="pages"), ValueError, "no format is named `pages`"),
        (dict(lang="fr"), ValueError, "`lang` is `zh` or `en`, not `fr`"),
        (dict(colour=1), TypeError, "colour"),
    ],
)
def test_wrong_arguments(wrong, kind, message):
    with pytest.raises(kind, match=message):
        plan_zh.extract(**{"document": "一、校舍排查。", **wrong})


def test_diff(plan):
    old, new = FIXTURES / "diff/parks_2023.txt", FIXTURES / "diff/parks_2024.txt"
    assert dumped(plan_zh.diff(old, new)) == plan("diff", "--format", "json", old, new).stdout
    expected = plan("diff", "--format", "json", "--min-similarity", "0.9", "--year", "2024", old, new).stdout
    assert dumped(plan_zh.diff(old, new, min_similarity=0.9, year=2024)) == expected
    both = plan_zh.diff(old.read_text(encoding="utf-8"), new.read_bytes())
    assert both["tasks"] == plan_zh.diff(old, new)["tasks"]


def test_diff_errors(tmp_path):
    with pytest.raises(plan_zh.PlanError, match="missing.txt: no such file"):
        plan_zh.diff(PLANS[0], tmp_path / "missing.txt")
    with pytest.raises(ValueError, match="`min_similarity` is from 0 to 1, not 7"):
        plan_zh.diff(PLANS[0], PLANS[0], min_similarity=7)


def test_trace_is_what_the_command_prints(plan):
    paths = [FIXTURES / "trace" / f"{name}.txt" for name in ("upper", "lower", "bare")]
    printed = json.loads(plan("trace", *paths, "--format", "json").stdout)
    assert plan_zh.trace(*paths) == printed
    printed = json.loads(plan("trace", "--chain", *paths, "--format", "json").stdout)
    assert plan_zh.trace(*paths, chain=True) == printed
    with pytest.raises(plan_zh.PlanError, match="missing.txt: no such file"):
        plan_zh.trace(paths[0], Path("missing.txt"))


def test_the_module_says_what_it_is():
    for name in plan_zh.__all__:
        assert getattr(plan_zh, name).__doc__
    assert (Path(plan_zh.__file__).parent / "py.typed").exists()
    assert ROOT not in Path(plan_zh.__file__).parents or "target" in plan_zh.__file__
