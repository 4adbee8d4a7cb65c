"""Which requests belong together: a command, its answer, and what the app asked and posted because of it.

Slack names the connection only in part. A trigger id, a response URL, a view or a message that a story has seen joins a
request to it for good; a person or a channel only while the story is young.
"""

import itertools
import time
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

STORIES_MOST = 500
YOUNG_SECONDS = 10.0
"""An app that works after its answer is done by then; later the same person may have started something else."""

PASSES = ("trigger_id", "response_url")
THINGS = ("view_id", "message_ts", "ts", "thread_ts")
PEOPLE = ("user_id", "user")
PLACES = ("channel_id", "channel")


@dataclass(slots=True)
class Story:
    """Something somebody did; `clues` are the values that requests about it carry."""

    number: int
    person: str | None
    began: float = field(default_factory=time.monotonic)
    clues: set[str] = field(default_factory=set)
    running: bool = True


class Stories:
    """The latest stories; used from the server's loop only."""

    def __init__(self) -> None:
        """Start with none."""
        self._stories: deque[Story] = deque(maxlen=STORIES_MOST)
        self._numbers = itertools.count(1)

    def begin(self, payload: Mapping[str, Any]) -> Story:
        """Start the story of a payload that goes to the app."""
        story = Story(next(self._numbers), _person(payload))
        self._stories.append(story)
        self.learn(story, payload)
        return story

    def learn(self, story: Story, body: Mapping[str, Any]) -> None:
        """Remember what a request or an answer of this story names."""
        story.clues.update(_clues(body, (*PASSES, *THINGS, *PEOPLE, *PLACES)))

    def of(self, body: Mapping[str, Any]) -> Story | None:
        """The story that a request of the app belongs to; None when nothing tells."""
        ranks = ((PASSES, False), (THINGS, False), (PEOPLE, True), (PLACES, True))
        for names, only_young in ranks:
            wanted = set(_clues(body, names))
            for story in reversed(self._stories):
                if story.clues & wanted and (_young(story) or not only_young):
                    return story
        running = [story for story in self._stories if story.running]
        return running[0] if len(running) == 1 else None


def _young(story: Story) -> bool:
    return story.running or time.monotonic() - story.began < YOUNG_SECONDS


def _clues(body: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    """The values of these fields in a payload, its event, its container and its view; ids stand for objects."""
    parts = [
        body,
        *(body[inner] for inner in ("event", "container", "message") if isinstance(body.get(inner), Mapping)),
    ]
    for part in parts:
        for name in names:
            value = part.get(name)
            value = value.get("id") if isinstance(value, Mapping) else value
            if isinstance(value, str) and value:
                yield value.rpartition("/")[2] if name == "response_url" else value
    view = body.get("view")
    if "view_id" in names and isinstance(view, Mapping) and isinstance(view.get("id"), str):
        yield view["id"]


def _person(payload: Mapping[str, Any]) -> str | None:
    return next(_clues(payload, PEOPLE), None)
