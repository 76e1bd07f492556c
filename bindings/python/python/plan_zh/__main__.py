"""The command ``plan``, which the package installs; ``python -m plan_zh`` is the same."""

from __future__ import annotations

import signal
import sys

from plan_zh import _native


def main() -> int:
    # Ctrl-C ends the command as it ends the program, at once and without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _native.run(["plan", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
