"""What is raised of a document that cannot be read."""

from __future__ import annotations


class PlanError(ValueError):
    """A document cannot be read. The message is that of the command line: ``a.docx: no such file``."""

    path: str
    """The path as given; ``-`` for a text or bytes."""

    reason: str
    """Why it cannot be read."""

    index: int | None
    """Its place among the documents of ``extract_batch``, from 0; else ``None``."""

    def __init__(self, message: str, path: str, reason: str, index: int | None = None) -> None:
        # All arguments are kept, so that the exception survives pickling between processes.
        super().__init__(message, path, reason, index)
        self.path = path
        self.reason = reason
        self.index = index

    def __str__(self) -> str:
        return str(self.args[0])
