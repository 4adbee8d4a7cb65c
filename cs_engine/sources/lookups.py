"""Values that one table of a load looks up in another."""

from collections.abc import Callable, Mapping

from cs_engine.errors import BadMapping
from cs_engine.sources.files import read_chunks
from cs_engine.sources.plan import Job, Plan
from cs_engine.sources.rows import Context, LookupKey, cells_of, text_of

Known = Callable[[str, str, str], Mapping[str, str]]
"""Asks the book: table, key column and column to take give what each key stands for."""


def collect(plan: Plan, context: Context, known: Known) -> dict[LookupKey, dict[str, str]]:
    """Return every look-up that the plan's rules need: what the book knows, then what this load brings.

    Raises:
        BadMapping: a look-up would need another look-up first.
    """
    return {wanted: _collect(wanted, plan, context, known) for wanted in _wanted(plan)}


def _wanted(plan: Plan) -> set[LookupKey]:
    rules = [(name, rule) for job in plan.jobs for name, rule in job.rule.columns.items()]
    return {(rule.via, rule.key, rule.take or name) for name, rule in rules if rule.via and rule.key}


def _collect(wanted: LookupKey, plan: Plan, context: Context, known: Known) -> dict[str, str]:
    table, key, take = wanted
    found = dict(known(table, key, take))
    for job in plan.jobs:
        if job.table == table and key in job.rule.columns and take in job.rule.columns:
            found |= _from_file(job, key, take, context)
    return found


def _from_file(job: Job, key: str, take: str, context: Context) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in (key, take):
        if job.rule.columns[name].via:
            raise BadMapping(f"{job.table}.{name} is looked up itself, so no other table can look it up there.")
    for chunk in read_chunks(job.file, job.header):
        cells = cells_of(chunk, job, context)
        keys, values = (text_of(cells, name, job.rule.columns[name], context).to_pylist() for name in (key, take))
        found |= {key: value for key, value in zip(keys, values, strict=True) if key is not None and value is not None}
    return found
