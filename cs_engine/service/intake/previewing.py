"""Show what a load would do with some files, before anybody agrees to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cs_engine.book.absorb import known_values
from cs_engine.book.door import has_book, open_book
from cs_engine.errors import BadFile
from cs_engine.service.intake.accepting import changed, find
from cs_engine.service.intake.previews import ColumnPreview, FilePreview, Origin, Preview, TablePreview
from cs_engine.sources.files import Header, find_files, read_header, read_sample
from cs_engine.sources.found import SourceFile
from cs_engine.sources.guessing.deciding import Reading, decide
from cs_engine.sources.guessing.guess import guess
from cs_engine.sources.guessing.linking import KEYS
from cs_engine.sources.guessing.records import ColumnGuess, Guess, Sample, Unused
from cs_engine.sources.guessing.writing import as_toml, rule_keys
from cs_engine.sources.mapping import ColumnRule, SourceMapping
from cs_engine.sources.mapping_file import parse_mapping, read_mapping
from cs_engine.sources.numbers import Marks
from cs_engine.sources.plan import Job, Plan, plan
from cs_engine.sources.rows import Context
from cs_engine.sources.trial import Refused, lookups_of, try_rows
from cs_engine.wording import Sentence, in_a_row, phrase, sentence

__all__ = [
    "ColumnPreview",
    "FilePreview",
    "Origin",
    "Preview",
    "Reading",
    "Refused",
    "TablePreview",
    "Unused",
    "preview",
]

SAMPLE_ROWS = 2_000
"""Enough to tell days from months and keys from choices, few enough to look at in a blink."""
SHOWN_ROWS = 10
GUESSED = Path("guess.toml")
NOT_MAPPED = "the mapping does not name it"
NO_TABLE = sentence(phrase("no table takes it"))
Told = Callable[[str], None]
"""Told which file is looked at."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """A readable file: its header and a sample of it."""

    file: SourceFile
    header: Header
    sample: Sample


def preview(  # noqa: PLR0913 - all but two are asked for by name
    paths: Sequence[Path],
    mapping_file: Path | None,
    *,
    book_url: str,
    home: Path,
    today: date,
    progress: Told | None = None,
    reading: Reading | None = None,
) -> Preview:
    """Look at samples of files and say how they would be loaded. Nothing is written.

    Args:
        paths: files and folders.
        mapping_file: a mapping to use; ``None`` takes canonical files as they are, else a mapping accepted before
            for files with the same columns, else a guess.
        book_url: the book whose accounts are known; it need not exist.
        home: the folder with the accepted mappings.
        today: the day until which a tenure is counted.
        progress: told which file is looked at.
        reading: how to read what the values do not decide.

    Raises:
        BadFile: a path or file cannot be used, or nothing in the files fits the book.
        BadMapping: the mapping does not fit the files.
    """
    if mapping_file is not None:
        mapping = read_mapping(mapping_file)
        return _of_plan(
            plan(paths, mapping), mapping, Origin.FILE, sentence(phrase("Mapping {file}."), file=mapping_file), progress
        )
    named = _by_name(paths)
    if named is not None:
        return _of_plan(named, None, Origin.NAMES, sentence(phrase("The files carry the book's own names.")), progress)
    looked = list(_look(paths, progress))
    headers = {one.file.name: one.header.columns for one in looked}
    kept = find(headers, home, today)
    if kept is not None:
        return _of_plan(plan(paths, kept.mapping), kept.mapping, Origin.ACCEPTED, kept.said, progress)
    return _guessed(paths, looked, book_url=book_url, home=home, today=today, reading=reading or Reading())


def _by_name(paths: Sequence[Path]) -> Plan | None:
    """Return a plan for files that need no mapping, or ``None`` if they do."""
    try:
        return plan(paths, None)
    except BadFile:
        return None


def _look(paths: Sequence[Path], progress: Told | None) -> Iterator[_Looked]:
    """Read samples; a file of a folder that cannot be read is passed over, one that was named is not."""
    for file in find_files(paths):
        try:
            header = read_header(file)
            if progress is not None:
                progress(file.name)
            cells = read_sample(file, header, SAMPLE_ROWS)
            if cells.empty:
                raise file.bad(phrase("names columns but has no row below them; export it again."))
        except BadFile:
            if not file.from_folder:
                raise
            continue
        rows = len(cells) if len(cells) < SAMPLE_ROWS else None
        marks = {name: mark.value for name, mark in header.marks.items() if mark in (Marks.POINT, Marks.COMMA)}
        yield _Looked(file, header, Sample(file.name, cells, rows, str(header.shown), marks))


def _guessed(
    paths: Sequence[Path], looked: Sequence[_Looked], *, book_url: str, home: Path, today: date, reading: Reading
) -> Preview:
    samples = [one.sample for one in looked]
    found = decide(guess(samples, today=today, book=_book_keys(book_url)), reading)
    if not found.tables:
        raise _nothing_fits(paths, found)
    toml = as_toml(found, samples, today)
    mapping = parse_mapping(toml, GUESSED)
    said = changed({one.file.name: one.header.columns for one in looked}, home)
    files = _files(plan(paths, mapping), mapping, {one.file: one for one in looked}, found)
    questions = tuple(
        dict.fromkeys(
            _question(table.file, column.rule.column, column.question)
            for table, column in found.columns
            if column.question
        )
    )
    return Preview(
        files,
        Origin.GUESS,
        said or sentence(phrase("Guessed from the names and values of columns.")),
        toml,
        mapping,
        {one.file.name: one.header.columns for one in looked},
        sure=not found.unsure,
        questions=questions,
    )


def _question(file: str, column: str | None, question: Sentence) -> Sentence:
    says = phrase("{file}, column {column}: {question}")
    return sentence(says, file=file, column=repr(column), question=question)


def _nothing_fits(paths: Sequence[Path], found: Guess) -> BadFile:
    if not found.unused:
        where = ", ".join(map(str, paths))
        says = phrase("There is no file that can be read in {where}; give CSV, Excel, Parquet or JSON-lines files.")
        return BadFile(says, where=where)
    reasons = in_a_row(
        sentence(phrase("{file}: {reason}"), file=one.file, reason=one.reason)
        for one in found.unused[:3]
        if not one.column
    )
    says = phrase(
        "Nothing here fits the book ({reasons}); describe the files in a mapping (--mapping, see docs/mapping.md)."
    )
    return BadFile(says, reasons=reasons)


def _of_plan(
    files: Plan, mapping: SourceMapping | None, origin: Origin, said: Sentence, progress: Told | None
) -> Preview:
    looked: dict[SourceFile, _Looked] = {}
    for job in files.jobs:
        if job.file not in looked:
            if progress is not None:
                progress(job.file.name)
            sample = Sample(job.file.name, read_sample(job.file, job.header, SAMPLE_ROWS), None, str(job.header.shown))
            looked[job.file] = _Looked(job.file, job.header, sample)
    shown = _files(files, mapping, looked, None)
    ignored = tuple(FilePreview(name, sentence(""), (), (Unused(name, "", NO_TABLE),)) for name in files.ignored)
    headers = {one.file.name: one.header.columns for one in looked.values()}
    return Preview((*shown, *ignored), origin, said, None, mapping, headers)


def _files(
    files: Plan, mapping: SourceMapping | None, looked: Mapping[SourceFile, _Looked], found: Guess | None
) -> tuple[FilePreview, ...]:
    context = Context() if mapping is None else Context(mapping.zone, mapping.empty, mapping.owners)
    cells = [(job, looked[job.file].sample.cells) for job in files.jobs]
    wanted = {
        (rule.via, rule.key, rule.take or name)
        for job in files.jobs
        for name, rule in job.rule.columns.items()
        if rule.via and rule.key
    }
    context = lookups_of(cells, sorted(wanted), context)
    shown = []
    for file, one in looked.items():
        own = [job for job in files.jobs if job.file == file]
        tables = tuple(_table(job, one, context, found) for job in own)
        shown.append(FilePreview(file.name, one.header.shown, tables, _unused(one, own, found)))
    return tuple(shown)


def _table(job: Job, looked: _Looked, context: Context, found: Guess | None) -> TablePreview:
    trial = try_rows(job, looked.sample.cells, context, SHOWN_ROWS)
    guesses = {} if found is None else _guesses(job, found)
    columns = tuple(_column(name, rule, guesses.get(name)) for name, rule in job.rule.columns.items())
    return TablePreview(job.table, columns, trial.columns, trial.rows, trial.fit, trial.refused)


def _guesses(job: Job, found: Guess) -> dict[str, ColumnGuess]:
    for table in found.tables:
        if table.table == job.table and table.file == job.file.name and dict(table.skip) == job.rule.skip:
            return {column.name: column for column in table.columns}
    return {}


def _column(name: str, rule: ColumnRule, guessed: ColumnGuess | None) -> ColumnPreview:
    keys = rule_keys(rule)
    source = " / ".join(rule.columns) or keys.pop("value", "")
    keys = {key: value for key, value in keys.items() if key not in ("from", "join")}
    more = ", ".join(f"{key} = {value}" for key, value in keys.items() if key != "values")
    text = f"{source} ({more})" if more else str(source)
    if guessed is None:
        return ColumnPreview(name, text, rule.columns)
    return ColumnPreview(name, text, rule.columns, guessed.confidence, guessed.reason)


def _unused(looked: _Looked, jobs: Sequence[Job], found: Guess | None) -> tuple[Unused, ...]:
    """Return the columns that nothing reads, with the reason where there is one."""
    if found is not None:
        return tuple(one for one in found.unused if one.file == looked.file.name)
    read = {name for job in jobs for rule in job.rule.columns.values() for name in rule.columns}
    return tuple(Unused(looked.file.name, name, NOT_MAPPED) for name in looked.header.columns if name not in read)


def _book_keys(book_url: str) -> dict[tuple[str, str], frozenset[str]]:
    """Return by what the book knows its accounts."""
    if not has_book(book_url):
        return {}
    with open_book(book_url) as book:
        places = (("accounts", "account_id"), *KEYS)
        takes = [(table, column, "name" if column == "account_id" else "account_id") for table, column in places]
        return {(table, column): frozenset(known_values(book, table, column, take)) for table, column, take in takes}
