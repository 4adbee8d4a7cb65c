"""What a mapping says: which file fills which canonical table, column by column."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from cs_engine.wording import phrase

LACKS_KEY = phrase("a look-up needs `key`: the column of the other table that the file's value stands in")
ONE_ORIGIN = phrase("give one of `from` (a column of the file), `value` (a constant) and `join` (columns)")


class Rule(BaseModel):
    """What every part of a mapping has in common: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, bool | int | float | date) else value


def _as_column_rule(value: object) -> object:
    return {"from": value} if isinstance(value, str) else value


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_as_text)]


class ColumnRule(Rule):
    """Where one canonical column comes from; what is done to it follows the order of the fields."""

    source: str | None = Field(default=None, alias="from", description="column of the file")
    value: Text | None = Field(default=None, description="the same value for every row, instead of a column")
    join: tuple[str, ...] = Field(default=(), description="columns of the file that together identify a row")
    via: str | None = Field(default=None, description="canonical table in which to look the value up")
    key: str | None = Field(default=None, description="column of that table which holds what stands in the file")
    take: str | None = Field(default=None, description="column of that table to take; the same name if left out")
    ours: dict[str, Text] = Field(
        default={}, alias="values", description="the file's values and ours; others stay as they are"
    )
    format: str | None = Field(
        default=None, description="how a date is written, such as %d/%m/%Y; ISO 8601 if left out"
    )
    decimal: Literal[".", ","] | None = Field(
        default=None, description="the decimal mark of numbers; told from the file's values if left out"
    )
    scale: float = Field(default=1.0, description="multiply the number by this")
    divide: float = Field(default=1.0, gt=0, description="divide the number by this")
    days_before: date | None = Field(default=None, description="the file holds days of tenure on this day")
    months_before: date | None = Field(default=None, description="the file holds months of tenure on this day")

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if self.via is not None and self.key is None:
            raise ValueError(LACKS_KEY)
        if sum((self.value is not None, self.column is not None, bool(self.join))) != 1:
            raise ValueError(ONE_ORIGIN)
        return self

    @property
    def column(self) -> str | None:
        """The one column of the file that is read."""
        return self.source or self.key

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of the file that are read."""
        return self.join or ((self.column,) if self.column else ())


class TableRule(Rule):
    """How files fill one canonical table."""

    files: Annotated[tuple[str, ...], BeforeValidator(_as_tuple)] = Field(
        min_length=1, description="file names or patterns such as `usage_*.csv*`"
    )
    columns: dict[str, Annotated[ColumnRule, BeforeValidator(_as_column_rule)]] = Field(
        description="canonical column = column of the file, or a rule"
    )
    skip: dict[str, tuple[Text, ...]] = Field(default={}, description="rows to leave out: column of the file = values")
    optional: bool = Field(default=False, description="a folder without such a file is fine")


class Owners(Rule):
    """Who looks after whom: names as the source writes them, or accounts, to e-mail addresses."""

    names: dict[str, str] = {}
    accounts: dict[str, str] = {}


class Accepted(Rule):
    """That a person accepted a mapping: when, for which paths, and which columns the files had by name."""

    on: date
    paths: str = Field(alias="from")
    headers: dict[str, tuple[str, ...]]


class SourceMapping(Rule):
    """A whole mapping. ``rules`` pairs a canonical table with one way to fill it; ``shown`` names the file."""

    shown: str
    rules: tuple[tuple[str, TableRule], ...] = ()
    owners: Owners = Owners()
    zone: str = "UTC"
    empty: frozenset[str] = frozenset()
    accepted: Accepted | None = None
