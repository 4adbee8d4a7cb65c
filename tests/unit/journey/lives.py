"""Rows of the book from CSV texts and files, for lives that can be followed by hand."""

import io
from dataclasses import replace
from pathlib import Path

import pandas as pd

from cs_engine.frames.contracts import DTYPES
from cs_engine.frames.tables import TABLES
from cs_engine.journey.life import LifeRows
from cs_engine.journey.rules import Axis, load_rules
from cs_engine.journey.stages import stage_history

DATA = Path(__file__).parents[2] / "data" / "journey"
RULES = load_rules()
TODAY = pd.Timestamp(2026, 6, 30)


def rows(table: str, text: str = "") -> pd.DataFrame:
    """Return rows of a canonical table from a CSV text with some of its columns; ``#`` begins a comment."""
    columns = TABLES[table].columns
    given = pd.read_csv(io.StringIO(text), comment="#", dtype="object", skipinitialspace=True) if text else None
    frame = pd.DataFrame(columns=[column.name for column in columns], dtype="object")
    if given is not None:
        given.columns = [name.strip() for name in given.columns]
        given = given.apply(lambda values: values.str.strip())
        frame = given.reindex(columns=frame.columns)
    for column in columns:
        kind = DTYPES[column.kind]
        if str(kind).startswith(("datetime", "float", "Int")):
            plain = pd.to_datetime(frame[column.name]) if "datetime" in str(kind) else pd.to_numeric(frame[column.name])
            frame[column.name] = plain.astype(kind)
        elif str(kind) == "boolean":
            frame[column.name] = frame[column.name].map({"true": True, "false": False}).astype("boolean")
        else:
            frame[column.name] = frame[column.name].astype("object")
    return frame


def file(name: str) -> str:
    """Return the text of a file of lives."""
    return (DATA / f"{name}.csv").read_text(encoding="utf-8")


def life(**texts: str) -> LifeRows:
    """Return lives of which only some tables are known."""
    names = {"accounts": "accounts", "lines": "subscriptions", "losses": "churn_events"}
    empty = LifeRows(
        *(
            rows(names.get(each, each))
            for each in ("accounts", "lines", "orders", "prospects", "responses", "milestones", "losses")
        )
    )
    known = {each: rows(names.get(each, each), text) for each, text in texts.items()}
    return replace(empty, **known)


def stages(known: LifeRows, axis: Axis = Axis.RELATIONSHIP, today: pd.Timestamp = TODAY) -> dict[str, list[str]]:
    """Return each account's stages as ``stage since until``, oldest first."""
    spells = stage_history(known, RULES, today)[axis]
    found: dict[str, list[str]] = {}
    for name, stage, since, until in spells.itertuples(index=False):
        told = f"{stage} {since:%Y-%m-%d}" + ("" if pd.isna(until) else f" {until:%Y-%m-%d}")
        found.setdefault(str(name), []).append(told)
    return found
