"""A small bot with a card, a form and a Home tab, which remembers what it was told."""

import queue
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

ROSA, MIA = "U01ROSA", "U02MIA"
TEAM, GENERAL, WINS = "C01CSTEAM", "C02GENERAL", "C03WINS"
ACCOUNTS = ("Acme", "Acme Corp", "Blue Ridge")
Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def options(*names: str) -> list[Json]:
    """Options whose values are their names."""
    return [{"text": plain(name), "value": name} for name in names]


def asked(block_id: str, label: str, element: Json, *, optional: bool = False) -> Json:
    """An input block."""
    element = {"action_id": block_id, **element}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, "optional": optional}


def button(text: str, action_id: str, **more: object) -> Json:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def card(line: str) -> list[Json]:
    """An answer with buttons."""
    sure = {"title": plain("Share Acme?"), "text": plain("All see it."), "confirm": plain("Share"), "deny": plain("No")}
    rest = {"type": "overflow", "action_id": "rest", "options": options("Start play", "Report wrong data")}
    days = {"type": "static_select", "action_id": "snooze", "placeholder": plain("Snooze"), "options": options("1 d")}
    return [
        {"type": "section", "block_id": "line", "text": {"type": "mrkdwn", "text": line}},
        {
            "type": "actions",
            "block_id": "do",
            "elements": [button("More", "more"), button("Share", "share", confirm=sure), days, rest],
        },
    ]


def form(heading: str) -> Json:
    """A modal with one of every field."""
    return {
        "type": "modal",
        "callback_id": "log",
        "title": plain("Log a follow-up"),
        "submit": plain("Save"),
        "blocks": [
            {"type": "header", "text": plain(heading)},
            asked("account", "Account", {"type": "external_select", "min_query_length": 1}),
            asked("kind", "Type", {"type": "static_select", "options": options("Call", "Meeting")}),
            asked("with", "With", {"type": "multi_users_select"}, optional=True),
            asked("day", "Day", {"type": "datepicker", "initial_date": "2026-11-22"}),
            asked("hour", "Hour", {"type": "timepicker"}, optional=True),
            asked("note", "Summary", {"type": "plain_text_input", "multiline": True}),
            asked("mood", "Outcome", {"type": "radio_buttons", "options": options("Good", "Bad")}),
            asked("why", "Reasons", {"type": "checkboxes", "options": options("Price", "Support")}, optional=True),
            asked("pulse", "Pulse", {"type": "number_input", "is_decimal_allowed": False}, optional=True),
            asked("mail", "Email", {"type": "email_text_input"}, optional=True),
            asked("link", "Address", {"type": "url_text_input"}, optional=True),
            {"type": "actions", "elements": [button("Redraw", "redraw"), button("Another", "another")]},
        ],
    }


def home(shown: str) -> Json:
    """A Home tab with a button and a filter."""
    find = asked("find", "Filter", {"type": "plain_text_input"}, optional=True)
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain(shown)},
            {"type": "actions", "elements": [button("Renewals", "renewals")]},
            {**find, "dispatch_action": True},
        ],
    }


@dataclass
class Desk:
    """The bot behind the page: what it was told, for the tests to read."""

    saved: list[Json] = field(default_factory=list)
    pressed: queue.Queue[str] = field(default_factory=queue.Queue)

    def register(self, app: App) -> None:
        """Register the listeners."""
        app.command("/health")(self.health)
        app.command("/cs")(self.open_form)
        app.action("more")(self.more)
        app.action("share")(self.share)
        app.action("redraw")(self.redraw)
        app.action("another")(self.another)
        app.action("renewals")(self.renewals)
        for action_id in ("rest", "snooze", "find"):
            app.action(action_id)(self.remember)
        app.options("account")(self.accounts)
        app.view("log")(self.save)
        app.view("second")(self.clear)
        app.event("app_home_opened")(self.publish)
        app.event("message")(self.ignore)

    def health(self, ack: Ack, command: Json) -> None:
        """Answer in the acknowledgement."""
        name = command["text"]
        ack(text=f"{name}: 41", blocks=card(f"*{name}* · 41 /100"))

    def open_form(self, ack: Ack, client: WebClient, body: Json) -> None:
        """Open the form."""
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form("First"))

    def more(self, ack: Ack, respond: Respond) -> None:
        """Replace the answer."""
        ack()
        respond(text="More", blocks=card("All there is to know"), replace_original=True)

    def share(self, ack: Ack, client: WebClient, body: Json) -> None:
        """Post for everyone."""
        ack()
        client.chat_postMessage(channel=body["channel"]["id"], text="Shared", blocks=card("Shared by Rosa"))

    def remember(self, ack: Ack, payload: Json) -> None:
        """Write down what was chosen."""
        ack()
        chosen = payload.get("selected_option") or {"value": payload.get("value")}
        self.pressed.put(f"{payload['action_id']}={chosen['value']}")

    def redraw(self, ack: Ack, client: WebClient, body: Json) -> None:
        """Update the form."""
        ack()
        client.views_update(view_id=body["view"]["id"], view=form("Second"))

    def another(self, ack: Ack, client: WebClient, body: Json) -> None:
        """Push a second modal."""
        ack()
        name = asked("name", "Name", {"type": "plain_text_input"})
        view = {"type": "modal", "callback_id": "second", "title": plain("Another"), "submit": plain("Done")}
        client.views_push(trigger_id=body["trigger_id"], view={**view, "blocks": [name]})

    def accounts(self, ack: Ack, payload: Json) -> None:
        """Offer the accounts that fit."""
        ack(options=options(*(name for name in ACCOUNTS if payload["value"].lower() in name.lower())))

    def save(self, ack: Ack, view: Json) -> None:
        """Keep the form, unless the note is too short."""
        values = {block: next(iter(row.values())) for block, row in view["state"]["values"].items()}
        if len(values["note"]["value"]) < 5:
            ack(response_action="errors", errors={"note": "Say what was agreed."})
            return
        self.saved.append(values)
        ack()

    def clear(self, ack: Ack) -> None:
        """Close every modal."""
        ack(response_action="clear")

    def publish(self, event: Json, client: WebClient) -> None:
        """Show the Home tab."""
        client.views_publish(user_id=event["user"], view=home("Good morning"))

    def renewals(self, ack: Ack, client: WebClient, body: Json) -> None:
        """Show another page of Home."""
        ack()
        client.views_publish(user_id=body["user"]["id"], view=home("Your renewals"))

    def ignore(self) -> None:
        """Say nothing to messages."""
