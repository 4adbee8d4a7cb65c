"""A mapping that does not fit is refused in one sentence that says where."""

import re
from pathlib import Path

import pytest

from cs_engine.errors import BadFile, BadMapping
from cs_engine.sources.mapping import ColumnRule, SourceMapping, TableRule
from cs_engine.sources.mapping_file import SETTINGS, read_mapping

ROOT = Path(__file__).parents[3]
ACCOUNTS = '[accounts]\nfiles = "a.csv"\n[accounts.columns]\naccount_id = "id"\nname = "n"\n'


def _read(folder: Path, text: str) -> SourceMapping:
    path = folder / "m.toml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path)


def test_a_table_may_be_filled_in_several_ways(tmp_path: Path) -> None:
    """Two sections of one table are two rules."""
    mapping = _read(tmp_path, ACCOUNTS.replace("[accounts]", "[[accounts]]") * 2)
    assert [table for table, _ in mapping.rules] == ["accounts", "accounts"]


def test_constants_may_be_any_toml_value(tmp_path: Path) -> None:
    """Numbers, dates and flags are read as text that each column converts."""
    mapping = _read(tmp_path, ACCOUNTS + "seats = { value = 3 }\nsignup_date = { value = 2024-01-01 }\n")
    columns = mapping.rules[0][1].columns
    assert (columns["seats"].value, columns["signup_date"].value) == ("3", "2024-01-01")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "m.toml maps no table"),
        ("[accounts", "m.toml is not valid TOML"),
        ('[acounts]\nfiles = "a"', "m.toml: [acounts] is no table of the book, did you mean 'accounts'?"),
        ("[accounts]\ncolumns = {}", "m.toml: [accounts] lacks files"),
        ('[accounts]\nfiles = "a"', "m.toml: [accounts] lacks columns"),
        ('[accounts]\nfiles = "a"\nfile = "b"\ncolumns = {}', "m.toml: [accounts] file is not understood"),
        ("accounts = 3", "m.toml: [accounts]"),
        (ACCOUNTS + 'ownr = "o"', "m.toml: [accounts.columns] ownr is no column of accounts, did you mean 'owner'?"),
        (ACCOUNTS + 'owner = { frm = "o" }', "columns.owner.frm is not understood, did you mean 'from'?"),
        (ACCOUNTS + "owner = { }", "columns.owner: give one of `from`"),
        (ACCOUNTS + 'owner = { from = "o", value = "x" }', "columns.owner: give one of `from`"),
        (ACCOUNTS + 'seats = { from = "s", divide = 0 }', "columns.seats.divide: input should be greater than 0"),
        (ACCOUNTS + 'owner = { via = "tickets" }', "columns.owner: a look-up needs `key`"),
        (ACCOUNTS + 'owner = { from = "o", take = "name" }', "owner: `key` and `take` belong to a look-up"),
        (ACCOUNTS + 'owner = { via = "nope", key = "x" }', "owner: via names 'nope', no table of the book"),
        (ACCOUNTS + 'owner = { via = "contacts", key = "emial", take = "name" }', "contacts has no column 'emial'"),
        (ACCOUNTS + 'owner = { via = "contacts", key = "email" }', "contacts has no column 'owner'"),
        (ACCOUNTS + 'owner = { from = "o", days_before = 2024-01-01 }', "owner is no date"),
        ('zone = "Mars/North"\n' + ACCOUNTS, "m.toml: zone 'Mars/North' is not a time zone"),
        ("owners = 3\n" + ACCOUNTS, "m.toml: owners must be the name"),
        ("empty = 3\n" + ACCOUNTS, "m.toml empty"),
        ('[accounts]\nfiles = "a"\ncolumns = { name = "n" }', "[accounts.columns] lacks account_id"),
    ],
)
def test_what_does_not_fit_is_said_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    """File, section and key are in the sentence, and what was probably meant."""
    with pytest.raises(BadMapping, match=re.escape(sentence)):
        _read(tmp_path, text)


def test_a_missing_mapping_or_owners_file_is_named(tmp_path: Path) -> None:
    """Both are files that cannot be read."""
    with pytest.raises(BadFile, match=r"none\.toml cannot be read"):
        read_mapping(tmp_path / "none.toml")
    with pytest.raises(BadFile, match=r"gone\.toml cannot be read"):
        _read(tmp_path, 'owners = "gone.toml"\n' + ACCOUNTS)


def test_a_mapping_that_is_not_text_is_refused(tmp_path: Path) -> None:
    """A spreadsheet given as mapping is explained."""
    (tmp_path / "m.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadFile, match="is not UTF-8"):
        read_mapping(tmp_path / "m.toml")


def test_an_owners_file_with_other_keys_is_refused(tmp_path: Path) -> None:
    """A misspelt section would silently leave everybody without owner."""
    (tmp_path / "o.toml").write_text('[name]\na = "b"\n')
    with pytest.raises(BadMapping, match=r"o\.toml name is not understood, did you mean 'names'"):
        _read(tmp_path, 'owners = "o.toml"\n' + ACCOUNTS)


@pytest.mark.parametrize("name", ["ravenstack", "saas_sim"])
def test_the_shipped_mappings_are_good(name: str) -> None:
    """Both example mappings, with their owners files, can be read."""
    assert read_mapping(ROOT / "examples" / f"{name}.toml").rules


def test_the_page_about_mappings_explains_every_key() -> None:
    """No key exists that the page does not name."""
    page = (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8")
    fields = {**TableRule.model_fields, **ColumnRule.model_fields}
    for name in (*SETTINGS, *(field.alias or name for name, field in fields.items())):
        assert re.search(rf"\b{name}\b", page), name


def test_the_examples_on_the_page_are_good(tmp_path: Path) -> None:
    """Every mapping shown on the page can be used as it stands."""
    (tmp_path / "owners.toml").write_text('[names]\n"Ana" = "ana@example.com"\n')
    page = (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8")
    shown = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert [len(_read(tmp_path, text).rules) for text in shown if "files" in text] == [2, 1, 1]
