"""Accepted mappings are found again by the columns of files."""

from datetime import date
from pathlib import Path

import pytest

from cs_engine.service.intake.accepting import changed, find, keep

ON = date(2026, 11, 22)
TOML = '[accounts]\nfiles = "crm [[]1].csv"\n[accounts.columns]\naccount_id = "id"\nname = "n"\n'
TICKETS = '[tickets]\nfiles = "t.csv"\n[tickets.columns]\nticket_id = "k"\naccount_id = "id"\nopened_at = "o"\n'
CRM = {"crm [1].csv": ("id", "n")}
BOTH = CRM | {"t.csv": ("k", "id", "o")}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return a home with a mapping for two files."""
    keep(TOML + TICKETS, BOTH, home=tmp_path, on=ON, paths=[Path("exports/2026")])
    return tmp_path


def test_files_with_the_same_columns_find_it_under_any_name(kept: Path) -> None:
    """Bound to the names they have now."""
    found = find({"later.csv": ("id", "n"), "u.csv": ("k", "id", "o")}, kept, ON)
    assert found is not None
    assert [(table, rule.files) for table, rule in found.mapping.rules] == [
        ("accounts", ("later.csv",)),
        ("tickets", ("u.csv",)),
    ]
    assert str(found.said) == f"Mapping accepted on 2026-11-22 from exports/2026; change it in {found.path}."


def test_a_part_of_the_files_finds_its_part(kept: Path) -> None:
    """One file of an export may be loaded alone."""
    found = find({"t.csv": ("k", "id", "o")}, kept, ON)
    assert found is not None
    assert [table for table, _ in found.mapping.rules] == ["tickets"]


@pytest.mark.parametrize("columns", [("id",), ("n", "id"), ("id", "n", "more")])
def test_other_columns_find_nothing_and_the_change_is_said(kept: Path, columns: tuple[str, ...]) -> None:
    """A column more, a column less, another order."""
    headers = {"crm [1].csv": columns}
    assert find(headers, kept, ON) is None
    assert "crm [1].csv has other columns" in str(changed(headers, kept))


def test_the_newest_of_several_is_taken(kept: Path) -> None:
    """Each stays in a file of its own."""
    later = keep(TOML.replace('"n"', '"id"'), CRM, home=kept, on=date(2026, 12, 1), paths=[Path("exports/2026")])
    found = find(CRM, kept, ON)
    assert found is not None
    assert found.path == later
    assert sorted(path.name for path in (kept / "mappings").iterdir()) == ["2026-2.toml", "2026.toml"]


def test_accepting_again_replaces_it(kept: Path) -> None:
    """For the same files under the same name."""
    keep(TOML + TICKETS, BOTH, home=kept, on=date(2026, 12, 1), paths=[Path("exports/2026")])
    assert [path.name for path in (kept / "mappings").iterdir()] == ["2026.toml"]


def test_a_tenure_is_counted_from_the_day_of_the_load(tmp_path: Path) -> None:
    """Not from the day on which the mapping was accepted."""
    tenure = TOML + 'signup_date = { from = "t", months_before = 2026-11-22 }\n'
    keep(tenure, {"crm [1].csv": ("id", "n", "t")}, home=tmp_path, on=ON, paths=[Path("crm.csv")])
    found = find({"b.csv": ("id", "n", "t")}, tmp_path, date(2026, 12, 24))
    assert found is not None
    assert found.mapping.rules[0][1].columns["signup_date"].months_before == date(2026, 12, 24)
