"""Decide which file fills which table, before anything is read or written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cs_engine.errors import BadFile, BadMapping
from cs_engine.frames.tables import TABLES
from cs_engine.sources.files import Header, find_files, read_header
from cs_engine.sources.found import SourceFile
from cs_engine.sources.mapping import SourceMapping, TableRule
from cs_engine.sources.mapping_file import nearest
from cs_engine.wording import phrase, sentence

UNKNOWN_COLUMN = phrase(
    "{file}: {table} has no column {column}{hint} rename it, or describe the file in a mapping (--mapping)."
)
GO_ON = sentence(phrase(";"))
MISSING_FILE = phrase(
    "{file}: [{table}] files = {pattern} is not in the folder; add the file, set optional = true, "
    "or load single files instead of the folder."
)


@dataclass(frozen=True, slots=True)
class Job:
    """One file that fills one table by one rule."""

    table: str
    rule: TableRule
    file: SourceFile
    header: Header


@dataclass(frozen=True, slots=True)
class Plan:
    """The jobs of a load in reading order, and the names of files that none of them reads."""

    jobs: tuple[Job, ...]
    ignored: tuple[str, ...]


def plan(paths: Sequence[Path], mapping: SourceMapping | None) -> Plan:
    """Match the files under ``paths`` with a mapping; ``None`` takes files named after canonical tables.

    Raises:
        BadFile: a path or file cannot be used, or no file fits.
        BadMapping: the mapping names a file or column that is not there.
    """
    files = find_files(paths)
    jobs = tuple(_by_name(files) if mapping is None else _by_mapping(files, mapping))
    if not jobs:
        unnamed = phrase("No file in {where} is named after a table of the book, such as accounts.csv.")
        unmapped = phrase("No file in {where} fits the mapping.")
        raise BadFile(unnamed if mapping is None else unmapped, where=", ".join(str(path) for path in paths))
    read = {job.file for job in jobs}
    return Plan(jobs, tuple(file.name for file in files if file not in read))


def _by_name(files: Sequence[SourceFile]) -> Iterator[Job]:
    for table in TABLES:
        for file in files:
            if file.is_named(table):
                yield _canonical(table, file)


def _canonical(table: str, file: SourceFile) -> Job:
    header = read_header(file)
    declared = {column.name: column for column in TABLES[table].columns}
    for name in header.columns:
        if name not in declared:
            raise BadFile(
                UNKNOWN_COLUMN, file=file.shown, table=table, column=repr(name), hint=nearest(name, declared, GO_ON)
            )
    missing = [name for name, column in declared.items() if column.required and name not in header.columns]
    if missing:
        raise file.bad(
            phrase("lacks the column {column}, which {table} cannot do without."), column=repr(missing[0]), table=table
        )
    columns = {name: name for name in header.columns}
    return Job(table, TableRule.model_validate({"files": file.name, "columns": columns}), file, header)


def _by_mapping(files: Sequence[SourceFile], mapping: SourceMapping) -> Iterator[Job]:
    whole_folder = any(file.from_folder for file in files) or not files
    for table, rule in mapping.rules:
        found = [file for file in files if any(file.fits(pattern) for pattern in rule.files)]
        if not found and whole_folder and not rule.optional:
            raise BadMapping(MISSING_FILE, file=mapping.shown, table=table, pattern=repr(rule.files[0]))
        for file in found:
            header = read_header(file)
            _check_header(f"{mapping.shown}: [{table}", rule, file, header)
            yield Job(table, rule, file, header)


def _check_header(place: str, rule: TableRule, file: SourceFile, header: Header) -> None:
    wanted = [(f"{place}.columns] {name}", part) for name, column in rule.columns.items() for part in column.columns]
    wanted += [(f"{place}.skip]", name) for name in rule.skip]
    for where, name in wanted:
        if name not in header.columns:
            others = sentence(phrase("; it has {columns}."), columns=", ".join(header.columns))
            hint = nearest(name, header.columns, others)
            says = phrase("{place}: {table} has no column {column}{hint}")
            raise BadMapping(says, place=where, table=file.name, column=repr(name), hint=hint)
