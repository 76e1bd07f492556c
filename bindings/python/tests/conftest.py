"""The command line beside the module: both must give the same."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = ROOT / "fixtures"
PLANS = sorted((FIXTURES / "plans").glob("*.txt"))

# Messages and diagnostics follow the locale, here and in the command line.
os.environ["LC_ALL"] = "C"


@pytest.fixture(scope="session")
def plan():
    """Runs ``plan`` with arguments; gives the finished process."""
    program = os.environ.get("PLAN", str(ROOT / "target/debug/plan"))

    def run(*arguments, **settings) -> subprocess.CompletedProcess:
        return subprocess.run([program, *map(str, arguments)], capture_output=True, **settings)

    return run
