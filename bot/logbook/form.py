"""What the window that logs a follow-up holds: filled in before it opens, read back when it changes or is submitted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self

from bot.ids import ActionId, Field
from bot.logbook.about import About
from bot.logbook.entered import Entered, member
from cs_engine.records.episodes import FalseAlarm
from cs_engine.records.logbook import ChampionNews, Ending, FollowUpKind, FollowUpOutcome, Reason, Visibility
from cs_engine.records.logged import Draft, NewFollowUp

MUTED_DAYS = 30
"""How long a drop that was expected stays quiet; *False alarm* on the episode itself lets somebody choose the day."""
PULSES = ("1", "2", "3", "4", "5")
"""A CSM's opinion as a menu gives it back."""
COMMAS = str.maketrans("\uff0c\u3001;", ",,,")
"""What else stands between names: Chinese commas, and semicolons as in an address line."""


@dataclass(frozen=True, slots=True)
class Form:
    """The window's fields. Who does the next step is a Slack user id here."""

    account_id: str | None = None
    account: str | None = None
    """Its name."""
    kind: FollowUpKind = FollowUpKind.CALL
    outcome: FollowUpOutcome = FollowUpOutcome.NEUTRAL
    note: str = ""
    quote: bool = False
    """Whether the linked message's text is to be kept as well."""
    step: str = ""
    due: date | None = None
    at: datetime | None = None
    contacts: str = ""
    """Names with commas between them."""
    reasons: tuple[Reason, ...] = ()
    pulse: int | None = None
    pulse_reason: str = ""
    ending: str = Ending.KEEP_OPEN
    """What becomes of the linked episode: keep it open, resolve it, or why it is a false alarm."""
    champion: ChampionNews = ChampionNews.UNCHANGED
    champion_name: str = ""
    step_owner: str | None = None
    visibility: Visibility = Visibility.TEAM

    @classmethod
    def about(cls, draft: Draft, kind: FollowUpKind = FollowUpKind.CALL) -> Self:
        """Return what the window starts with when its account is known."""
        return cls(account_id=draft.account_id, account=draft.account, kind=kind, due=draft.due_on)

    @classmethod
    def filled(cls, new: NewFollowUp, account: str, step_owner: str | None) -> Self:
        """Return a kept follow-up as it was filled in."""
        return cls(
            account_id=new.account_id,
            account=account,
            kind=new.kind,
            outcome=new.outcome,
            note=new.note,
            step=new.step,
            due=new.due_on,
            at=new.at,
            contacts=", ".join(new.contacts),
            reasons=new.reasons,
            pulse=new.pulse,
            pulse_reason=new.pulse_reason,
            ending=new.false_alarm or new.ending,
            champion=new.champion,
            champion_name=new.champion_name or "",
            step_owner=step_owner,
            visibility=new.visibility,
        )

    @classmethod
    def of(cls, view: Mapping[str, Any], about: About) -> Self:
        """Read the window; one that edits has its account from the start.

        Raises:
            StaleButton: an entry is none that the window offers.
        """
        typed = Entered.of(view)
        pulse = typed.value(Field.LOG_PULSE)
        return cls(
            account_id=typed.value(ActionId.FIND) or about.account or None,
            kind=typed.choice(Field.LOG_KIND, FollowUpKind) or FollowUpKind.CALL,
            outcome=typed.choice(Field.LOG_OUTCOME, FollowUpOutcome) or FollowUpOutcome.NEUTRAL,
            note=typed.text(Field.LOG_NOTE),
            quote=bool(typed.values_of(Field.LOG_QUOTE)),
            step=typed.text(Field.LOG_STEP),
            due=typed.day(Field.LOG_DUE),
            at=typed.moment(Field.LOG_WHEN),
            contacts=typed.text(Field.LOG_CONTACTS),
            reasons=tuple(filter(None, (member(Reason, each) for each in typed.values_of(Field.LOG_REASONS)))),
            pulse=int(pulse) if pulse in PULSES else None,
            pulse_reason=typed.text(Field.LOG_PULSE_REASON),
            ending=_ending(typed.value(Field.LOG_EPISODE)),
            champion=typed.choice(Field.LOG_CHAMPION, ChampionNews) or ChampionNews.UNCHANGED,
            champion_name=typed.text(Field.LOG_CHAMPION_NAME),
            step_owner=typed.person(Field.LOG_STEP_OWNER),
            visibility=typed.choice(Field.LOG_VISIBILITY, Visibility) or Visibility.TEAM,
        )

    def as_new(self, about: About, step_owner: str | None, today: date) -> NewFollowUp:
        """Return what is to be kept; `step_owner` is a person, `today` the reader's.

        A day without a next step is only what the window proposed. The episode that was asked about is that of the
        account that stood there then.
        """
        ending = self.ending if self.account_id == about.account else Ending.KEEP_OPEN
        false_alarm = FalseAlarm(ending) if ending in set(FalseAlarm) else None
        expected = false_alarm is FalseAlarm.EXPECTED
        return NewFollowUp(
            account_id=self.account_id or "",
            kind=self.kind,
            outcome=self.outcome,
            at=self.at,
            note=self._note(about),
            contacts=tuple(name for name in map(str.strip, self.contacts.translate(COMMAS).split(",")) if name),
            reasons=self.reasons,
            champion=self.champion,
            champion_name=self.champion_name or None,
            visibility=self.visibility,
            pulse=self.pulse,
            pulse_reason=self.pulse_reason,
            episode_id=about.episode or None if self.account_id == about.account else None,
            ending=Ending.FALSE_ALARM if false_alarm else Ending(ending),
            false_alarm=false_alarm,
            muted_until=today + timedelta(days=MUTED_DAYS) if expected else None,
            step=self.step,
            due_on=self.due if self.step else None,
            step_owner=step_owner,
            permalink=about.permalink or None,
            source=about.source,
        )

    def _note(self, about: About) -> str:
        return "\n".join(filter(None, (self.note, about.quote if self.quote else "")))


def _ending(value: str) -> str:
    return value if value in {Ending.RESOLVE, *FalseAlarm} else Ending.KEEP_OPEN


def soon(today: date) -> date:
    """Return the day that is proposed for a next step before the account is known: two weekdays ahead."""
    day = today
    for _ in range(WEEKDAYS_AHEAD):
        day += timedelta(days=1)
        day += timedelta(days=max(0, SUNDAY + 1 - day.weekday()) if day.weekday() >= SATURDAY else 0)
    return day


WEEKDAYS_AHEAD = 2
SATURDAY, SUNDAY = 5, 6
