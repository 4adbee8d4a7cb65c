"""Look at files that somebody sent, and load them as they agreed: what the jobs do with an import."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cs_engine.errors import BadFile
from cs_engine.imports import Advice, Import, Look, LookColumn, LookFile, LookTable, Open, OpenQuestion, Wishes
from cs_engine.service.intake.accepting import keep
from cs_engine.service.intake.columns import mapping_toml, with_moves
from cs_engine.service.intake.loading import LoadReport, load
from cs_engine.service.intake.previewing import Reading, preview
from cs_engine.service.intake.previews import FilePreview, Origin, Preview, TablePreview
from cs_engine.service.intake.quarantine import list_quarantine
from cs_engine.sources.guessing.questions import DAY_OR_MONTH, DAY_OR_MONTH_PLAINLY
from cs_engine.sources.mapping import SourceMapping
from cs_engine.sources.reasons import reason_of
from cs_engine.sources.trial import Refused
from cs_engine.wording import Phrase, Sentence, phrase, sentence

MAPPING, CHANGED = "mapping.toml", "changed-columns.toml"
MOST_PROBLEMS = 5
"""Examples of refused values per table: the first ones nearly always show the cause."""
MOST_UNUSED = 200
MOST_CELL = 200
"""Characters kept of a cell: enough to recognize it."""
WRITTEN = re.compile(r"(?:, )?\b(?:format = %[^,)]*(?:, ?%[^,)]*)*|decimal = [.,])")
PLAINLY: Mapping[str, Phrase] = {DAY_OR_MONTH: DAY_OR_MONTH_PLAINLY}
Sureness = Mapping[tuple[str, str, str, str], float | None]
"""Confidences of a guess by file, table, canonical column and source."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an import is looked at and loaded: the book, the home with the mappings, the reader's day."""

    book_url: str
    home: Path
    today: date


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in files: what to show, and the mapping to load them by, as JSON and as TOML."""

    look: Look
    rules: str | None
    toml: str | None
    headers: tuple[tuple[str, tuple[str, ...]], ...]


def look_at(folder: Path, wishes: Wishes, place: Place) -> Seen:
    """Look at the files in a folder. A file named mapping.toml is the mapping of the others.

    Raises:
        BadFile: a file cannot be used, or nothing in them fits the book.
        BadMapping: the mapping does not fit the files.
    """
    paths, given = _sorted(folder)
    reading = Reading(day_first=wishes.day_first, decimal_comma=wishes.decimal_comma)
    first = preview(paths, given, book_url=place.book_url, home=place.home, today=place.today, reading=reading)
    changeable = first.mapping is not None and first.origin in (Origin.GUESS, Origin.ACCEPTED)
    seen, toml = first, first.toml
    if wishes.rounds and first.mapping is not None and changeable:
        toml = mapping_toml(with_moves(first.mapping, wishes.rounds))
        changed = folder / CHANGED
        changed.write_text(toml, encoding="utf-8")
        after = preview(paths, changed, book_url=place.book_url, home=place.home, today=place.today)
        seen = replace(after, said=sentence(phrase("As you changed it.")), questions=first.questions)
    look = Look(
        tuple(_file(file, seen, _confidences(first)) for file in seen.files),
        _said(seen, wishes),
        _questions(seen),
        changeable,
    )
    rules = None if seen.mapping is None else seen.mapping.model_dump_json(by_alias=True, exclude_defaults=True)
    return Seen(look, rules, toml, tuple((name, tuple(columns)) for name, columns in seen.headers.items()))


def load_agreed(one: Import, folder: Path, place: Place, progress: Callable[[str, int], None]) -> LoadReport:
    """Load the files of an import as its preview showed it, and keep the mapping if it was a guess.

    Raises:
        BadInput: a file or its mapping cannot be used; nothing was changed.
        StoreUnavailable: someone else holds the book; nothing was changed.
    """
    paths, _ = _sorted(folder)
    mapping = None if one.rules is None else SourceMapping.model_validate_json(one.rules)
    done = load(paths, mapping, book_url=place.book_url, workdir=place.home, progress=progress)
    if one.toml is not None:
        names = [Path(path.name) for path in paths]
        keep(one.toml, dict(one.headers), home=place.home, on=place.today, paths=names)
    return done


def without_paths(text: str, folder: Path) -> str:
    """Return text in which files are called as their sender called them."""
    for place in (f"{folder.resolve()}/", f"{folder}/"):
        text = text.replace(place, "")
    return text


def _sorted(folder: Path) -> tuple[list[Path], Path | None]:
    """Return the files of data and the mapping among what was sent.

    Raises:
        BadFile: there is nothing but a mapping.
    """
    sent = sorted(path for path in folder.iterdir() if path.name != CHANGED)
    data = [path for path in sent if path.suffix.lower() != ".toml"]
    given = next((path for path in sent if path.name.lower() == MAPPING), None)
    if not data:
        raise BadFile(phrase("There is a mapping and nothing to load by it; send it together with the data."))
    return data, given


def _said(seen: Preview, wishes: Wishes) -> Sentence:
    if seen.origin is Origin.FILE and not wishes.rounds:
        return sentence(phrase("As your mapping.toml says."))
    if seen.origin is Origin.ACCEPTED and seen.mapping is not None and seen.mapping.accepted is not None:
        says = phrase("As accepted on {day} for files with the same columns.")
        return sentence(says, day=seen.mapping.accepted.on)
    return seen.said


def _questions(seen: Preview) -> tuple[OpenQuestion, ...]:
    return tuple(OpenQuestion(_about(said), said.reworded(PLAINLY)) for said in seen.questions)


def _about(said: Sentence) -> Open:
    return Open.DATES if DAY_OR_MONTH in said.templates else Open.NUMBERS


def _confidences(first: Preview) -> Sureness:
    return {
        (file.name, table.table, column.column, column.source): column.confidence
        for file in first.files
        for table in file.tables
        for column in table.columns
    }


def _file(file: FilePreview, seen: Preview, sure: Sureness) -> LookFile:
    ways = _ways(file, seen.mapping)
    tables = tuple(_table(file.name, table, way, sure) for table, way in zip(file.tables, ways, strict=True))
    unused = tuple(_unused(file, seen, tables))[:MOST_UNUSED]
    reason = next((one.reason for one in file.unused if not one.column), "")
    return LookFile(file.name, file.shown, tables, unused, reason)


def _ways(file: FilePreview, mapping: SourceMapping | None) -> list[Mapping[str, str | None]]:
    """Return, for each way in which a file fills a table, from which columns of the file."""
    if mapping is None:
        return [{column.column: column.source for column in table.columns} for table in file.tables]
    found: list[Mapping[str, str | None]] = []
    for table in file.tables:
        names = [column.column for column in table.columns]
        rule = next(rule for name, rule in mapping.rules if name == table.table and list(rule.columns) == names)
        found.append({name: column.column for name, column in rule.columns.items()})
    return found


def _table(file: str, table: TablePreview, way: Mapping[str, str | None], sure: Sureness) -> LookTable:
    columns = tuple(
        LookColumn(
            one.column, _plain(one.source), sure.get((file, table.table, one.column, one.source)), way[one.column]
        )
        for one in table.columns
    )
    examples = dict.fromkeys(map(_problem, table.refused))
    rows = tuple(tuple(_short(cell) for cell in row) for row in table.rows)
    refused = len({one.row for one in table.refused})
    return LookTable(table.table, columns, table.headings, rows, table.fit, refused, tuple(examples)[:MOST_PROBLEMS])


def _problem(one: Refused) -> Sentence:
    reason = reason_of(one.reason)
    if one.column is None:
        return reason
    says = phrase("{column} {value} {reason}")
    return sentence(says, column=one.column, value=repr(_short(one.value or "")), reason=reason)


def _plain(source: str) -> str:
    """Return a source without how its values are written, which the rows in the thread show."""
    return WRITTEN.sub("", source).replace("(, ", "(").removesuffix(" ()")


def _short(text: str) -> str:
    return text[:MOST_CELL]


def _unused(file: FilePreview, seen: Preview, tables: Sequence[LookTable]) -> Iterator[str]:
    used = {column.column for table in tables for column in table.columns}
    if tables:
        yield from (name for name in seen.headers.get(file.name, ()) if name not in used)


def refused_in(folder: Path, book_url: str) -> tuple[tuple[Sentence, int], ...]:
    """Return why rows of the files in a folder were refused, the commonest reason first, and how many were.

    Raises:
        NothingToShow: there is no book.
        StoreUnavailable: someone else holds it.
    """
    counts: Counter[tuple[str, str | None, str]] = Counter()
    for one in list_quarantine(book_url):
        if one.file.startswith(f"{folder.resolve()}/"):
            counts[one.table, one.column, one.reason] += one.rows
    return tuple((_refused(*why), rows) for why, rows in counts.most_common(MOST_PROBLEMS))


def _refused(table: str, column: str | None, reason: str) -> Sentence:
    if column is None:
        return sentence(phrase("{table}: {reason}"), table=table, reason=reason_of(reason))
    says = phrase("{table}: {column} {reason}")
    return sentence(says, table=table, column=column, reason=reason_of(reason))


def advice_after(done: LoadReport) -> Advice:
    """Tell what is to be loaded next."""
    if "accounts" not in done.filled:
        return Advice.LOAD_ACCOUNTS
    return Advice.LOAD_USAGE if done.filled == {"accounts"} else Advice.NONE
