"""Reads Chinese work plans: tasks, owners, dates and targets, each with its place in the source.

>>> import plan_zh
>>> plan = plan_zh.extract("一、排查校舍。由市教育局牵头，6月底前完成。", year=2025)
>>> plan["tasks"][0]["deadline"]["date"]
'2025-06-30'

All functions give what the command line prints as JSON, as dictionaries and lists; `plan_zh.types` describes them.
"""

from plan_zh._native import diff, extract, extract_batch, trace
from plan_zh.error import PlanError

__all__ = ["PlanError", "diff", "extract", "extract_batch", "trace"]
