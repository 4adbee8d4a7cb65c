"""What a source file is, and what is said about one that cannot be used."""

import re
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from cs_engine.errors import BadFile
from cs_engine.wording import phrase, sentence

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".ods", ".xls")
ENDING = re.compile(
    r"(\.(csv|tsv|txt|tab|json|jsonl|ndjson|parquet|pq|xlsx|xlsm|xls|xlsb|ods|gz|zip))+$", re.IGNORECASE
)
"""What is cut off a file's name to get at the name of the table in it."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One table of rows under a path the user gave: a file, a member of a zip archive, a sheet of a workbook.

    ``name`` is its name below that path, such as ``export.zip/accounts.csv`` or ``crm.xlsx/Accounts``.
    ``alone`` tells that its file holds no other.
    """

    path: Path
    name: str
    from_folder: bool
    member: str | None = None
    sheet: str | None = None
    alone: bool = True

    def fits(self, pattern: str) -> bool:
        """Tell whether a mapping's pattern means this file."""
        return any(fnmatch(name, pattern) for name in (self.name, self.name.rpartition("/")[2], self.path.name))

    def is_named(self, table: str) -> bool:
        """Tell whether it is named after a table, whatever its format."""
        names = {self.sheet or (self.member or self.path.name).rpartition("/")[2]}
        if self.alone:
            names.add(self.path.name)
        return any(ENDING.sub("", name).lower() == table for name in names)

    @property
    def is_workbook(self) -> bool:
        """Tell whether its ending is that of a spreadsheet, which is an archive inside."""
        return (self.member or self.path.name).lower().endswith(WORKBOOKS)

    @property
    def shown(self) -> str:
        """How a person would point at it."""
        return "/".join(filter(None, (str(self.path), self.member, self.sheet)))

    @property
    def address(self) -> str:
        """What the book remembers it by: the same file gives the same address."""
        return "/".join(filter(None, (str(self.path.resolve()), self.member, self.sheet)))

    def bad(self, what: str, **values: object) -> BadFile:
        """Return the error whose sentence begins with this file."""
        return BadFile(phrase("{file} {what}"), file=self.shown, what=sentence(what, **values))
