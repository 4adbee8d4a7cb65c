"""Samples of everything about what people log: windows, confirmations, tasks."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from bot.logbook import account_windows, words
from bot.logbook.about import About
from bot.logbook.form import Form
from bot.logbook.problems import Unfit
from bot.logbook.windows import Around, follow_up_window
from bot.logbook.words import Face
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.episodes import Episode, EpisodeState, FalseAlarm
from cs_engine.records.logbook import (
    ChampionNews,
    Ending,
    FollowUp,
    FollowUpKind,
    FollowUpOutcome,
    Forecast,
    ForecastCall,
    Reason,
    RenewalRecord,
    RenewalResult,
    Task,
    TaskState,
    Visibility,
)
from cs_engine.records.logged import (
    Draft,
    LogField,
    Logged,
    Recorded,
    RenewalDraft,
    RenewalUndone,
    TaskView,
    Undone,
    Wrong,
)
from tests.unit.bot.answers import TODAY

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
MIA = "mia@ours.example"


def _task(twist: Any, **changes: Any) -> Task:  # noqa: ANN401 - any field of a task
    usual = Task("t-1", "acc-1", twist("Send the rollout plan"), MIA, NOW, TaskState.OPEN, NOW, MIA)
    return replace(usual, **changes)


def _draft(twist: Any) -> Draft:  # noqa: ANN401 - see `samples.Twist`
    return Draft(
        "acc-1",
        twist("Acme"),
        MIA,
        None,
        twist("Ana Ruiz"),
        tuple(twist(f"Ana {number}") for number in range(20)),
        "e-1",
        EpisodeState.OPEN,
        None,
        None,
        TODAY,
    )


def _renewal_draft(twist: Any) -> RenewalDraft:  # noqa: ANN401 - see `samples.Twist`
    calls = tuple(Forecast("acc-1", TODAY, call, MIA, NOW, twist("Waiting for budget")) for call in ForecastCall)
    return RenewalDraft("acc-1", twist("Acme"), "USD", twist(48_000.0), TODAY, TODAY, "active", None, calls[0], calls)


def _window(view: dict[str, Any]) -> Message:
    """A window as a message, so that all are looked at in the same way."""
    said = "\n".join(each["text"] for each in (view["title"], view["submit"], view["close"]))
    return Message(said, tuple(view["blocks"]))


def _follow_up(twist: Any, **changes: Any) -> FollowUp:  # noqa: ANN401 - any field of a follow-up
    usual = FollowUp(
        "f-1", "acc-1", MIA, NOW, NOW, FollowUpKind.CALL, FollowUpOutcome.POSITIVE, twist("They want SSO.")
    )
    return replace(usual, **changes)


def _follow_up_windows(renderer: Renderer, twist: Any) -> Iterator[Message]:  # noqa: ANN401 - see `samples.Twist`
    draft = _draft(twist)
    yield _window(follow_up_window(renderer, Form(), About()))
    yield _window(follow_up_window(renderer, Form.about(draft), About(account="acc-1", answer="https://hooks.x/1")))
    full = Form(
        account_id="acc-1",
        account=twist("Acme"),
        note=twist("They want SSO.\nSoon."),
        step=twist("Send the plan"),
        due=TODAY,
        at=NOW,
        contacts=twist("Ana Ruiz, Bo Lee"),
        reasons=(Reason.PRICE, Reason.SUPPORT),
        pulse=2,
        pulse_reason=twist("Budget cut"),
        champion=ChampionNews.NEW,
        champion_name=twist("Bo Lee"),
        step_owner="U1",
    )
    about = About(full="1", again="1", permalink="https://x.slack.com/p1", quote=twist("We will renew"))
    for ending in (*Ending, *FalseAlarm):
        if ending is not Ending.FALSE_ALARM:
            around = Around(episode=True, contacts=draft.contacts)
            yield _window(follow_up_window(renderer, replace(full, ending=ending), about, around))
    yield _window(follow_up_window(renderer, full, About(follow_up="f-1"), Around(unlinked=True)))


def _logged(renderer: Renderer, twist: Any) -> Iterator[Message]:  # noqa: ANN401 - see `samples.Twist`
    name = twist("Acme")
    more = {"permalink": "https://x.slack.com/p1", "visibility": Visibility.RESTRICTED}
    for kind in FollowUpKind:
        yield words.logged(renderer, Logged(_follow_up(twist, kind=kind), name, _task(twist), None, NOW))
    for outcome in FollowUpOutcome:
        yield words.logged(renderer, Logged(_follow_up(twist, outcome=outcome), name, None, None, NOW), edited=True)
    for state, news in ((EpisodeState.RESOLVED, ChampionNews.NEW), (EpisodeState.FALSE_ALARM, ChampionNews.LEFT)):
        episode = Episode("e-1", "acc-1", NOW, state, None, None, (), MIA)
        told = _follow_up(twist, champion=news, champion_name=twist("Bo Lee"), **more)
        yield words.logged(renderer, Logged(told, name, None, episode, NOW))
    for restored in (True, False):
        yield words.undone(renderer, Undone(_follow_up(twist), name, restored))


def _offers(renderer: Renderer, _twist: Any) -> Iterator[Message]:  # noqa: ANN401 - see `samples.Twist`
    yield words.offer(renderer, "C1", "1.0")


def _tasks(renderer: Renderer, twist: Any) -> Iterator[Message]:  # noqa: ANN401 - see `samples.Twist`
    for days in (0, 1, 12, -3):
        view = TaskView(_task(twist, due_at=NOW - timedelta(days=days)), twist("Acme"), overdue=days > 0)
        for face in Face:
            yield words.task(renderer, view, face, by=twist("Leo Brandt"), late_by=twist("Leo Brandt"))
            yield words.task(renderer, view, face)


def _task_windows(renderer: Renderer, twist: Any) -> Iterator[Message]:  # noqa: ANN401 - see `samples.Twist`
    view = TaskView(_task(twist), twist("Acme"), overdue=False)
    yield _window(account_windows.reassign_window(renderer, view, About()))


def _renewal_windows(renderer: Renderer, twist: Any) -> Iterator[Message]:  # noqa: ANN401 - see `samples.Twist`
    draft = _renewal_draft(twist)
    yield _window(account_windows.renewal_window(renderer, draft, About()))
    nothing = replace(draft, currency=None, arr=None, renewal_date=None, decision_date=None, forecast=None, history=())
    yield _window(account_windows.renewal_window(renderer, nothing, About()))


def _forecast_windows(renderer: Renderer, twist: Any) -> Iterator[Message]:  # noqa: ANN401 - see `samples.Twist`
    draft = _renewal_draft(twist)
    yield _window(account_windows.forecast_window(renderer, draft, About()))
    yield _window(account_windows.forecast_window(renderer, replace(draft, forecast=None, history=()), About()))


def _recorded(renderer: Renderer, twist: Any) -> Iterator[Message]:  # noqa: ANN401 - see `samples.Twist`
    for result in RenewalResult:
        record = RenewalRecord("r-1", "acc-1", result, date(2027, 1, 31), MIA, NOW)
        yield words.recorded(renderer, Recorded(record, twist("Acme"), NOW), "USD")
        told = replace(record, amount=twist(12_000.0), reason=Reason.COMPETITOR, competitor=twist("Rival"))
        yield words.recorded(renderer, Recorded(told, twist("Acme"), NOW), None)
        yield words.recorded(renderer, RenewalUndone(record, twist("Acme")), None)


def _account_windows(renderer: Renderer, twist: Any) -> Iterator[Message]:  # noqa: ANN401 - see `samples.Twist`
    yield _window(account_windows.pulse_window(renderer, _draft(twist), About()))


def _champion_windows(renderer: Renderer, twist: Any) -> Iterator[Message]:  # noqa: ANN401 - see `samples.Twist`
    yield _window(account_windows.champion_window(renderer, _draft(twist), About()))
    yield _window(account_windows.champion_window(renderer, replace(_draft(twist), champion=None), About()))


def _wrong_data_windows(renderer: Renderer, twist: Any) -> Iterator[Message]:  # noqa: ANN401 - see `samples.Twist`
    yield _window(account_windows.wrong_data_window(renderer, _draft(twist), About()))


def _done(renderer: Renderer, twist: Any) -> Iterator[Message]:  # noqa: ANN401 - see `samples.Twist`
    for pulse in range(1, 6):
        yield words.done(renderer, "pulse", twist("Acme"), pulse)
    for call in ForecastCall:
        yield words.done(renderer, "forecast", twist("Acme"), call)
    yield words.done(renderer, "wrong_data", twist("Acme"))


def _problems(renderer: Renderer, _twist: Any) -> Iterator[Message]:  # noqa: ANN401 - see `samples.Twist`
    for wrong in Wrong:
        for field in LogField:
            yield renderer.render("field_problem", field=field, wrong=wrong, limit=48_000.0)
    for unfit in Unfit:
        yield renderer.render("field_problem", field="", wrong=unfit, limit=None)


def _too_late(renderer: Renderer, _twist: Any) -> Iterator[Message]:  # noqa: ANN401 - see `samples.Twist`
    yield renderer.render("too_late")


LOGBOOK: Mapping[str, Any] = MappingProxyType(
    {
        "champion_window": _champion_windows,
        "field_problem": _problems,
        "follow_up_logged": _logged,
        "follow_up_offer": _offers,
        "follow_up_window": _follow_up_windows,
        "forecast_window": _forecast_windows,
        "logbook_done": _done,
        "pulse_window": _account_windows,
        "renewal_recorded": _recorded,
        "renewal_window": _renewal_windows,
        "task": _tasks,
        "task_window": _task_windows,
        "too_late": _too_late,
        "wrong_data_window": _wrong_data_windows,
    }
)
"""Message folder → what it is rendered with."""
LOGBOOK_WINDOWS = frozenset(name for name in LOGBOOK if name.endswith("_window"))
