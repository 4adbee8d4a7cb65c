"""Files are matched with tables before anything is read."""

from pathlib import Path

import pytest

from cs_engine.errors import BadFile, BadMapping
from cs_engine.sources.mapping import SourceMapping
from cs_engine.sources.mapping_file import read_mapping
from cs_engine.sources.plan import plan

TICKETS = '[tickets.columns]\nticket_id = "id"\naccount_id = "a"\nopened_at = "d"\n'
MAPPING = '[accounts]\nfiles = "a.csv"\n[accounts.columns]\naccount_id = "id"\nname = "n"\n'


def _folder(folder: Path, **files: str) -> Path:
    data = folder / "data"
    data.mkdir()
    for name, head in files.items():
        (data / f"{name}.csv").write_text(head + "\n")
    return data


def _mapping(folder: Path, text: str) -> SourceMapping:
    path = folder / "m.toml"
    path.write_text(text)
    return read_mapping(path)


def test_without_a_mapping_names_decide(tmp_path: Path) -> None:
    """Files named after tables are taken in the book's order; the truth and other files are ignored by name."""
    data = _folder(tmp_path, tickets="ticket_id,account_id,opened_at", accounts="account_id,name", truth="x")
    found = plan([data], None)
    assert [job.table for job in found.jobs] == ["accounts", "tickets"]
    assert found.ignored == ("truth.csv",)


def test_without_a_mapping_an_unknown_column_is_named(tmp_path: Path) -> None:
    """A misspelt column would silently lose data."""
    with pytest.raises(BadFile, match=r"accounts has no column 'ownr', did you mean 'owner'\?"):
        plan([_folder(tmp_path, accounts="account_id,name,ownr")], None)


def test_without_a_mapping_a_required_column_must_be_there(tmp_path: Path) -> None:
    """A table without its key cannot be loaded."""
    with pytest.raises(BadFile, match=r"accounts.csv lacks the column 'account_id'"):
        plan([_folder(tmp_path, accounts="name")], None)


def test_no_fitting_file_at_all_is_an_error(tmp_path: Path) -> None:
    """Loading nothing silently would look like success."""
    with pytest.raises(BadFile, match=r"No file in .* is named after a table of the book"):
        plan([_folder(tmp_path, customers="id")], None)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    """A folder without files names what was expected."""
    with pytest.raises(BadFile, match="No file in"):
        plan([_folder(tmp_path)], None)


def test_a_folder_must_hold_every_file_of_the_mapping(tmp_path: Path) -> None:
    """A forgotten export is noticed, with the ways out."""
    mapping = _mapping(tmp_path, MAPPING + '[tickets]\nfiles = "t_*.csv"\n' + TICKETS)
    with pytest.raises(BadMapping, match=r"m.toml: \[tickets\] files = 't_\*.csv' is not in the folder.*optional"):
        plan([_folder(tmp_path, a="id,n")], mapping)


def test_an_optional_file_may_be_missing(tmp_path: Path) -> None:
    """`optional = true` says so."""
    mapping = _mapping(tmp_path, MAPPING + '[tickets]\noptional = true\nfiles = "t_*.csv"\n' + TICKETS)
    assert [job.table for job in plan([_folder(tmp_path, a="id,n")], mapping).jobs] == ["accounts"]


def test_single_files_load_a_part(tmp_path: Path) -> None:
    """A file given itself is loaded without the mapping's other files."""
    mapping = _mapping(tmp_path, MAPPING + '[tickets]\nfiles = "t.csv"\n' + TICKETS)
    data = _folder(tmp_path, a="id,n", t="id,a,d")
    assert [job.table for job in plan([data / "t.csv"], mapping).jobs] == ["tickets"]


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        ('owner = "csm"', r"m.toml: \[accounts.columns\] owner: a.csv has no column 'csm'; it has id, n"),
        ('owner = "nn"', "no column 'nn', did you mean 'n'"),
        ("[accounts.skip]\nkind = [1]", r"m.toml: \[accounts.skip\]: a.csv has no column 'kind'"),
    ],
)
def test_a_column_that_the_file_lacks_is_named(tmp_path: Path, extra: str, sentence: str) -> None:
    """The sentence has the mapping's key, the file and the column."""
    with pytest.raises(BadMapping, match=sentence):
        plan([_folder(tmp_path, a="id,n")], _mapping(tmp_path, MAPPING + extra + "\n"))
