"""The command that the package installs is the program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import FIXTURES

INSTALLED = Path(sys.executable).parent / "plan"
NOISY = FIXTURES / "readme/noisy.txt"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["outline", NOISY],
        ["extract", NOISY],
        ["check", NOISY, "--lang", "zh"],
        ["extract", "missing.docx"],
        ["table", NOISY, "--no-such-option"],
    ],
)
def test_the_installed_command_answers_as_the_program(plan, arguments):
    wanted = plan(*arguments)
    for command in ([INSTALLED], [sys.executable, "-m", "plan_zh"]):
        found = subprocess.run([*command, *map(str, arguments)], capture_output=True)
        assert (found.returncode, found.stdout, found.stderr) == (wanted.returncode, wanted.stdout, wanted.stderr)
