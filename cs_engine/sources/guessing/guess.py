"""Guess which table each file fills, and how, from names and values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from cs_engine.frames.tables import TABLES
from cs_engine.sources.guessing.choosing import Chosen, choose
from cs_engine.sources.guessing.filling import fill, guess_of
from cs_engine.sources.guessing.flat import CONTRACT, fills, flatten, meant, of_pair
from cs_engine.sources.guessing.linking import Known, has_accounts, known_of, link
from cs_engine.sources.guessing.matching import FileProfile
from cs_engine.sources.guessing.names import words
from cs_engine.sources.guessing.profiles import profile, settled
from cs_engine.sources.guessing.records import SURE, USED, ColumnGuess, Guess, Sample, TableGuess, Unused
from cs_engine.sources.guessing.vocabulary import vocabulary
from cs_engine.sources.guessing.ways import several_ways
from cs_engine.wording import Sentence, phrase, sentence

BookKeys = Mapping[tuple[str, str], frozenset[str]]
"""What the book already knows: values by table and column."""
UNKNOWN = "nothing in the book like it"


def guess(samples: Sequence[Sample], *, today: date, book: BookKeys | None = None) -> Guess:
    """Guess a mapping for some files.

    Args:
        samples: rows of each file.
        today: the day until which a tenure is counted.
        book: keys that the book knows, so that a file of tickets alone finds its accounts.
    """
    files = [_profiled(one) for one in samples]
    found = {file.file: choose(file, today) for file in files}
    chosen = [one for one in found.values() if one is not None]
    whole = all(one.rows is None or one.rows <= len(one.cells) for one in samples)
    known = known_of(chosen, book or {}, whole=whole)
    tables = [table for one in chosen for table in _tables(one, known)]
    tables = [*tables, *_flat(chosen, tables, today)]
    unused = [left for file in files for left in _unused(file, found[file.file], tables)]
    return Guess(tuple(tables), tuple(unused), _empty_words(files, tables))


def _profiled(sample: Sample) -> FileProfile:
    columns = [profile(str(name), sample.cells[name], sample.marks.get(str(name))) for name in sample.cells]
    return FileProfile(sample.file, tuple(settled(columns)))


def _tables(chosen: Chosen, known: Known) -> Iterator[TableGuess]:
    table = chosen.match.table
    columns = {name: of_pair(name, pair, chosen.certainty) for name, pair in chosen.match.pairs.items()}
    if has_accounts(table):
        columns.pop("account_id", None)
        linked = link(chosen, known)
        if linked is not None:
            columns["account_id"] = replace(linked, confidence=linked.confidence * chosen.certainty)
    columns |= {one.name: one for one in _ended(chosen, columns)}
    columns = {name: column for name, column in columns.items() if column.confidence >= USED}
    columns |= {one.name: one for one in fill(chosen.match, chosen.file, columns)}
    ordered = tuple(columns[column.name] for column in TABLES[table].columns if column.name in columns)
    if not _lacks(table, ordered):
        yield from several_ways(chosen, TableGuess(table, chosen.file.file, ordered, chosen.reason))


def _ended(chosen: Chosen, columns: Mapping[str, ColumnGuess]) -> Iterator[ColumnGuess]:
    """A flag on a contract that says it was lost is the reason for its end."""
    if chosen.match.table != "subscriptions" or "end_reason" in columns:
        return
    for column in chosen.file.columns:
        if "churn" in words(column.name).split() and column.choices and column.dates is None:
            flags = meant(column)
            if len(flags) == 2:  # noqa: PLR2004 - yes and no
                values = {value: "churn" if gone else "" for value, gone in flags.items()}
                yield guess_of(
                    "end_reason", {"from": column.name, "values": values}, 0.7, "says which contracts were lost"
                )
                return


def _flat(chosen: Sequence[Chosen], tables: Sequence[TableGuess], today: date) -> Iterator[TableGuess]:
    for one in chosen:
        accounts = next((table for table in tables if table.table == "accounts" and table.file == one.file.file), None)
        if accounts is not None:
            yield from (table for table in flatten(one, accounts, today) if not fills(tables, table.table))


def _lacks(table: str, columns: Sequence[ColumnGuess]) -> list[str]:
    have = {column.name for column in columns}
    return [column.name for column in TABLES[table].columns if column.required and column.name not in have]


def _unused(file: FileProfile, chosen: Chosen | None, tables: Sequence[TableGuess]) -> Iterator[Unused]:
    filled = [table for table in tables if table.file == file.file]
    if not filled:
        yield Unused(file.file, "", _why_not(chosen))
        return
    used = {name for table in filled for column in table.columns for name in column.rule.columns} | {
        name for table in filled for name in table.skip
    }
    for column in file.columns:
        if column.name not in used:
            reason = vocabulary().reason_to_leave(column.name, filled[0].table, file.prefix)
            yield Unused(file.file, column.name, reason or _contract(column.name, filled) or UNKNOWN)


def _contract(header: str, filled: Sequence[TableGuess]) -> str | None:
    """Say what is missing where a list of accounts has a contract's column, but no contract can be made of it."""
    if any(table.table == "subscriptions" for table in filled):
        return None
    meant = [name for name in CONTRACT if vocabulary().meaning(header, "subscriptions", name).score >= SURE]
    return f"is subscriptions.{meant[0]}, but no column says since when the contract runs" if meant else None


def _why_not(chosen: Chosen | None) -> Sentence:
    if chosen is None:
        return sentence(phrase("its columns fit no table of the book"))
    columns = [of_pair(name, pair, 1.0) for name, pair in chosen.match.pairs.items()]
    lacking = _lacks(chosen.match.table, columns)
    if not lacking:
        return sentence(phrase("looks like {table}, but no column gives the account"), table=chosen.match.table)
    says = phrase("looks like {table}, but no column gives {columns}")
    return sentence(says, table=chosen.match.table, columns=", ".join(lacking))


def _empty_words(files: Sequence[FileProfile], tables: Sequence[TableGuess]) -> tuple[str, ...]:
    used = {(table.file, column.rule.column) for table in tables for column in table.columns}
    found = {
        word
        for file in files
        for column in file.columns
        if (file.file, column.name) in used
        for word in column.empty_words
    }
    return tuple(sorted(found))
