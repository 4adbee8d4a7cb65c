"""Write a simulated company as CSV files: the canonical tables, and the truth beside them."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

import numpy as np

from cs_engine.errors import BadFile
from cs_engine.frames.tables import TABLES
from cs_engine.sample.accounts import accounts, churn_events
from cs_engine.sample.contracts import lines, subscriptions
from cs_engine.sample.days import span_of, to_date
from cs_engine.sample.draws import Draws, IntArray
from cs_engine.sample.invoices import invoices
from cs_engine.sample.life import Block
from cs_engine.sample.milestones import milestones
from cs_engine.sample.people import contacts, roster
from cs_engine.sample.population import COUNTRIES, population
from cs_engine.sample.responses import responses
from cs_engine.sample.scene import Columns, Scene, kept, scene_of
from cs_engine.sample.seasons import Seasons, seasons
from cs_engine.sample.spec import SampleSpec, SampleSummary
from cs_engine.sample.stories import LEAST_ACCOUNTS, STORIES, Story
from cs_engine.sample.tickets import tickets
from cs_engine.sample.touchpoints import touchpoints
from cs_engine.sample.truth import TRUTH, TRUTH_COLUMNS, truth
from cs_engine.sample.usage import usage

BLOCK_ACCOUNTS = 200
"""Accounts simulated at once: a few dozen arrays of 200 x 820 days stay below 100 MB whatever the company's size."""
WRITTEN = (
    "accounts",
    "contacts",
    "subscriptions",
    "usage",
    "tickets",
    "responses",
    "invoices",
    "touchpoints",
    "milestones",
    "churn_events",
)
"""Tables a company with contracts has; orders, raw usage events and marketing are other businesses' tables."""

Progress = Callable[[int, int], None]


def write_company(spec: SampleSpec, folder: Path, progress: Progress | None = None) -> SampleSummary:
    """Write one CSV per canonical table, and ``truth.csv``, into ``folder``; equal specs give equal bytes.

    Args:
        spec: Which company.
        folder: Made when missing; files of the same names are replaced.
        progress: Called with (accounts done, accounts in all) after each block.

    Raises:
        BadFile: the folder cannot be written.
    """
    span = span_of(spec)
    year = seasons(COUNTRIES, span.days)
    rows: Counter[str] = Counter()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            files = {name: _opened(stack, folder, name) for name in (*WRITTEN, TRUTH)}
            for first in range(0, spec.accounts, BLOCK_ACCOUNTS):
                last = min(first + BLOCK_ACCOUNTS, spec.accounts)
                for name, columns in _tables(spec, year, np.arange(first, last)):
                    rows[name] += _append(files[name], columns_of(name), columns)
                if progress is not None:
                    progress(last, spec.accounts)
    except OSError as error:
        raise BadFile(f"The sample cannot be written to {folder}: {error.strerror}. Choose another --out.") from error
    return SampleSummary(folder, to_date(span.start), to_date(span.until), dict(rows))


def columns_of(name: str) -> tuple[str, ...]:
    """Return the columns of a written table, in their order."""
    return TRUTH_COLUMNS if name == TRUTH else tuple(column.name for column in TABLES[name].columns)


def _opened(stack: ExitStack, folder: Path, name: str) -> TextIO:
    file = stack.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
    csv.writer(file, lineterminator="\n").writerow(columns_of(name))
    return file


def _append(file: TextIO, names: tuple[str, ...], columns: Columns) -> int:
    count = len(columns["account_id"])
    blank = [""] * count
    cells = [columns[name].tolist() if name in columns else blank for name in names]
    csv.writer(file, lineterminator="\n").writerows(zip(*cells, strict=True))
    return count


def _tables(spec: SampleSpec, year: Seasons, places: IntArray) -> Iterator[tuple[str, Columns]]:
    """Yield every table of some accounts, without what each account's sources never delivered."""
    draws, span = Draws(spec.seed, places), span_of(spec)
    block = Block(span, draws, population(span, draws, spec.accounts), year)
    told = STORIES if spec.accounts >= LEAST_ACCOUNTS else ()
    stories = {row: told[place] for row, place in enumerate(places.tolist()) if place < len(told)}
    missing = block.texts("missing")
    for name, columns in _all_tables(scene_of(block), stories):
        row = np.asarray(columns["row"], dtype=np.int64)
        yield name, kept(columns, missing[row] != name)


def _all_tables(scene: Scene, stories: dict[int, Story]) -> Iterator[tuple[str, Columns]]:
    contract_lines = lines(scene)
    people = roster(scene)
    support = tickets(scene, stories)
    yield "accounts", accounts(scene, contract_lines)
    yield "contacts", contacts(scene, people)
    yield "subscriptions", subscriptions(scene, contract_lines)
    for part in usage(scene, contract_lines, stories):
        yield "usage", part
    yield "tickets", support
    yield "responses", responses(scene, people, support, stories)
    yield "invoices", invoices(scene, contract_lines)
    yield "touchpoints", touchpoints(scene, people)
    yield "milestones", milestones(scene)
    yield "churn_events", churn_events(scene)
    yield TRUTH, truth(scene)
