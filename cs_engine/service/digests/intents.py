"""Intents that digests travel in: one key per channel and week, parts in order behind the main message."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from cs_engine.records.digest import DIGEST, PART, Digest, DigestPart, told
from cs_engine.records.lanes import LANES, Lanes
from cs_engine.records.outbox import Act, Delivery, Intent, Recipient, To

NEWS_LASTS = timedelta(days=7)
"""After a week the next one tells it better."""


def digest_key(recipient: str, week: str) -> str:
    """Return the key of a channel's or person's digest of a week: the same whoever asks, however often."""
    return f"digest:{recipient}:{week}"


def daily_key(person: str, day: date) -> str:
    """Return the key of somebody's daily message."""
    return f"daily:{person}:{day.isoformat()}"


def digest_intents(key: str, channel: str, digest: Digest, parts: Sequence[DigestPart], at: datetime) -> list[Intent]:
    """Return a channel's digest: the main message, then its thread in order."""
    main = Intent(
        key=key,
        kind="digest",
        act=Act.POST,
        subject=key,
        to=(Recipient(To.CHANNEL, channel),),
        due_at=at,
        about={"digest": told(DIGEST, replace(digest, thread=sum(len(each.rows) for each in parts)))},
        expires_at=at + NEWS_LASTS,
    )
    return [main, *_in_order(main, parts)]


def personal_intent(key: str, person: str, digest: Digest, at: datetime) -> Intent:
    """Return somebody's own digest."""
    return Intent(
        key=key,
        kind="digest_personal",
        act=Act.POST,
        subject=key,
        to=(Recipient(To.PERSON, person),),
        due_at=at,
        about={"digest": told(DIGEST, digest)},
        expires_at=at + NEWS_LASTS,
    )


def daily_intent(person: str, lanes: Lanes, at: datetime, until: datetime) -> Intent:
    """Return somebody's day; at its end it is over."""
    key = daily_key(person, lanes.day)
    to = (Recipient(To.PERSON, person),)
    return Intent(key, "daily", Act.POST, key, to, at, {"lanes": told(LANES, lanes)}, expires_at=until)


def once_more(lost: Delivery, parts: Sequence[Delivery], key: str, channel: str, at: datetime) -> list[Intent]:
    """Return a digest that could not be delivered, for where it can be now."""
    to = (Recipient(To.CHANNEL, channel),)
    anew = {"subject": key, "to": to, "due_at": at, "expires_at": at + NEWS_LASTS}
    main = replace(lost.intent, key=key, **anew)  # type: ignore[arg-type] # fields of an intent, by name
    keys = [key, *(_part_key(key, number) for number in range(2, len(parts) + 2))]
    thread = [
        replace(part.intent, key=mine, after=before, **anew)  # type: ignore[arg-type] # same
        for part, (before, mine) in zip(parts, pairwise(keys), strict=True)
    ]
    return [main, *thread]


def _in_order(main: Intent, parts: Sequence[DigestPart]) -> Iterator[Intent]:
    before = main.key
    for part in parts:
        key = _part_key(main.key, part.number + 1)
        about = {"part": told(PART, part)}
        yield replace(main, key=key, kind="digest_part", act=Act.REPLY, about=about, after=before)
        before = key


def _part_key(key: str, number: int) -> str:
    """Return the key of a part; the main message is the first."""
    return f"{key}:part:{number}"
