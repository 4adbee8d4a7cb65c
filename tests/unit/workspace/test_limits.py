"""Our lint against the published cases, and the rules those do not name."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.limits import OUR_BUDGET, OUR_TEXT, Problem, lint_blocks, lint_message, lint_view
from tests.shared import shared
from tests.unit.workspace.block_kit_cases import (
    BLOCK_CASES,
    VIEW_CASES,
    actions,
    bars,
    button,
    cells,
    chart,
    entry,
    modal,
    mrkdwn,
    plain,
    section,
    table,
)

Json = dict[str, Any]


def fixtures(kind: str) -> list[Path]:
    """The published valid payloads of one kind."""
    return sorted(shared("blockkit-fixtures", "fixtures", "valid", kind).glob("*.json"))


def in_a_block(element: Json) -> Json:
    """An element inside the kind of block it belongs to."""
    kind = element["type"]
    if kind == "url":
        return {"type": "task_card", "task_id": "t", "title": "T", "status": "pending", "sources": [element]}
    if kind == "image":
        return {"type": "context", "elements": [element]}
    if kind.endswith("_input"):
        return entry(element)
    return actions(element)


def test_every_published_valid_block_passes() -> None:
    """A canonical block of each type has no problems where it may stand."""
    for path in fixtures("blocks"):
        block = json.loads(path.read_text())
        problems = lint_view(modal(blocks=[block])) if block["type"] == "alert" else lint_blocks([block])
        assert problems == [], path.name


def test_every_published_valid_element_passes() -> None:
    """A canonical element of each type has no problems inside its block."""
    for path in fixtures("elements"):
        assert lint_blocks([in_a_block(json.loads(path.read_text()))]) == [], path.name


def test_every_published_valid_view_passes() -> None:
    """A canonical modal and Home tab have no problems."""
    for path in fixtures("views"):
        assert lint_view(json.loads(path.read_text())) == [], path.name


def test_every_published_valid_rich_text_part_passes() -> None:
    """A canonical part of rich text has no problems inside a rich text block."""
    for path in fixtures("rich_text"):
        part = json.loads(path.read_text())
        outer = part if part["type"].startswith("rich_text_") else {"type": "rich_text_section", "elements": [part]}
        assert lint_blocks([{"type": "rich_text", "elements": [outer]}]) == [], path.name


@pytest.mark.parametrize("case", BLOCK_CASES)
def test_a_refused_block_is_flagged_beside_good_ones(case: str) -> None:
    """Each named fault in a block is found, with a pointer to the block it is in."""
    problems = lint_blocks([section(), BLOCK_CASES[case]()])
    assert any(problem.pointer.startswith("/blocks/1") for problem in problems)
    assert not any(problem.pointer.startswith("/blocks/0") for problem in problems)


@pytest.mark.parametrize("case", VIEW_CASES)
def test_a_refused_view_is_flagged(case: str) -> None:
    """Each named fault in a view is found."""
    assert any(problem.pointer.startswith("/view") for problem in lint_view(VIEW_CASES[case]()))


def test_every_published_case_is_tried() -> None:
    """The cases here are all the published ones."""
    manifest = json.loads(shared("blockkit-fixtures", "fixtures", "invalid", "manifest.json").read_text())
    assert {case["id"] for case in manifest["cases"]} == BLOCK_CASES.keys() | VIEW_CASES.keys()


def test_a_problem_points_at_its_place_in_slacks_words() -> None:
    """The message and JSON pointer are those Slack's own answer would carry."""
    problems = lint_blocks([{"type": "header", "text": plain("x" * 151)}])
    assert problems == [Problem("/blocks/0/text/text", "must be less than 151 characters")]


def test_an_unknown_block_type_is_flagged() -> None:
    """A type Slack does not know is named."""
    assert lint_blocks([{"type": "banner"}]) == [Problem("/blocks/0/type", "unsupported type: banner")]


def test_an_unknown_property_is_flagged() -> None:
    """Slack refuses properties it does not know."""
    assert lint_blocks([section(colour="red")]) == [Problem("/blocks/0", "invalid additional property: colour")]


def test_a_block_id_may_stand_once() -> None:
    """Two blocks with one block id are refused."""
    assert lint_blocks([section(block_id="a"), section(block_id="a")])[0].pointer == "/blocks/1/block_id"


def test_an_action_id_may_stand_once_in_a_block() -> None:
    """Two buttons of one block may not share an action id; buttons of two blocks may."""
    assert lint_blocks([actions(button(), button())])[0].pointer == "/blocks/0/elements"
    assert lint_blocks([actions(button()), actions(button())]) == []


@pytest.mark.parametrize(
    "block", [{"type": "markdown", "text": "a"}, table([cells("a")]), chart(), bars()], ids=lambda block: block["type"]
)
def test_message_blocks_are_refused_in_a_modal(block: Json) -> None:
    """Tables, charts and markdown stand in messages only."""
    assert lint_view(modal(blocks=[block]))[0].message == f"{block['type']} blocks are not allowed in a modal"


def test_an_alert_is_refused_in_a_message() -> None:
    """Alert blocks stand in modals only."""
    alert = {"type": "alert", "text": plain("Careful")}
    assert lint_blocks([alert])[0].message == "alert blocks are not allowed in a message"
    assert lint_view(modal(blocks=[alert])) == []


def test_a_message_holds_one_table_and_fifty_blocks() -> None:
    """The second table and the fifty-first block are refused."""
    assert lint_blocks([table([cells("a")]), table([cells("a")])])
    assert lint_blocks([{"type": "divider"}] * 50) == []
    assert lint_blocks([{"type": "divider"}] * 51)[0].message == "no more than 50 items allowed"


def test_markdown_is_counted_over_the_whole_message() -> None:
    """Two markdown blocks that fit alone may be too long together."""
    assert lint_blocks([{"type": "markdown", "text": "x" * 7000}] * 2)


def test_a_modal_with_inputs_needs_a_submit_button() -> None:
    """Slack refuses a modal that asks and cannot be sent."""
    asking = modal(blocks=[entry({"type": "plain_text_input", "action_id": "a"})])
    assert lint_view(asking) == [Problem("/view", "missing required field: submit")]


def test_our_message_needs_text_beside_its_blocks() -> None:
    """A screen reader reads only the text, so ours may not be empty nor beyond what Slack recommends."""
    assert lint_message("Acme is at risk", [section()]) == []
    assert lint_message("", [section()])[0].pointer == "/text"
    assert lint_message(None, None)[0].pointer == "/text"
    assert lint_message("x" * (OUR_TEXT + 1), None)[0].pointer == "/text"


def test_our_message_has_a_budget_below_slacks() -> None:
    """Blocks that each fit are refused together beyond ten thousand characters."""
    blocks = [section(text=mrkdwn("x" * 2500))] * 4
    assert lint_blocks(blocks) == []
    assert lint_message("Long", blocks) == [
        Problem("/blocks", f"must be less than {OUR_BUDGET + 1} characters of JSON")
    ]


@pytest.mark.parametrize(
    "junk", [None, 5, "text", [], {"type": None}, {"type": "section", "text": 5}, {"type": "table", "rows": 5}]
)
def test_junk_is_flagged_and_never_raises(junk: object) -> None:
    """Whatever JSON arrives, the lint answers."""
    assert lint_blocks([junk])
    assert lint_view(junk)
    assert lint_view(modal(blocks=[junk]))
