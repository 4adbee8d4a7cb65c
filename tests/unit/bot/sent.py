"""Imports built by hand: what somebody sent, what a load of it would do, and what it did."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from cs_engine.frames.loads import LoadedTable
from cs_engine.frames.tables import TABLES
from cs_engine.imports import (
    Advice,
    Import,
    ImportState,
    Look,
    LookColumn,
    LookFile,
    LookTable,
    Open,
    OpenQuestion,
    Outcome,
    Sender,
    SentFile,
)
from cs_engine.sources.guessing.questions import DAY_OR_MONTH_PLAINLY, THOUSANDS_OR_DECIMALS
from cs_engine.sources.reasons import reason_of
from cs_engine.wording import Sentence, in_a_row, phrase, sentence
from tests.unit.bot.answers import NOW

Twist = Callable[[Any], Any]
SENDER = Sender("U1", "en_US", "Europe/Berlin")


def sent(twist: Twist) -> Import:
    """Build an import of five files."""
    files = tuple(SentFile(f"F{number}", twist("customers.csv")) for number in range(5))
    return Import("a1b2c3d4e5f60718", SENDER, files, ImportState.PREVIEWED, NOW, NOW)


def looks(twist: Twist) -> Iterator[Look]:
    """Yield a small look, one at more than a message holds, and one at nothing."""
    how = phrase("{file} has other columns than when its mapping was accepted ({how}), so it is guessed anew.")
    said = sentence(how, file=twist("customers.csv"), how=sentence(phrase("new: {columns}"), columns=twist("Region")))
    open_ones = {Open.DATES: DAY_OR_MONTH_PLAINLY, Open.NUMBERS: THOUSANDS_OR_DECIMALS}
    questions = tuple(OpenQuestion(about, _asked(twist, says)) for about, says in open_ones.items())
    small = _file(twist, "accounts", 3)
    alone = LookFile(twist("notes.txt"), "", (), (), sentence(phrase("no table takes it")))
    yield Look((small,), said, (), changeable=True)
    yield Look((small, alone), said, questions, changeable=True)
    large = tuple(_file(twist, name, 40) for name in ("accounts", "subscriptions", "usage"))
    yield Look(large * 5, said, questions * 5, changeable=True)
    yield Look((alone,), said, (), changeable=False)


def _asked(twist: Twist, says: str) -> Sentence:
    question = sentence(says, example=twist("'03/04/2026'"))
    whole = phrase("{file}, column {column}: {question}")
    return sentence(whole, file=twist("customers.csv"), column=twist("'Start'"), question=question)


def outcomes(twist: Twist) -> Iterator[Import]:
    """Yield imports that ended, well and less so."""
    one = replace(sent(twist), state=ImportState.DONE)
    tables = tuple(LoadedTable(name, 6, 1, 1, 1, 1, 2) for name in TABLES)
    says = phrase("{table}: {column} {reason}")
    why = reason_of("is no whole number")
    problems = tuple((sentence(says, table="usage", column=twist("events"), reason=why), 1_200) for _ in range(5))
    bands = (("at_risk", 9), ("unknown", 6), ("healthy", 105))
    for advice in Advice:
        yield replace(one, outcome=Outcome(tables, (twist("notes.txt"),), problems, 120, bands, advice))
    yield replace(one, outcome=Outcome(tables[:1], (), (), 0, (), Advice.LOAD_USAGE))
    yield replace(one, outcome=Outcome((), (), (), 1, (), Advice.NONE))


def _file(twist: Twist, table: str, columns: int) -> LookFile:
    names = [column.name for column in TABLES[table].columns][:columns]
    sure = (0.97, 0.7, 0.4, None)
    shown = tuple(
        LookColumn(name, twist("Customer name"), sure[number % 4], twist("Customer name") if number % 5 else None)
        for number, name in enumerate(names)
    )
    cells = tuple(tuple(twist("Acme") for _ in names) for _ in range(10))
    why = reason_of("is none of new, open, done")
    says = phrase("{column} {value} {reason}")
    problems = tuple(sentence(says, column="mrr", value=twist("'n/a'"), reason=why.changed(twist)) for _ in range(5))
    filled = LookTable(table, shown, tuple(names), cells, 1_200, 3, problems)
    unused = tuple(twist("Remark") for _ in range(20))
    return LookFile(
        twist("customers.csv"),
        in_a_row(map(sentence, (twist("CSV"), phrase("semicolons"), twist("UTF-8")))),
        (filled,),
        unused,
    )
