from collections.abc import Iterable
from typing import Literal, overload

from plan_zh.error import PlanError
from plan_zh.types import Changes, Document, Format, Lang, Plan, Traces

__all__ = ["diff", "extract", "extract_batch", "run", "trace"]

def extract(
    document: Document,
    *,
    year: int | None = None,
    encoding: str | None = None,
    format: Format | None = None,
    password: str | None = None,
    lang: Lang | None = None,
) -> Plan: ...
@overload
def extract_batch(
    documents: Iterable[Document],
    *,
    jobs: int | None = None,
    errors: Literal["raise"] = "raise",
    year: int | None = None,
    encoding: str | None = None,
    format: Format | None = None,
    password: str | None = None,
    lang: Lang | None = None,
) -> list[Plan]: ...
@overload
def extract_batch(
    documents: Iterable[Document],
    *,
    jobs: int | None = None,
    errors: Literal["return"],
    year: int | None = None,
    encoding: str | None = None,
    format: Format | None = None,
    password: str | None = None,
    lang: Lang | None = None,
) -> list[Plan | PlanError | TypeError | UnicodeEncodeError]: ...
def diff(
    old: Document,
    new: Document,
    *,
    year: int | None = None,
    encoding: str | None = None,
    format: Format | None = None,
    password: str | None = None,
    lang: Lang | None = None,
    min_similarity: float | None = None,
) -> Changes: ...
def trace(
    upper: Document,
    *lowers: Document,
    chain: bool = False,
    year: int | None = None,
    encoding: str | None = None,
    format: Format | None = None,
    password: str | None = None,
    lang: Lang | None = None,
) -> Traces: ...
def run(arguments: list[str]) -> int: ...
