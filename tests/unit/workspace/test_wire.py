"""The log of what goes over the wire, without a server: what is kept, what is masked, what belongs together."""

import json
from typing import Any

from bot.workspace.wire import Wire
from bot.workspace.wire_masks import BODY_MOST, kept

Json = dict[str, Any]
COMMAND: Json = {
    "command": "/health",
    "text": "acme",
    "token": "legacy",
    "user_id": "U02MIA",
    "channel_id": "C01CSTEAM",
    "trigger_id": "1111111111.2222222222.aaaa",
    "response_url": "http://127.0.0.1:1/commands/abcdefghijklmnop",
}


def click(user: str, trigger_id: str, ts: str) -> Json:
    """A click on a message's button."""
    return {
        "type": "block_actions",
        "user": {"id": user},
        "container": {"type": "message", "message_ts": ts, "channel_id": "C01CSTEAM"},
        "trigger_id": trigger_id,
        "actions": [{"action_id": "claim"}],
    }


def test_secrets_are_masked_wherever_they_stand() -> None:
    """Tokens, signatures, tickets, triggers and response URLs leave at most their beginning."""
    body = {
        "Authorization": "Bearer xoxb-123-secret",
        "text": "see xoxb-123-secret and xapp-1-A1-secret",
        "X-Slack-Signature": "v0=0123456789abcdef",
        "url": "ws://127.0.0.1/link/?ticket=secret&app_id=A1",
        **COMMAND,
    }
    text = kept(body)
    for secret in ("secret", "0123456789abcdef", "legacy", "2222222222", "ghijklmnop"):
        assert secret not in text
    assert json.loads(text)["trigger_id"] == "111111…"


def test_json_inside_forms_is_read_and_its_secrets_masked_too() -> None:
    """Blocks and views that travel as text are shown as what they are."""
    view = {"type": "modal", "private_metadata": "xoxb-1-secret"}
    assert json.loads(kept({"view": json.dumps(view)})) == {"view": {**view, "private_metadata": "xoxb-…"}}
    assert json.loads(kept({"blocks": "[not json"})) == {"blocks": "[not json"}


def test_a_body_that_is_too_long_is_cut_and_says_so() -> None:
    """What is kept stays bounded and valid JSON."""
    text = kept({"text": "x" * BODY_MOST})
    assert len(text) < BODY_MOST / 10
    assert "characters" in json.loads(text)["too_long_to_keep"]


def test_the_oldest_entries_go_first() -> None:
    """The log never grows beyond its bound; what was forgotten can be answered all the same."""
    wire = Wire(most=3)
    first = wire.call("auth.test", {})
    for _ in range(4):
        wire.call("users.info", {"user": "U1"}).answered({"ok": True})
    first.answered({"ok": True})
    assert [entry["number"] for entry in wire.entries] == [3, 4, 5]
    assert wire.entry(1) is None


def test_an_entry_tells_how_it_ended() -> None:
    """Under way, then ok, refused in Slack's words, or not taken at all."""
    wire = Wire()
    calls = [wire.call("chat.postMessage", {"channel": "C1", "text": "Hi"}) for _ in range(2)]
    sent = wire.delivery(COMMAND, {"payload": COMMAND})
    assert [entry["outcome"] for entry in wire.entries] == [None, None, None]
    calls[0].answered({"ok": True})
    calls[1].answered({"ok": False, "error": "is_archived"})
    sent.answered({}, "timeout")
    assert [entry["outcome"] for entry in wire.entries] == ["ok", "is_archived", "timeout"]


def test_a_command_is_told_with_what_the_app_did_because_of_it() -> None:
    """The trigger joins a view, the view's id an update of it, the response URL an answer."""
    wire = Wire()
    wire.delivery(COMMAND, {"payload": COMMAND}).answered({})
    opened = wire.call("views.open", {"trigger_id": COMMAND["trigger_id"], "view": '{"type": "modal", "blocks": [1]}'})
    opened.answered({"ok": True, "view": {"id": "V1"}})
    wire.call("views.update", {"view_id": "V1"}).answered({"ok": True, "view": {"id": "V1"}})
    wire.answer("abcdefghijklmnop", {"replace_original": True, "blocks": [1, 2]}).answered({"ok": True})
    wire.call("conversations.list", {"types": "public_channel"}).answered({"ok": True})
    assert [entry["story"] for entry in wire.entries] == [1, 1, 1, 1, None]
    assert [entry["note"] for entry in wire.entries] == [
        "acknowledged",
        "modal · 1 block",
        "",
        "replace original · 2 blocks",
        "",
    ]
    assert {entry["person"] for entry in wire.entries[:4]} == {"U02MIA"}


def test_two_people_who_click_at_once_are_told_apart() -> None:
    """What a call names decides, the message before the person and the person before the channel."""
    wire = Wire()
    rosa = wire.delivery(click("U01ROSA", "1.1.a", "100.1"), {})
    mia = wire.delivery(click("U02MIA", "2.2.b", "100.2"), {})
    wire.call("chat.update", {"channel": "C01CSTEAM", "ts": "100.1"}).answered({"ok": True})
    wire.call("chat.postEphemeral", {"channel": "C01CSTEAM", "user": "U02MIA"}).answered({"ok": True})
    wire.call("users.info", {"user": "U01ROSA"}).answered({"ok": True})
    for one in (rosa, mia):
        one.answered({})
    assert [entry["story"] for entry in wire.entries] == [1, 2, 1, 2, 1]


def test_payloads_are_called_what_people_call_them() -> None:
    """A command with its text, a click by its action, an event by its type, a submission by its callback."""
    wire = Wire()
    for payload in (
        COMMAND,
        click("U1", "1.1.a", "1.1"),
        {"type": "event_callback", "event": {"type": "app_home_opened", "user": "U1"}},
        {"type": "view_submission", "user": {"id": "U1"}, "view": {"id": "V1", "type": "modal", "callback_id": "log"}},
        {"type": "block_suggestion", "user": {"id": "U1"}, "action_id": "account"},
        {"type": "message_action", "user": {"id": "U1"}, "callback_id": "log_this"},
    ):
        wire.delivery(payload, {"payload": payload})
    assert [(entry["kind"], entry["name"]) for entry in wire.entries] == [
        ("command", "/health acme"),
        ("action", "claim"),
        ("event", "app_home_opened"),
        ("submission", "log"),
        ("options", "account"),
        ("shortcut", "log_this"),
    ]


def test_an_acknowledgement_says_what_it_carried() -> None:
    """Over either transport: nothing, a message, options, or what happens to the view."""
    wire = Wire()
    answers: tuple[Json, ...] = (
        {},
        {"payload": {"text": "Acme", "blocks": [1, 2]}},
        {"status": 200, "body": '{"response_action": "errors"}'},
        {"payload": {"options": [1, 2, 3]}},
        {"payload": {"option_groups": [{"options": [1]}, {"options": [2]}]}},
    )
    for answer in answers:
        wire.delivery(COMMAND, {}).answered(answer)
    assert [entry["note"] for entry in wire.entries] == [
        "acknowledged",
        "message · 2 blocks",
        "response_action errors",
        "3 options",
        "2 options",
    ]
