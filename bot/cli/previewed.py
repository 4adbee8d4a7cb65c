"""What a load is about to do, said before it is done."""

from collections.abc import Iterator

from bot.cli.console import note
from cs_engine.service.intake.previews import FilePreview, Origin, Preview, TablePreview

MOST_REFUSED = 3
"""Examples of refused values per table: the first ones nearly always show the cause."""
ANSWERS = "or say in a mapping how they are written (--save-mapping writes one)"
OPTIONS = {"day first": "--day-first or --month-first", "three decimals": "--decimal-comma or --decimal-point"}


def say_preview(preview: Preview) -> None:
    """Print how each file was read, the mapping and what would be refused."""
    for file in preview.files:
        note(_file_line(file))
    note(str(preview.said))
    if preview.origin is Origin.GUESS and preview.toml is not None:
        note(f"\n{preview.toml}")
    for line in _refused_lines(preview):
        note(line)


def undecided(preview: Preview) -> str:
    """Say in one sentence what has to be answered first, and how."""
    said = "; ".join(map(str, preview.questions))
    options = " and ".join(option for word, option in OPTIONS.items() if word in said)
    return f"{said}: add {options}, {ANSWERS}."


def _file_line(file: FilePreview) -> str:
    tables = ", ".join(dict.fromkeys(table.table for table in file.tables))
    return f"{file.name}: {file.shown}: fills {tables}" if tables else f"{file.name}: is left alone, {_why(file)}"


def _why(file: FilePreview) -> str:
    return str(file.unused[0].reason) if file.unused else "no table takes it"


def _refused_lines(preview: Preview) -> Iterator[str]:
    for file in preview.files:
        for table in file.tables:
            if table.refused:
                yield _refused_line(file, table)


def _refused_line(file: FilePreview, table: TablePreview) -> str:
    rows = len({one.row for one in table.refused})
    examples = dict.fromkeys(f"{one.column or 'row'} {one.value!r} {one.reason}" for one in table.refused)
    shown = "; ".join(list(examples)[:MOST_REFUSED])
    return f"{file.name}: {rows:,} of {rows + table.fit:,} rows looked at would not fit {table.table}: {shown}."
