"""The Python that the documents show runs, on files of those names."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import plan_zh
import pytest

from conftest import FIXTURES, PLANS, ROOT

BLOCK = re.compile(r"^```python\n(.*?)^```", re.M | re.S)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "bindings/python/README.md"])
def test_what_a_document_shows_runs(name, tmp_path, monkeypatch):
    for file in ["plan.docx", "plan.pdf"]:
        shutil.copy(FIXTURES / "input/files" / file, tmp_path / file)
    shutil.copy(tmp_path / "plan.docx", tmp_path / "方案.docx")
    for file, plan in zip(["2024.txt", "2025.txt", "province.txt", "city.txt"], PLANS):
        shutil.copy(plan, tmp_path / file)
    (tmp_path / "plans").mkdir()
    shutil.copy(PLANS[0], tmp_path / "plans")
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))
    assert blocks, name
    for block in blocks:
        names = {"plan_zh": plan_zh, "Path": Path, "texts": [PLANS[0].read_text(encoding="utf-8"), ""]}
        exec(compile(block, name, "exec"), names)
        assert names["plan"]["tasks"] and names["plans"] and names["changes"]["schema"] == "plan-diff/1"
