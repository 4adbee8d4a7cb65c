"""Who will leave, learned from a flat file: train, score, evaluate."""

import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from cs_engine.churn.copies import Copies, find_copies
from cs_engine.churn.customers import Customers
from cs_engine.churn.evaluating import evaluate
from cs_engine.churn.filing import packed, unpacked
from cs_engine.churn.leaks import refuse_copies_of_label
from cs_engine.churn.learning import learn
from cs_engine.churn.machine import Machine
from cs_engine.churn.preparation import prepare
from cs_engine.churn.roles import id_of, roles_of
from cs_engine.errors import BadFile, BadInput
from cs_engine.records.churn import Evaluation, Learned, Trialed, Wanted
from cs_engine.service.churn.reading import NUMBERS, FlatFile, read_flat, read_label, refuse_twice
from cs_engine.wording import phrase

MODEL_FILE = "churn.model"
SCORES_FILE = "preds.csv"
DIGITS = 6
"""Of a probability in a file: a millionth."""
ROW = "row"

NOT_THERE = phrase("There is no model at {file}: train one with `steward churn train FILE --label COLUMN`.")
SAME_FILE = phrase("{file} is the file that is read; name another one to write.")
NO_FOLDER = phrase("{file} cannot be written: there is no folder {folder}.")
NO_MONEY = phrase("Column {column} of {file} holds no amounts of money but such as {example}; name another --revenue.")
UNWRITABLE = phrase("{file} cannot be written: {why}.")
UNREADABLE = phrase("{file} cannot be read: {why}.")
UNLABELED = "{count:,} rows without {label} are left out."
COPIED = (
    "COPIED CUSTOMERS: the {rows:,} rows are {customers:,} customers written {times:.1f} times over with small "
    "changes{step}. "
    "Folds keep copies together; random folds would test on what was learned and look far too good."
)


@dataclass(frozen=True, slots=True)
class Source:
    """Which file, and what its columns are.

    Attributes:
        path: of the file.
        label: column of what happened.
        positive: its value that says so; guessed if not given.
        id_column: column that names customers; found if not given.
        ignored: columns not to learn from.
        money: column of what a customer pays, for revenue caught.
    """

    path: Path
    label: str
    positive: str | None = None
    id_column: str | None = None
    ignored: tuple[str, ...] = ()
    money: str | None = None


@dataclass(frozen=True, eq=False)
class _Read:
    customers: Customers
    positive: str
    id_column: str | None
    kinds: dict[str, str]
    warnings: tuple[str, ...]
    money: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class Scores:
    """Probabilities of the customers of a file.

    Attributes:
        table: ``id`` (or ``row``), ``probability``, ``band``, ``method``; in the order of the file.
        remarks: what was unusual in the file.
    """

    table: pd.DataFrame
    remarks: tuple[str, ...]


def train_file(source: Source, wanted: Wanted, out: Path) -> tuple[Learned, Path, str]:
    """Learn from a file and write the model.

    Returns:
        What was learned, where the model is, and the value of the label that stands for *it happened*.

    Raises:
        BadFile: a file cannot be read or written.
        BadInput: there is nothing to learn from.
    """
    started = wanted.starting()
    target = target_of(out, MODEL_FILE, source.path)
    read = _read(source)
    machine = learn(read.customers, started)
    learned = replace(machine.learned, warnings=(*read.warnings, *machine.learned.warnings))
    kinds = {name: kind for name, kind in read.kinds.items() if name in machine.preparation.columns}
    kept = replace(
        machine, learned=learned, label=source.label, positive=read.positive, id_column=read.id_column, kinds=kinds
    )
    write_whole(target, packed(kept))
    return learned, target, read.positive


def score_file(path: Path, model: Path, out: Path | None = None) -> Scores:
    """Return the probability of every customer of a file, and write them.

    Raises:
        BadFile: a file cannot be read or written, or the model is damaged or newer.
        BadInput: columns are missing, written in another way, or a customer stands there twice.
    """
    machine = load_model(model)
    target = None if out is None else target_of(out, SCORES_FILE, path, model)
    flat = read_flat(path)
    frame = flat.frame(machine.kinds)
    flat.refuse_unread(frame, machine.kinds)
    remarks = machine.preparation.remarks(frame, flat.name)
    names = _names(flat, machine)
    table = scored(machine, frame, names)
    if target:
        write_whole(target, table.to_csv(index=False, lineterminator="\n").encode())
    return Scores(table, tuple(remarks))


def evaluate_file(source: Source, asked: Trialed) -> tuple[Evaluation, str]:
    """Return how well learning from a file does, and the value that stands for *it happened*.

    Raises:
        BadFile: the file cannot be read.
        BadInput: there is nothing to learn from.
    """
    started = replace(asked, wanted=asked.wanted.starting())
    read = _read(source)
    found = evaluate(read.customers, started, read.money)
    return replace(found, warnings=(*read.warnings, *found.warnings)), read.positive


def load_model(path: Path) -> Machine:
    """Return the model of a file.

    Raises:
        BadFile: it is not there, damaged or newer.
    """
    file = path / MODEL_FILE if path.is_dir() else path
    try:
        content = file.read_bytes()
    except FileNotFoundError as error:
        raise BadFile(NOT_THERE, file=file) from error
    except OSError as error:
        raise BadFile(UNREADABLE, file=file, why=error.strerror) from error
    return unpacked(content, file.name)


def _read(source: Source) -> _Read:
    flat = read_flat(source.path)
    label, rows, positive = read_label(flat, source.label, source.positive)
    for column in (*source.ignored, *([source.money] if source.money else [])):
        flat.require(column)
    if source.id_column is not None:
        refuse_twice(flat, source.id_column)
    columns = [name for name in flat.columns if name not in (source.label, source.id_column, *source.ignored)]
    kinds = {name: flat.kind(name) for name in columns}
    frame = flat.frame(kinds)
    found = source.id_column or id_of(frame)
    kept = frame.drop(columns=[found], errors="ignore").iloc[rows].reset_index(drop=True)
    refuse_copies_of_label(kept, label, source.label)
    copies = _copies(kept, label, [rows, *_numbers_in(flat, found, rows)])
    money = _money(flat, source.money)[rows] if source.money else None
    missing = len(frame) - len(rows)
    warnings = (
        *([_told(copies, len(rows))] if copies else []),
        *([UNLABELED.format(count=missing, label=source.label)] if missing else []),
    )
    customers = Customers(kept, label, copies.groups if copies else None)
    return _Read(customers, positive, found, kinds, warnings, money)


def _money(flat: FlatFile, column: str) -> np.ndarray:
    kind = flat.kind(column)
    if kind not in NUMBERS:
        raise BadInput(NO_MONEY, column=column, file=flat.name, example=flat.words(column).dropna().head(1).squeeze())
    return flat.frame({column: kind})[column].to_numpy("float64")


def _copies(frame: pd.DataFrame, label: np.ndarray, orders: Sequence[np.ndarray]) -> Copies | None:
    preparation = prepare(frame, roles_of(frame).roles)
    return find_copies(preparation.features(frame), label, orders)


def _numbers_in(flat: FlatFile, column: str | None, rows: np.ndarray) -> list[np.ndarray]:
    """Return the numbers that ids end in, where all do: copies may follow each other in them."""
    if column is None:
        return []
    found = [re.search(r"(\d{1,15})$", str(value)) for value in flat.words(column).iloc[rows]]
    return [np.array([int(one[1]) for one in found if one])] if all(found) else []


def _told(copies: Copies, rows: int) -> str:
    step = f", every {copies.step:,} rows" if copies.step else ""
    return COPIED.format(rows=rows, customers=copies.customers, times=rows / copies.customers, step=step)


def _names(flat: FlatFile, machine: Machine) -> pd.Series:
    if machine.id_column is None or machine.id_column not in flat.columns:
        return pd.Series(range(1, flat.text.num_rows + 1), name=ROW)
    refuse_twice(flat, machine.id_column)
    return flat.words(machine.id_column).rename("id")


def scored(machine: Machine, frame: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Return name, probability, band and method of every row."""
    probability = machine.probability(frame)
    return pd.DataFrame(
        {
            str(names.name): names,
            "probability": probability.round(DIGITS),
            "band": [band.value for band in machine.bands(probability)],
            "method": machine.learned.method,
        }
    )


def target_of(out: Path, usual: str, *read: Path) -> Path:
    """Return where to write: a folder gets the file of its usual name.

    Raises:
        BadFile: it is a file that is read, or has no folder to stand in, or none that may be written.
    """
    target = out / usual if out.is_dir() else out
    if target.exists() and any(target.resolve() == source.resolve() for source in read):
        raise BadFile(SAME_FILE, file=target)
    if not target.parent.is_dir():
        raise BadFile(NO_FOLDER, file=target, folder=target.parent)
    if not os.access(target.parent, os.W_OK) or target.is_dir():
        raise BadFile(UNWRITABLE, file=target, why="you may not write there")
    return target


def write_whole(target: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        BadFile: it cannot be written.
    """
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as refused:
        beside.unlink(missing_ok=True)
        raise BadFile(UNWRITABLE, file=target, why=refused.strerror) from refused
