"""A workspace without any bot, with a message of every kind in it."""

import contextlib
from collections.abc import Iterator
from typing import Any

from slack_sdk import WebClient

from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace

ROSA, MIA = "U01ROSA", "U02MIA"
TEAM, GENERAL, WINS = "C01CSTEAM", "C02GENERAL", "C03WINS"
Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """A mrkdwn text object."""
    return {"type": "mrkdwn", "text": text}


def rich(*elements: Json) -> Json:
    """A rich text block of one section."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def button(text: str, **more: str) -> Json:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": text, **more}


def points(*values: float) -> list[Json]:
    """A series of weeks."""
    return [{"label": f"W{week}", "value": value} for week, value in enumerate(values)]


WEEKS = {"categories": ["W0", "W1", "W2"]}
ORDINARY: list[Json] = [
    {"type": "header", "text": plain("Build passed :tada:")},
    {"type": "section", "text": mrkdwn("*Health* 42 _down_ ~old~ `code` <https://example.com|board>\n> quoted")},
    {"type": "section", "fields": [mrkdwn("*ARR*\n€84k"), mrkdwn("*Term*\nannual")]},
    {"type": "section", "text": mrkdwn("Row"), "accessory": button("Open")},
    {"type": "divider"},
    {"type": "context", "elements": [mrkdwn("source: usage.csv")]},
    {"type": "image", "image_url": "https://example.com/x.png", "alt_text": "Elsewhere", "title": plain("A picture")},
    {
        "type": "actions",
        "elements": [
            button("Save", style="primary"),
            button("Drop", style="danger"),
            {"type": "overflow", "action_id": "rest", "options": [{"text": plain("A"), "value": "a"}]},
            {
                "type": "static_select",
                "action_id": "pick",
                "placeholder": plain("Snooze"),
                "options": [{"text": plain("One day"), "value": "1"}],
            },
            {"type": "datepicker", "action_id": "date", "initial_date": "2026-11-22"},
        ],
    },
    {"type": "markdown", "text": "## Plan\n- **one**\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |"},
]
BOXES: list[Json] = [
    {"type": "card", "title": mrkdwn("Card title"), "body": mrkdwn("Card body"), "actions": [button("Go")]},
    {"type": "carousel", "elements": [{"type": "card", "title": mrkdwn(f"Result {n}")} for n in range(3)]},
    {"type": "container", "title": plain("Box"), "child_blocks": [{"type": "section", "text": mrkdwn("Inside")}]},
    {
        "type": "table",
        "column_settings": [{"is_wrapped": True}, {"align": "right"}],
        "rows": [
            [{"type": "raw_text", "text": "Factor"}, {"type": "raw_text", "text": "Points"}],
            [rich({"type": "text", "text": "Usage"}), {"type": "raw_number", "value": -8.2, "text": "-8.2"}],
        ],
    },
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "opinion",
                "positive_button": {"text": plain("Good"), "value": "1"},
                "negative_button": {"text": plain("Bad"), "value": "0"},
            }
        ],
    },
    {"type": "plan", "title": "Not drawn", "tasks": [{"task_id": "1", "title": "x", "status": "complete"}]},
]
CHARTS: list[Json] = [
    {
        "type": "data_visualization",
        "title": "Shares",
        "chart": {"type": "pie", "segments": [{"label": "High", "value": 20}, {"label": "Low", "value": 80}]},
    },
    {
        "type": "data_visualization",
        "title": "Logins",
        "chart": {"type": "line", "series": [{"name": "Acme", "data": points(98, 60, 12)}], "axis_config": WEEKS},
    },
    {
        "type": "data_table",
        "caption": "Scores",
        "page_size": 2,
        "row_header_column_index": 0,
        "rows": [
            [{"type": "raw_text", "text": "Name"}, {"type": "raw_text", "text": "Score"}],
            *[
                [{"type": "raw_text", "text": name}, {"type": "raw_number", "value": score, "text": str(score)}]
                for name, score in (("Alice", 42), ("Bob", 7), ("Chen", 100))
            ],
        ],
    },
]


@contextlib.contextmanager
def gallery() -> Iterator[Workspace]:
    """A workspace with every block in #general, and a conversation with a thread in #customer-wins."""
    with Workspace(default_seed()) as started:
        client = client_of(started)
        started.as_person(MIA).say(WINS, "Signed by *Blue Ridge* :tada:")
        started.as_person(MIA).say(WINS, "Two more years")
        root = client.chat_postMessage(channel=WINS, text="What happened?")
        client.chat_postMessage(channel=WINS, text="A lot", thread_ts=str(root["ts"]))
        for blocks in (ORDINARY, BOXES, CHARTS):
            client.chat_postMessage(channel=GENERAL, text="Every block", blocks=blocks)
        yield started


def client_of(workspace: Workspace) -> WebClient:
    """The bot's own client."""
    return WebClient(token=workspace.bot_token, base_url=workspace.api_url)
