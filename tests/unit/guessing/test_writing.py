"""A guess is written as a mapping file that is read as what was guessed."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cs_engine.sources.guessing.guess import guess
from cs_engine.sources.guessing.records import Sample
from cs_engine.sources.guessing.writing import as_toml
from cs_engine.sources.mapping_file import parse_mapping
from tests.unit.guessing.exports_held_out import HELD_OUT
from tests.unit.guessing.exports_public import PUBLIC
from tests.unit.guessing.exports_tuned import TUNED

TODAY = date(2026, 11, 22)
ALL = TUNED | HELD_OUT | {name: files for name, files in PUBLIC.items() if name not in ("Online Retail", "Themes")}


@pytest.mark.parametrize("name", ALL)
def test_a_written_guess_reads_as_the_same_rules(name: str) -> None:
    """Column by column, with the rows to skip."""
    samples = [Sample(file.file, file.cells(), file.rows, "CSV; commas") for file in ALL[name]]
    found = guess(samples, today=TODAY)
    read = parse_mapping(as_toml(found, samples, TODAY), Path("guess.toml"))
    names = list(dict.fromkeys(table.table for table in found.tables))
    ways = sorted(found.tables, key=lambda table: names.index(table.table))
    guessed = [(way.table, dict(way.skip), {column.name: column.rule for column in way.columns}) for way in ways]
    assert [(name, rule.skip, rule.columns) for name, rule in read.rules] == guessed


def test_confidences_reasons_and_unused_columns_stand_in_comments() -> None:
    """With how the file was read, and a mark where a person should look."""
    cells = pd.DataFrame(
        {"id": ["A1", "A2"], "name": ["Acme", "Globex"], "created": ["2026-01-01"] * 2, "fax": ["1", "2"]}
    )
    samples = [Sample("accounts.csv", cells, 2, "CSV; commas; UTF-8")]
    text = as_toml(guess(samples, today=TODAY), samples, TODAY)
    assert 'files = "accounts.csv" # CSV; commas; UTF-8' in text
    assert "please check: named “created”" in text
    assert "#   fax: an address or number of the company" in text


def test_odd_names_survive() -> None:
    """Brackets are patterns to a mapping, and quotation marks are marks to TOML."""
    cells = pd.DataFrame({'the "id"': ["A1", "A2"], "name": ["Acme", "Globex"], "Account ID\n(new)": ["1", "2"]})
    samples = [Sample("accounts [2026]*.csv", cells, 2)]
    read = parse_mapping(as_toml(guess(samples, today=TODAY), samples, TODAY), Path("guess.toml"))
    assert [rule.files for _, rule in read.rules] == [("accounts [[]2026][*].csv",)]
