"""What goes over the wire between Slack and the app, as it happens: for learning, and for finding out what went wrong.

Every request is one entry: a delivery to the app with its acknowledgement, a Web API call with its answer, or a post to
a response URL. Entries that belong to one thing somebody did share a story. The log is used from the server's loop.
"""

import asyncio
import itertools
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from bot.workspace.records import Json
from bot.workspace.stories import Stories, Story
from bot.workspace.wire_masks import kept
from bot.workspace.wire_notes import acknowledged_with, asks_for, called

ENTRIES_MOST = 500
"""Enough for an hour of clicking; a few megabytes."""
TO_APP, TO_SLACK = "to_app", "to_slack"
OK = "ok"


@dataclass(frozen=True, slots=True)
class Entry:
    """One request: `outcome` is None while it runs, then `ok` or what went wrong; `ms` is what it took.

    `at` is real time in milliseconds since 1970; `note` says what was carried; `request` and `response` are JSON texts.
    """

    number: int
    at: float
    way: str
    kind: str
    name: str
    story: int | None
    person: str | None
    note: str
    request: str
    response: str = "null"
    outcome: str | None = None
    ms: float | None = None

    @property
    def summary(self) -> Json:
        """What a list shows of it."""
        names = ("number", "at", "way", "kind", "name", "story", "person", "note", "outcome", "ms")
        return {name: getattr(self, name) for name in names}

    @property
    def whole(self) -> Json:
        """All of it, with both bodies."""
        return self.summary | {"request": json.loads(self.request), "response": json.loads(self.response)}


class Wire:
    """The last entries, and the pages that are told about new ones."""

    def __init__(self, most: int = ENTRIES_MOST) -> None:
        """Start empty; the oldest entry goes when there are more than `most`."""
        self._most = most
        self._entries: dict[int, Entry] = {}
        self._numbers = itertools.count(1)
        self._stories = Stories()
        self._inboxes: set[asyncio.Queue[Json]] = set()

    def delivery(self, payload: Mapping[str, Any], sent: Json) -> "Exchange":
        """A payload on its way to the app, in what it is `sent` in: an envelope, or a request's headers and body."""
        story = self._stories.begin(payload)
        return self._begin(story, (TO_APP, *called(payload)), sent)

    def post(self, headers: Mapping[str, str], body: str) -> "Exchange":
        """A payload on its way to a request URL, read back from what is posted."""
        read = dict(parse_qsl(body, keep_blank_values=True)) if body[:1] != "{" else json.loads(body)
        payload = json.loads(read["payload"]) if "payload" in read else read
        return self.delivery(payload, {"headers": dict(headers), "body": payload})

    def call(self, method: str, args: Mapping[str, Any]) -> "Exchange":
        """A Web API call of the app."""
        story = self._stories.of(args)
        sent = {name: value for name, value in args.items() if name != "token"}
        return self._begin(story, (TO_SLACK, "call", method), sent)

    def answer(self, key: str, body: Json) -> "Exchange":
        """A post to the response URL that ends with `key`."""
        return self._begin(self._stories.of({"response_url": key}), (TO_SLACK, "answer", "response_url"), body)

    def finish(self, number: int, story: Story | None, body: Json, outcome: str, ms: float) -> None:
        """Write down how an entry ended, and what it taught about its story."""
        if story is not None:
            self._stories.learn(story, body)
        entry = self._entries.get(number)
        if entry is not None:
            note = acknowledged_with(body) if entry.way == TO_APP and outcome == OK else entry.note
            self._keep(replace(entry, note=note, response=kept(body), outcome=outcome, ms=ms))

    @property
    def entries(self) -> list[Json]:
        """What is kept, oldest first, without the bodies."""
        return [entry.summary for entry in self._entries.values()]

    def entry(self, number: int) -> Json | None:
        """One entry with its bodies; None when it is not kept any more."""
        found = self._entries.get(number)
        return None if found is None else found.whole

    def join(self) -> asyncio.Queue[Json]:
        """Give a page that opens the log an inbox: it gets the summary of every entry that begins or ends."""
        inbox: asyncio.Queue[Json] = asyncio.Queue()
        self._inboxes.add(inbox)
        return inbox

    def leave(self, inbox: asyncio.Queue[Json]) -> None:
        """Forget a page that was closed."""
        self._inboxes.discard(inbox)

    def _begin(self, story: Story | None, what: tuple[str, str, str], sent: Json) -> "Exchange":
        way, kind, name = what
        number, person = (None, None) if story is None else (story.number, story.person)
        at = round(time.time() * 1000, 1)
        note = asks_for(sent) if way == TO_SLACK else ""
        entry = Entry(next(self._numbers), at, way, kind, name, number, person, note, kept(sent))
        self._keep(entry)
        return Exchange(self, entry.number, story, ends_story=way == TO_APP)

    def _keep(self, entry: Entry) -> None:
        self._entries[entry.number] = entry
        if len(self._entries) > self._most:
            del self._entries[next(iter(self._entries))]
        for inbox in self._inboxes:
            inbox.put_nowait({"type": "wire", "entry": entry.summary})


class Exchange:
    """One request while it runs."""

    def __init__(self, wire: Wire, number: int, story: Story | None, *, ends_story: bool) -> None:
        """Begin to count the time; `ends_story`: nothing of the story is under way once this is answered."""
        self._wire = wire
        self._number = number
        self._story = story
        self._ends_story = ends_story
        self._began = time.perf_counter()

    def answered(self, body: Json, failure: str | None = None) -> Json:
        """Write down the answer; returns `body`, to be handed on."""
        took = round((time.perf_counter() - self._began) * 1000, 1)
        if self._story is not None and self._ends_story:
            self._story.running = False
        refused = body.get("error") if body.get("ok") is False else None
        self._wire.finish(self._number, self._story, body, failure or refused or OK, took)
        return body
