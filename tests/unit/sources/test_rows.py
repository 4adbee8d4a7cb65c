"""Rows take the form of their table, and what does not fit is refused with line, column, value and reason."""

import json
from pathlib import Path

import pytest

from cs_engine.errors import BadMapping
from cs_engine.sources.files import read_chunks
from cs_engine.sources.lookups import collect
from cs_engine.sources.mapping_file import read_mapping
from cs_engine.sources.plan import Plan, plan
from cs_engine.sources.rows import Context, Shaped, shape

HEAD = """\
[tickets]
files = "t.csv"
[tickets.columns]
ticket_id = "id"
account_id = "account"
opened_at = "opened"
"""


def _plan(folder: Path, mapping: str, **files: str) -> tuple[Plan, Context]:
    (folder / "m.toml").write_text(mapping)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    read = read_mapping(folder / "m.toml")
    return plan([folder / f"{name}.csv" for name in files], read), Context(read.zone, read.empty, read.owners)


def _shape(folder: Path, mapping: str, text: str, **context: object) -> Shaped:
    found, known = _plan(folder, mapping, t=text)
    (job,) = found.jobs
    (chunk,) = read_chunks(job.file, job.header)
    return shape(chunk, job, Context(known.zone, known.empty, known.owners, **context))  # type: ignore[arg-type] # kwargs


def _refused(shaped: Shaped) -> list[tuple[object, ...]]:
    rows = shaped.refused.select(["line", "column_name", "value", "reason"]).to_pylist()
    return [tuple(row.values()) for row in rows]


def _good(shaped: Shaped, column: str) -> list[object]:
    found: list[object] = shaped.good[column].to_pylist()
    return found


def test_a_good_row_has_every_column_of_its_table(tmp_path: Path) -> None:
    """Blanks around cells go; columns that no rule names are empty."""
    shaped = _shape(tmp_path, HEAD, "id,account,opened\nT1, A1 ,2024-01-01\n")
    assert _good(shaped, "account_id") == ["A1"]
    assert _good(shaped, "csat") == [None]


def test_bad_values_are_refused_each_and_the_rest_stays(tmp_path: Path) -> None:
    """One row may have several refused values; the value is shown as it stood in the file."""
    text = "id,account,opened,prio,stars\nT1,A1,2024-01-01,low,5\nT2,,someday,medium,9\nT3,A1\n"
    shaped = _shape(tmp_path, HEAD + 'priority = "prio"\ncsat = "stars"\n', text)
    assert _good(shaped, "ticket_id") == ["T1"]
    assert sorted(_refused(shaped), key=str) == [
        (3, "account_id", None, "is missing"),
        (3, "csat", "9", "is above 5"),
        (3, "opened_at", "someday", "is no date and time"),
        (3, "priority", "medium", "is none of low, normal, high, urgent"),
        (4, None, None, "the line has 2 cells instead of 5"),
    ]


def test_a_refused_value_comes_with_its_whole_row(tmp_path: Path) -> None:
    """Nothing of the file is lost: the cells by column as they stood, surplus ones behind."""
    text = "id,account,opened,note\nT1,A1,never, x \nT2,A1\nT3,A1,2024-01-01,y,z\n"
    rows = [json.loads(row) for row in _shape(tmp_path, HEAD, text).refused["row"].to_pylist()]
    assert rows == [
        {"id": "T1", "account": "A1", "opened": "never", "note": " x "},
        {"id": "T2", "account": "A1"},
        {"id": "T3", "account": "A1", "opened": "2024-01-01", "note": "y", "+1": "z"},
    ]


def test_values_are_replaced_and_others_stay(tmp_path: Path) -> None:
    """A map names only what differs; the empty cell can be named too, and an empty answer is unknown."""
    rule = 'priority = { from = "prio", values = { medium = "normal", "" = "low", none = "" } }\n'
    text = "id,account,opened,prio\n1,A,2024-01-01,medium\n2,A,2024-01-01,high\n3,A,2024-01-01,\n4,A,2024-01-01,none\n"
    shaped = _shape(tmp_path, HEAD + rule, text)
    assert _good(shaped, "priority") == ["normal", "high", "low", None]


def test_skipped_rows_are_neither_good_nor_refused(tmp_path: Path) -> None:
    """Rows that the mapping leaves out leave no trace."""
    mapping = HEAD.replace("[tickets.columns]", 'skip = { kind = ["spam", ""] }\n[tickets.columns]')
    text = "id,account,opened,kind\n1,A,2024-01-01,spam\n2,A,2024-01-01,\n3,A,2024-01-01,real\n4,A,never,spam\n"
    shaped = _shape(tmp_path, mapping, text)
    assert _good(shaped, "ticket_id") == ["3"]
    assert _refused(shaped) == []


def test_words_for_nothing_are_empty_cells(tmp_path: Path) -> None:
    """What the mapping calls empty is unknown everywhere."""
    shaped = _shape(
        tmp_path, 'empty = ["NULL"]\n' + HEAD + 'category = "c"\n', "id,account,opened,c\n1,A,2024-01-01,NULL\n"
    )
    assert _good(shaped, "category") == [None]


def test_a_value_that_no_other_table_knows_is_refused(tmp_path: Path) -> None:
    """A look-up that finds nothing says where it looked."""
    mapping = HEAD.replace('"account"', '{ via = "contacts", key = "email", from = "mail" }')
    known = {("contacts", "email", "account_id"): {"a@x": "A1"}}
    text = "id,mail,opened\n1,a@x,2024-01-01\n2,b@x,2024-01-01\n"
    shaped = _shape(tmp_path, mapping, text, lookups=known)
    assert _good(shaped, "account_id") == ["A1"]
    assert _refused(shaped) == [(3, "account_id", "b@x", "is not in contacts.email")]


def test_owners_are_replaced_by_addresses(tmp_path: Path) -> None:
    """A name becomes an address, an assigned account has its owner, an unknown name stays."""
    (tmp_path / "o.toml").write_text('[names]\nAna = "ana@x"\n[accounts]\nA3 = "cy@x"\n')
    mapping = 'owners = "o.toml"\n[accounts]\nfiles = "t.csv"\n[accounts.columns]\naccount_id = "id"\nname = "id"\n'
    shaped = _shape(tmp_path, mapping + 'owner = "csm"\n', "id,csm\nA1,Ana\nA2,Bo\nA3,Ana\nA4,\n")
    assert _good(shaped, "owner") == ["ana@x", "Bo", "cy@x", None]


def test_lookups_prefer_this_load_to_the_book(tmp_path: Path) -> None:
    """Newer rows win over what the book knew; what only the book knows is still found."""
    mapping = '[contacts]\nfiles = "c.csv"\n[contacts.columns]\ncontact_id = "id"\naccount_id = "acc"\nemail = "id"\n'
    tickets = HEAD.replace('"account"', '{ via = "contacts", key = "email", from = "id" }')
    found, context = _plan(tmp_path, mapping + tickets, c="id,acc\nnew,A2\nboth,A2\n", t="id,opened\n")
    known = collect(found, context, lambda *_: {"old": "A1", "both": "A1"})
    assert known == {("contacts", "email", "account_id"): {"old": "A1", "both": "A2", "new": "A2"}}


def test_a_lookup_through_a_lookup_is_refused(tmp_path: Path) -> None:
    """Chains of look-ups are not followed."""
    contacts = '[contacts]\nfiles = "c.csv"\n[contacts.columns]\ncontact_id = "id"\nemail = "id"\n'
    chained = contacts + 'account_id = { via = "subscriptions", key = "subscription_id", from = "id" }\n'
    tickets = HEAD.replace('"account"', '{ via = "contacts", key = "email", from = "id" }')
    found, context = _plan(tmp_path, chained + tickets, c="id\n", t="id,opened\n")
    with pytest.raises(BadMapping, match=r"contacts.account_id is looked up itself"):
        collect(found, context, lambda *_: {})
