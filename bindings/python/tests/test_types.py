"""The types are those of the formats."""

from __future__ import annotations

import json
import subprocess
import sys
import types
import typing

import pytest
from conftest import FIXTURES, PLANS

import plan_zh
import plan_zh.types

NAMES = {"NotRequired": typing.NotRequired}


def hints(kind) -> dict:
    return typing.get_type_hints(kind, localns=NAMES, include_extras=True)


def mistakes(value, kind, place: str) -> list[str]:
    """Where a value is not of its type."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        found = [mistakes(value, one, place) for one in arguments]
        return [] if not all(found) else min(found, key=len)
    if origin is typing.NotRequired:
        return mistakes(value, arguments[0], place)
    if origin is typing.Literal:
        return [] if value in arguments else [f"{place}: {value!r}"]
    if origin is list:
        if not isinstance(value, list):
            return [f"{place}: no list"]
        return [wrong for at, item in enumerate(value) for wrong in mistakes(item, arguments[0], f"{place}[{at}]")]
    if origin is dict:
        if not isinstance(value, dict):
            return [f"{place}: no dictionary"]
        return [wrong for name in value for wrong in mistakes(value[name], arguments[1], f"{place}.{name}")]
    if typing.is_typeddict(kind):
        fields = hints(kind)
        needed = {name for name, hint in fields.items() if typing.get_origin(hint) is not typing.NotRequired}
        if not isinstance(value, dict):
            return [f"{place}: no dictionary"]
        if not needed <= set(value) <= set(fields):
            return [f"{place}: {set(value) ^ set(fields)}"]
        return [wrong for name in value for wrong in mistakes(value[name], fields[name], f"{place}.{name}")]
    kinds = (int, float) if kind is float else kind
    right = isinstance(value, kinds) and (isinstance(value, bool) == (kind is bool))
    return [] if right else [f"{place}: {value!r} is no {kind}"]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_plans_are_of_their_type(path):
    assert mistakes(plan_zh.extract(path), plan_zh.types.Plan, "plan") == []


def test_traces_are_of_their_type():
    upper, lower, bare = (FIXTURES / "trace" / f"{name}.txt" for name in ("upper", "lower", "bare"))
    traces = plan_zh.trace(upper, lower, bare)
    assert mistakes(traces, plan_zh.types.Traces, "trace") == []
    assert [row["states"] for row in traces["matrix"]][6] == ["missing", "taken_up"]
    assert plan_zh.trace(upper, lower, bare, chain=True)["chain"] is True


def test_changes_are_of_their_type():
    pairs = [(FIXTURES / "diff/parks_2023.txt", FIXTURES / "diff/parks_2024.txt"), *zip(PLANS, PLANS[1:])]
    for old, new in pairs[:12]:
        assert mistakes(plan_zh.diff(old, new), plan_zh.types.Changes, "changes") == []


def test_the_stubs_are_those_of_the_module():
    """Names, defaults and kinds of all arguments, as mypy compares them."""
    stubtest = [sys.executable, "-m", "mypy.stubtest", "plan_zh._native", "plan_zh.error"]
    done = subprocess.run(stubtest, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_mistakes_are_found():
    plan = plan_zh.extract(PLANS[0])
    for wrong in [{"year": "2024"}, {"year": True}, {"kind": "novel"}, {"extra": 1}, {"tasks": [{}]}, {"title": []}]:
        assert mistakes({**plan, **wrong}, plan_zh.types.Plan, "plan")
    del plan["kind"]
    assert mistakes(plan, plan_zh.types.Plan, "plan")


def test_each_field_of_the_schema_has_its_type(plan):
    schema = json.loads(plan("schema").stdout)
    parts = {"Plan": schema, **schema["$defs"]}
    for name, part in parts.items():
        kind = getattr(plan_zh.types, name)
        if "properties" in part:
            assert list(hints(kind)) == list(part["properties"]), name
        else:
            assert list(typing.get_args(kind)) == part["enum"], name
