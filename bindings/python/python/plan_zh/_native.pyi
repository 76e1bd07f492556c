from collections.abc import Iterable
from os import PathLike
from typing import Literal, Union, overload

from plan_zh.error import PlanError
from plan_zh.types import Changes, Plan

Document = Union[str, bytes, bytearray, memoryview, PathLike[str], PathLike[bytes]]
Format = Literal["text", "md", "html", "docx", "doc", "odt", "ofd", "pdf", "xlsx", "xls", "csv"]
Lang = Literal["zh", "en"]

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
