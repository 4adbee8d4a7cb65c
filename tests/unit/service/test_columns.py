"""Columns that go elsewhere than a mapping said."""

from pathlib import Path

import pytest

from cs_engine.errors import BadMapping
from cs_engine.imports import Move
from cs_engine.service.intake.columns import mapping_toml, with_moves
from cs_engine.service.intake.inbox import misfit
from cs_engine.sources.mapping import SourceMapping
from cs_engine.sources.mapping_file import parse_mapping

MAPPING = """\
empty = ["n/a"]

[accounts]
files = "customers.csv"
skip = {Kind = ["test"]}

[accounts.columns]
account_id = "Id"
name = "Company"
signup_date = {from = "Since", format = "%d/%m/%Y"}
segment = {from = "Size", values = {S = "smb"}}

[[usage]]
files = "use.csv"
columns = {account_id = "Id", feature = {value = "*"}, period_start = "Day", period_days = {value = 7}, events = "N"}
"""


def mapping() -> SourceMapping:
    """Return a mapping of two files."""
    return parse_mapping(MAPPING, Path("m.toml"))


def move(source: str, column: str | None, to: str | None) -> Move:
    """Move a column of the customers."""
    return Move("customers.csv", "accounts", source, column, to)


def test_a_mapping_is_written_as_it_was_read() -> None:
    """Only how it is called differs."""
    again = parse_mapping(mapping_toml(mapping()), Path("m.toml"))
    assert again == mapping()


def test_a_column_moves_and_keeps_how_its_values_are_written() -> None:
    """A date stays written day first; what its values meant does not go along."""
    moved = with_moves(mapping(), [[move("Since", "signup_date", "valid_from"), move("Size", "segment", "plan")]])
    columns = moved.rules[0][1].columns
    assert (columns["valid_from"].source, columns["valid_from"].format) == ("Since", "%d/%m/%Y")
    assert (columns["plan"].source, columns["plan"].ours) == ("Size", {})
    assert {"signup_date", "segment"}.isdisjoint(columns)
    assert moved.rules[1:] == mapping().rules[1:]


def test_columns_change_places() -> None:
    """In one round, whatever the order."""
    moved = with_moves(mapping(), [[move("Company", "name", "segment"), move("Size", "segment", "name")]])
    columns = moved.rules[0][1].columns
    assert (columns["name"].source, columns["segment"].source) == ("Size", "Company")


def test_a_later_round_builds_on_the_earlier() -> None:
    """As somebody sees the columns when they change them again."""
    rounds = [[move("Size", "segment", None)], [move("Size", None, "plan")]]
    assert with_moves(mapping(), rounds).rules[0][1].columns["plan"].source == "Size"


def test_what_cannot_be_is_a_sentence() -> None:
    """Two columns in one, or a table without what it needs; told before and after."""
    two = (move("Size", "segment", "plan"), move("Remark", None, "plan"))
    gone = (move("Id", "account_id", None),)
    for moves, said in ((two, "cannot both be plan"), (gone, "account_id")):
        found = misfit(moves)
        assert found is not None
        assert said in str(found.said)
        with pytest.raises(BadMapping, match=said):
            with_moves(mapping(), [moves])
    assert misfit((move("Id", "account_id", None), move("Other", None, "account_id"))) is None
