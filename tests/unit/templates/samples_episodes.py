"""Samples of risk episodes, of all that is said about them, and of what people do about an account."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from bot.episodes import windows, words
from bot.episodes.people import Called, User
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.bands import Band
from cs_engine.records.care import Care
from cs_engine.records.episode_view import (
    EpisodeView,
    FamilyGrade,
    FamilyStanding,
    Overtaken,
    Standing,
    UsualWeek,
)
from cs_engine.records.episodes import (
    Episode,
    EpisodeEvent,
    EpisodeMove,
    EpisodeState,
    Evidence,
    FalseAlarm,
    Family,
)
from cs_engine.records.logbook import (
    FollowUp,
    FollowUpKind,
    FollowUpOutcome,
    Forecast,
    ForecastCall,
    Pulse,
    RenewalRecord,
    RenewalResult,
    Task,
    TaskState,
)
from cs_engine.records.logged import EntryKind, TimelineEntry
from cs_engine.records.outbox import Recipient, To
from cs_engine.records.plays import Suggestion
from cs_engine.records.segment_view import KeptMove
from cs_engine.service.episodes.fresh import Fresh
from cs_engine.wording import sentence
from tests.unit.bot.answers import TODAY, report
from tests.unit.templates.twists import Twist, emptied, twisted

Fill = Callable[[Renderer, Twist[Any]], Iterator[Message]]
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DANA, LEE = "dana@steward.test", "lee@steward.test"
CHANNEL, PERSON = Recipient(To.CHANNEL, "C1"), Recipient(To.PERSON, DANA)
NUMBERS: Mapping[Family, Mapping[str, float | int | str | None]] = MappingProxyType(
    {
        Family.NOTICE_GIVEN: {"on": "2026-11-19", "leaves_on": "2026-12-31", "days": 39},
        Family.CHAMPION_LEFT: {"name": "Ana Silva", "on": "2026-11-16", "days": 6},
        Family.AT_RISK: {"score": 41.87, "groups": "usage,voice"},
        Family.USAGE_DROP: {"before": 41.0, "now": 24.0, "share": 0.585, "weeks": 4},
        Family.DECISION_NEAR: {"days": 20, "decision_on": "2026-12-12", "band": "at_risk"},
        Family.KEY_DETRACTOR: {"score": 3.0, "name": "Ana Silva", "role": "champion", "on": "2026-11-18"},
        Family.URGENT_TICKET: {"tickets": 1.0, "days": 5, "target": 2},
        Family.INVOICE_OVERDUE: {"days": 44, "amount": 4_000.0, "currency": "USD", "habit": 9.0},
        Family.ONBOARDING_LATE: {"days": 12, "name": "Single sign-on works", "overdue": 1},
        Family.SILENCE: {"days": 71},
        Family.UNUSED_SEATS: {"now": 12.0, "before": 40.0, "share": 0.3},
        Family.SCORE_DROP: {"points": -17.2, "days": 7},
        Family.PROBABILITY: {"probability": 0.44},
        Family.DETRACTOR: {"score": 2.0, "name": "Bo Lee", "role": None, "on": "2026-11-18"},
    }
)


def care(episode: Episode | None = None) -> Care:
    """Build an account about which a lot is being done."""
    touch = FollowUp("f-1", "acc-1", DANA, NOW, NOW, FollowUpKind.CALL, FollowUpOutcome.POSITIVE, "They wait for SSO")
    task = Task("t-1", "acc-1", "Send the rollout plan", DANA, NOW, TaskState.OPEN, NOW, DANA)
    return Care(
        last_touch=touch,
        last_two_way_at=NOW,
        next_task=task,
        tasks_open=3,
        tasks_overdue=1,
        episode=episode,
        pulse=Pulse("acc-1", DANA, NOW, 4, "They love it"),
        forecast=Forecast("acc-1", date(2026, 12, 12), ForecastCall.LIKELY, DANA, NOW),
        renewal=RenewalRecord("r-1", "acc-1", RenewalResult.RENEWED, TODAY, DANA, NOW),
        suggestion=suggestion(),
    )


def suggestion() -> Suggestion:
    """Build a play that fits."""
    return Suggestion("acc-1", "red-save", "Red save", "When it is red.", "Call the sponsor", TODAY, DANA)


def evidence(*families: Family, struck: tuple[Family, ...] = ()) -> tuple[Evidence, ...]:
    """Build evidence of these families, of which some hold no longer."""
    over = date(2026, 11, 20)
    return tuple(
        Evidence(each, date(2026, 11, 14), NUMBERS[each], over if each in struck else None) for each in families
    )


def episode(state: EpisodeState = EpisodeState.OPEN, **changes: Any) -> Episode:  # noqa: ANN401 - any field
    """Build an episode for three reasons of which one is over."""
    usual = Episode(
        "e-1",
        "acc-1",
        NOW,
        state,
        Band.WATCH,
        Band.AT_RISK,
        evidence(Family.USAGE_DROP, Family.KEY_DETRACTOR, Family.URGENT_TICKET, struck=(Family.URGENT_TICKET,)),
        DANA,
        claimed_by=LEE if state is EpisodeState.CLAIMED else None,
        next_step_on=TODAY if state is EpisodeState.CLAIMED else None,
        snoozed_until=TODAY if state is EpisodeState.SNOOZED else None,
        ended_at=NOW if state.is_over else None,
        ended_by=DANA if state.is_over and state is not EpisodeState.CLEARED else None,
        false_alarm=FalseAlarm.EXPECTED if state is EpisodeState.FALSE_ALARM else None,
        muted_until=TODAY if state is EpisodeState.FALSE_ALARM else None,
    )
    return replace(usual, **changes)


def view(one: Episode, **changes: Any) -> EpisodeView:  # noqa: ANN401 - any field of the report
    """Build an episode with all that is shown about it."""
    events = (
        EpisodeEvent("e-1", NOW, EpisodeMove.OPENED),
        EpisodeEvent("e-1", NOW, EpisodeMove.SNOOZED, DANA),
        EpisodeEvent("e-1", NOW + timedelta(days=1), EpisodeMove.FOLLOWED_UP, LEE),
    )
    account = report(care=replace(Care(), suggestion=suggestion()), **changes)
    return EpisodeView(one, account, events, UsualWeek(-2.1, 2.4, 12), "Dana", None, None)


VIEWS = (
    *(view(episode(state)) for state in EpisodeState),
    view(episode(returned_at=NOW, escalated_at=NOW)),
    view(episode(escalated_at=NOW)),
    view(episode(evidence=evidence(*Family))),
    view(episode(evidence=evidence(*Family, struck=tuple(Family)))),
    view(episode(evidence=(), owner=None, band=None, band_before=None)),
    view(episode(band_before=Band.AT_RISK), band=Band.UNKNOWN, stake=emptied(report().stake), champion=None),
)
EMPTY = EpisodeView(episode(), emptied(report()), (), None, None, None, None)


def timeline(twist: Twist[Any]) -> tuple[TimelineEntry, ...]:
    """Build one of everything that can happen with an account, newest first."""
    done = care()
    events = [EpisodeEvent("e-1", NOW, move, DANA) for move in EpisodeMove]
    happened: list[tuple[EntryKind, Any]] = [
        (EntryKind.FOLLOW_UP, done.last_touch),
        (EntryKind.TASK_DONE, done.next_task),
        (EntryKind.RENEWAL, done.renewal),
        (EntryKind.FORECAST, done.forecast),
        (EntryKind.PULSE, done.pulse),
        *((EntryKind.EPISODE, event) for event in events),
        (EntryKind.SEGMENT, KeptMove("acc-1", NOW, "s1", "s2", sentence("Busy ones"), sentence("Quiet ones"))),
    ]
    moments = [NOW - timedelta(days=3 * number) for number in range(len(happened))]
    entries = [TimelineEntry(at, kind, DANA, what) for at, (kind, what) in zip(moments, happened, strict=True)]
    return tuple(replace(entry, what=within(entry.what, twist), by=twist(DANA)) for entry in entries)


def within(what: Any, twist: Twist[Any]) -> Any:  # noqa: ANN401 - anything that happened
    """Return something that happened with its words twisted; a pulse stays one of five."""
    return replace(twisted(what, twist), value=4) if isinstance(what, Pulse) else twisted(what, twist)


def cared(twist: Twist[Any], one: Episode | None = None) -> Care:
    """Build what people do about an account, with its words twisted."""
    usual = care(one)
    kept: Care = replace(twisted(usual, twist), pulse=within(usual.pulse, twist), episode=one)
    return replace(kept, tasks_open=twist(3), tasks_overdue=twist(1))


def _views(twist: Twist[Any]) -> Iterator[EpisodeView]:
    for one in (*VIEWS, EMPTY):
        lines = tuple(replace(each, numbers=_numbers(each, twist)) for each in one.episode.evidence)
        yield replace(one, episode=replace(one.episode, evidence=lines), report=twisted(one.report, twist))


def _numbers(line: Evidence, twist: Twist[Any]) -> dict[str, float | int | str | None]:
    ours = {*words.DAYS, "currency", "band"}
    return {name: value if name in ours or value is None else twist(value) for name, value in line.numbers.items()}


def _called(twist: Twist[Any]) -> Called:
    return lambda person: User(twist(person), "U1" if person == DANA else None)


def _messages(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for one in _views(twist):
        for told in (CHANNEL, PERSON):
            yield words.message(renderer, one, told, _called(twist))


def _states(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for one in _views(twist):
        yield words.done(renderer, one, _called(twist))
        yield words.overtaken(renderer, Overtaken(one, DANA), _called(twist))
        yield words.overtaken(renderer, Overtaken(one, None), _called(twist))


def _replies(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for one in _views(twist):
        for news in ("worse", "cleared", "returned", "woken"):
            yield words.news(renderer, one, news, Fresh(worse=True), None, _called(twist))
            yield words.news(renderer, one, news, Fresh(frozenset(Family)), "U1", _called(twist))


def _groups(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    views = [*_views(twist)]
    for told in (CHANNEL, PERSON):
        yield words.group(renderer, views[:1], told, _called(twist))
        yield words.group(renderer, [*views, *views], told, _called(twist))
    yield words.group(renderer, [one for one in views if one.episode.state.is_over], CHANNEL, _called(twist))


def _escalations(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    views = [*_views(twist)]
    for why in ("ending", "unclaimed", "away"):
        yield words.escalation(renderer, views[:1], why, _called(twist))
        yield words.escalation(renderer, views, why, _called(twist))


def _notes(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    views = [*_views(twist)]
    bands = {band.value: 3 for band in Band}
    families = [family.value for family in Family]
    wrong: dict[str, object] = {"note": "wrong_data", "by": DANA, "families": families, "text": twist("No such seat")}
    for about, told in (
        ({"note": "starting_picture", "bands": bands, "accounts": 15}, ()),
        ({"note": "mass_trip", "family": "usage_drop", "accounts": 30, "of": 90}, ()),
        ({"note": "taken_over", "bands": bands, "accounts": 15}, views),
        ({"note": "taken_over", "bands": {}, "accounts": 1}, ()),
        (wrong, views[:1]),
        ({"note": "wrong_data"}, ()),
    ):
        yield words.note(renderer, about, told, _called(twist))


def _alerts(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    grades = tuple(FamilyGrade(each, 12, 9, 8, 5, twist(6.5)) for each in Family)
    mixed = (*grades[:3], *(FamilyGrade(each, 0, 0, 0, 0, None) for each in tuple(Family)[3:]))
    standings = tuple(
        FamilyStanding(each, tuple(Standing)[number % 4], ("tickets", "usage")) for number, each in enumerate(Family)
    )
    for told in (grades, mixed, ()):
        whole = FamilyGrade(None, 20, 15, 13, 8, twist(6.5)) if told else None
        yield words.alerts(renderer, words.Grades(told, whole), standings if told else (), TODAY)


def _window(view: dict[str, Any]) -> Message:
    parts = (view["title"], view["submit"], view["close"])
    return Message("\n".join(each["text"] for each in parts), tuple(view["blocks"]))


def _claims(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for one in _views(twist):
        yield _window(windows.claim_window(renderer, one, "{}", TODAY))


def _hands(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for one in _views(twist):
        yield _window(windows.hand_window(renderer, one, "{}"))


def _snoozes(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for one in _views(twist):
        yield _window(windows.snooze_window(renderer, one, "{}", TODAY))


def _falses(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for one in _views(twist):
        yield _window(windows.false_window(renderer, one, "{}"))


def _resolves(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for one in _views(twist):
        yield _window(windows.resolve_window(renderer, one, "{}"))


EPISODES: dict[str, Fill] = {
    "cs_alerts": _alerts,
    "episode": _messages,
    "episode_claim_window": _claims,
    "episode_false_window": _falses,
    "episode_group": _groups,
    "episode_hand_window": _hands,
    "episode_note": _notes,
    "episode_reply": _replies,
    "episode_resolve_window": _resolves,
    "episode_snooze_window": _snoozes,
    "episode_state": _states,
    "escalation": _escalations,
}
EPISODE_WINDOWS = frozenset(name for name in EPISODES if name.endswith("_window"))
