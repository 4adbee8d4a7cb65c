"""What people and channels set, who did what, and what is kept about a person."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, tzinfo
from math import ceil
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cs_engine.hours import WorkingHours
from cs_engine.records.acting import Actor
from cs_engine.records.preferences import (
    AuditLine,
    AuditPage,
    BadSetting,
    ChannelSettings,
    Deed,
    Held,
    Person,
    Preferences,
)
from cs_engine.service.preferences.rules import misfit, misfit_of_channel
from cs_engine.storage.erasing import ERASED
from cs_engine.storage.preferences import Wishes
from cs_engine.storage.rows import Teammate
from cs_engine.storage.store import Store
from cs_engine.storage.transaction import Transaction

AUDIT_LINES = 15
"""A page that fits one screen of Home beside everything else."""


class PreferenceDesk:
    """What people and channels set. Safe to share between threads.

    Who may change what belongs to others is decided where people ask; here everybody changes what is theirs.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        """Work on ``store``; ``clock`` returns the present moment, aware, in the workspace's zone."""
        self._store = store
        self._clock = clock

    def of(self, person: str) -> Preferences:
        """Return what somebody has set; the defaults when that is nothing."""
        with self._store.viewing() as memory:
            return memory.wishes.of(person) or Preferences(person)

    def change(self, actor: Actor, **changes: object) -> Preferences | BadSetting:
        """Change what somebody has set for themselves.

        Args:
            actor: whose settings they are.
            changes: new values by the names of the fields of `Preferences`.

        Returns:
            The settings as they are now, or what is wrong with the first change that cannot be kept.
        """
        with self._store.changing() as memory:
            known = memory.wishes.of(actor.person) or Preferences(actor.person)
            wanted = replace(known, **changes)  # type: ignore[arg-type] # by name; `misfit` checks the values
            problem = misfit(wanted)
            if problem is not None:
                return problem
            memory.wishes.put(wanted)
            told = sorted(name for name in changes if getattr(known, name) != getattr(wanted, name))
            memory.wishes.note(self._lines(actor, Deed.SETTINGS, actor.person, ", ".join(told)) if told else ())
        return wanted

    def remember_home(self, actor: Actor, home: str) -> None:
        """Keep where somebody is on Home: no setting, so the audit log does not tell of it."""
        with self._store.changing() as memory:
            known = memory.wishes.of(actor.person) or Preferences(actor.person)
            if known.home != home:
                memory.wishes.put(replace(known, home=home))

    def zone_of(self, person: str) -> tzinfo:
        """Return somebody's time zone: as they set it, else as Slack told, else the workspace's."""
        with self._store.viewing() as memory:
            return self._zone(memory.wishes, memory.wishes.of(person), person)

    def language_of(self, person: str) -> str | None:
        """Return somebody's language: as they set it, else as Slack told; ``None`` when neither is known."""
        with self._store.viewing() as memory:
            known, teammate = memory.wishes.of(person), memory.wishes.teammate(person)
        return (known.language if known else None) or (teammate.locale if teammate else None)

    def hours_of(self, person: str) -> WorkingHours:
        """Return when somebody works, by what they set and else the defaults, in their own zone."""
        with self._store.viewing() as memory:
            known = memory.wishes.of(person)
            zone = self._zone(memory.wishes, known, person)
        set_by = known or Preferences(person)
        return WorkingHours(
            zone,
            set_by.working_days,
            set_by.opens,
            set_by.closes,
            set_by.country,
            set_by.away_from,
            set_by.away_until,
        )

    def meet(
        self,
        slack_user_id: str,
        name: str,
        email: str | None = None,
        timezone: str | None = None,
        locale: str | None = None,
    ) -> None:
        """Keep who somebody is in Slack; nothing is written when that is known already."""
        met = Teammate(slack_user_id, email, name, timezone, locale)
        with self._store.viewing() as memory:
            known = memory.wishes.teammate(slack_user_id)
        if known != met:
            with self._store.changing() as memory:
                memory.wishes.meet(met)

    def user_id_of(self, person: str) -> str | None:
        """Return somebody's Slack user id as it was last known; ``None`` when they were never met."""
        with self._store.viewing() as memory:
            met = memory.wishes.teammate(person)
        return met.slack_user_id if met else None

    def people(self) -> tuple[Person, ...]:
        """Return everybody who was met, by name."""
        with self._store.viewing() as memory:
            teammates = memory.wishes.teammates()
            wishes = {each.person: each for each in memory.wishes.everybody()}
            accounts = memory.home.accounts_by_owner()
        return tuple(self._person(each, wishes, accounts) for each in teammates)

    def channels(self) -> tuple[ChannelSettings, ...]:
        """Return every channel that is told something, by name; those that are gone as well."""
        with self._store.viewing() as memory:
            return memory.wishes.channels()

    def set_channel(self, actor: Actor, settings: ChannelSettings) -> ChannelSettings | BadSetting:
        """Say what a channel is told; it counts as found again if it was gone.

        Returns:
            The settings as they are now, or what is wrong with them.
        """
        with self._store.changing() as memory:
            problem = misfit_of_channel(settings)
            if problem is not None:
                return problem
            now = replace(settings, set_by=actor.person, set_at=self._clock(), gone_at=None, gone_reason=None)
            memory.wishes.put_channel(now)
            memory.wishes.note(self._lines(actor, Deed.CHANNEL_SET, now.name, str(now.scope)))
        return now

    def remove_channel(self, actor: Actor, channel: str) -> bool:
        """Tell a channel nothing any more; return whether it was told anything."""
        with self._store.changing() as memory:
            known = memory.wishes.channel(channel)
            if known is not None:
                memory.wishes.drop_channel(channel)
                memory.wishes.note(self._lines(actor, Deed.CHANNEL_REMOVED, known.name))
        return known is not None

    def channel_gone(self, channel: str, reason: str, at: datetime) -> ChannelSettings | None:
        """Note that a channel cannot be told anything any more.

        Returns:
            The settings if this is news, so that whoever set it up is told once; else ``None``.
        """
        with self._store.changing() as memory:
            return gone(memory.wishes, channel, reason, at)

    def note(self, actor: Actor, what: str, about: str, detail: str = "") -> None:
        """Add a line to the audit log."""
        with self._store.changing() as memory:
            memory.wishes.note(self._lines(actor, what, about, detail))

    def audit(self, page: int = 1) -> AuditPage:
        """Return one page of the audit log, newest first; a page beyond the last is the last."""
        with self._store.viewing() as memory:
            _, total = memory.wishes.audited(0, 1)
            pages = max(ceil(total / AUDIT_LINES), 1)
            page = min(max(page, 1), pages)
            lines, _ = memory.wishes.audited((page - 1) * AUDIT_LINES, AUDIT_LINES)
        return AuditPage(tuple(lines), page, pages, total)

    def held(self, person: str) -> Held:
        """Return what is kept about one of our people, and what erasing them would do to it."""
        with self._store.viewing() as memory:
            return _held(memory, person)

    def erase(self, actor: Actor, person: str, heirs: Sequence[str] = ()) -> Held:
        """Erase one of our people: what is theirs is removed, what they wrote stays without their name.

        Their open tasks go to whoever looks after the account, else to the first of ``heirs``, else to the actor.

        Returns:
            What it did. The audit log tells that somebody was erased, and not who.
        """
        with self._store.changing() as memory:
            held = _held(memory, person)
            names = _names(memory.wishes, person)
            heir = next((each for each in (*heirs, actor.person) if each not in names), ERASED)
            memory.erasing.hand_on(names, heir)
            memory.erasing.rename(names)
            for name in names:
                memory.wishes.forget(name)
            memory.wishes.note(self._lines(actor, Deed.PERSON_ERASED, ERASED, str(held.authored)))
        return held

    def _zone(self, wishes: Wishes, known: Preferences | None, person: str) -> tzinfo:
        zone = known.timezone if known else None
        if zone is None:
            teammate = wishes.teammate(person)
            zone = teammate.timezone if teammate else None
        with suppress(ZoneInfoNotFoundError, ValueError):  # Slack may know zones that this system does not
            return ZoneInfo(zone) if zone else self._workspace()
        return self._workspace()

    def _workspace(self) -> tzinfo:
        zone = self._clock().tzinfo
        if zone is None:
            raise TypeError("The clock returns a moment without a zone.")
        return zone

    def _person(self, known: Teammate, wishes: dict[str, Preferences], accounts: dict[str, int]) -> Person:
        person = Person(known.slack_user_id, known.email, known.name, known.timezone, away=False, accounts=0)
        away = wishes.get(person.person)
        today = self._clock().date()
        return replace(
            person,
            away=away is not None
            and WorkingHours(self._workspace(), away_from=away.away_from, away_until=away.away_until).is_away(today),
            accounts=accounts.get(person.person, 0),
        )

    def _lines(self, actor: Actor, what: str, about: str, detail: str = "") -> Sequence[AuditLine]:
        return (AuditLine(self._clock(), actor.person, what, about, detail),)


def gone(wishes: Wishes, channel: str, reason: str, at: datetime) -> ChannelSettings | None:
    """Note within a transaction that a channel is gone; return its settings if that is news."""
    known = wishes.channel(channel)
    if known is None or known.gone_at is not None:
        return None
    lost = replace(known, gone_at=at, gone_reason=reason)
    wishes.put_channel(lost)
    wishes.note((AuditLine(at, known.set_by, Deed.CHANNEL_GONE, known.name, reason),))
    return lost


def _names(wishes: Wishes, person: str) -> frozenset[str]:
    """Return everything that the memory may call somebody: address and Slack user id."""
    teammate = wishes.teammate(person)
    known = (teammate.slack_user_id, (teammate.email or "").casefold()) if teammate else ()
    return frozenset(filter(None, (person, *known)))


def _held(memory: Transaction, person: str) -> Held:
    names, wishes = _names(memory.wishes, person), memory.wishes
    teammate = wishes.teammate(person)
    own = sum(1 for name in names if wishes.of(name)) + (1 if teammate else 0)
    told = teammate.name if teammate else person
    return Held(person, told, own, memory.erasing.authored(names), memory.erasing.waiting(names))
