"""The written files: bytes, contracts, and what adding days does to them."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from cs_engine.errors import BadFile
from cs_engine.frames.columns import Kind
from cs_engine.frames.tables import TABLES
from cs_engine.sample.company import BLOCK_ACCOUNTS, WRITTEN, write_company
from cs_engine.sample.spec import SampleSpec
from cs_engine.sample.truth import TRUTH

UNTIL = date(2026, 3, 31)
SMALL = SampleSpec(accounts=70, months=8, until=UNTIL)


def written(spec: SampleSpec, folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file of a company."""
    write_company(spec, folder)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def read(folder: Path, name: str) -> pd.DataFrame:
    """Return a written table, all cells as text, by its key."""
    key = ["account_id", "as_of"] if name == TRUTH else list(TABLES[name].key)
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False).set_index(key)


def test_equal_arguments_give_equal_bytes(tmp_path: Path) -> None:
    """Two runs of one spec cannot be told apart."""
    assert written(SMALL, tmp_path / "once") == written(SMALL, tmp_path / "again")


def test_another_seed_gives_another_company(tmp_path: Path) -> None:
    """Every file but the named accounts' differs with the seed."""
    other = SampleSpec(accounts=70, months=8, until=UNTIL, seed=8)
    ours, theirs = written(SMALL, tmp_path / "ours"), written(other, tmp_path / "theirs")
    assert not [name for name in ours if ours[name] == theirs[name]]


@pytest.mark.parametrize("days", [1, 40])
def test_later_days_only_add_rows_or_fill_in_what_became_known(tmp_path: Path, days: int) -> None:
    """Topping a sample up by days keeps every row and every filled cell of the shorter one."""
    first = write_company(SMALL, tmp_path / "short")
    longer = SampleSpec(accounts=70, months=8, until=UNTIL + timedelta(days=days), start=first.start)
    write_company(longer, tmp_path / "long")
    for name in (*WRITTEN, TRUTH):
        short, long = read(tmp_path / "short", name), read(tmp_path / "long", name)
        kept = long.reindex(short.index)
        assert kept.notna().all(axis=None), name
        assert ((short == kept) | (short == "")).all(axis=None), name


def test_an_account_does_not_depend_on_the_block_it_is_made_in(tmp_path: Path) -> None:
    """More accounts leave the ones that were there as they were."""
    write_company(SampleSpec(accounts=BLOCK_ACCOUNTS - 20, months=4, until=UNTIL), tmp_path / "few")
    write_company(SampleSpec(accounts=BLOCK_ACCOUNTS + 5, months=4, until=UNTIL), tmp_path / "more")
    few, more = (tmp_path / name / "subscriptions.csv" for name in ("few", "more"))
    assert more.read_text(encoding="utf-8").startswith(few.read_text(encoding="utf-8"))


def test_progress_is_told_up_to_the_last_account(tmp_path: Path) -> None:
    """Whoever waits hears how many accounts are done."""
    heard: list[tuple[int, int]] = []
    write_company(
        SampleSpec(accounts=BLOCK_ACCOUNTS + 5, months=1, until=UNTIL),
        tmp_path,
        lambda done, total: heard.append((done, total)),
    )
    assert heard == [(BLOCK_ACCOUNTS, BLOCK_ACCOUNTS + 5), (BLOCK_ACCOUNTS + 5, BLOCK_ACCOUNTS + 5)]


def test_the_summary_counts_the_rows_of_each_file(tmp_path: Path) -> None:
    """Rows, folder and days of the summary are those of the files."""
    summary = write_company(SMALL, tmp_path)
    counted = {name: len(read(tmp_path, name)) for name in summary.rows}
    assert (summary.rows, summary.folder, summary.until) == (counted, tmp_path, UNTIL)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file where the folder should be is a sentence, not a traceback."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(BadFile, match="taken"):
        write_company(SMALL, tmp_path / "taken" / "sample")


def test_the_truth_is_no_canonical_table() -> None:
    """What is really so can never be loaded into the book."""
    assert TRUTH not in TABLES


@pytest.mark.parametrize("name", WRITTEN)
def test_tables_have_the_canonical_columns_and_keys(company: Mapping[str, pd.DataFrame], name: str) -> None:
    """Columns are exactly the contract's, required cells are filled and keys are unique."""
    table, rows = TABLES[name], company[name]
    assert list(rows) == [column.name for column in table.columns]
    assert not rows.duplicated(list(table.key)).any()
    required = [column.name for column in table.columns if column.required]
    assert (rows[required] != "").all(axis=None)


@pytest.mark.parametrize("name", WRITTEN)
def test_cells_are_of_the_contract_s_kind_and_range(company: Mapping[str, pd.DataFrame], name: str) -> None:
    """Numbers are numbers within their range, days are days, choices are choices."""
    for column in TABLES[name].columns:
        cells = company[name][column.name]
        cells = cells[cells != ""]
        assert not column.choices or set(cells) <= set(column.choices), column.name
        assert cells.str.fullmatch(PATTERNS[column.kind]).all(), column.name
        if column.kind in {Kind.INTEGER, Kind.NUMBER}:
            numbers = cells.astype(float)
            assert column.minimum is None or (numbers >= column.minimum).all(), column.name
            assert column.maximum is None or (numbers <= column.maximum).all(), column.name


PATTERNS = {
    Kind.TEXT: r"(?s).+",
    Kind.INTEGER: r"\d+",
    Kind.NUMBER: r"\d+(\.\d+)?",
    Kind.FLAG: r"true|false",
    Kind.DATE: r"\d{4}-\d{2}-\d{2}",
    Kind.INSTANT: r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}",
}
