"""One set of samples for every message folder: usual, hostile, empty and extreme."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bot.access.redaction import redacted, redacted_list
from bot.errors import Explanation
from bot.imports import words
from bot.imports.words import Step
from bot.listeners import messages
from bot.listeners.actions.share import Refusal
from bot.listeners.commands.cs_grammar import CS_USAGES
from bot.listeners.commands.grammar import USAGES
from bot.listeners.lists import AT_RISK, ListState
from bot.listeners.messages import CardOptions
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.imports import ImportState
from cs_engine.records import risk as risk_records
from cs_engine.records.account import Candidate, Candidates, Child, History
from cs_engine.records.bands import Band
from cs_engine.records.care import Care
from cs_engine.records.portfolio import Scope
from cs_engine.records.receipt import Coverage, FactorState, Hold, Veto
from cs_engine.wording import Sentence, phrase, sentence
from tests.unit.bot.answers import TODAY, factor, portfolio, report, row, trend, unscored
from tests.unit.bot.awkward import AWKWARD
from tests.unit.bot.sent import looks, outcomes, sent
from tests.unit.templates import samples_home
from tests.unit.templates.samples_digests import DIGESTS
from tests.unit.templates.samples_episodes import EPISODE_WINDOWS, EPISODES, cared, episode, suggestion, timeline
from tests.unit.templates.samples_figures import FIGURE_MESSAGES
from tests.unit.templates.samples_growth import GROWTH, GROWTH_WINDOWS
from tests.unit.templates.samples_journeys import JOURNEYS
from tests.unit.templates.samples_logbook import LOGBOOK, LOGBOOK_WINDOWS
from tests.unit.templates.samples_plays import PLAY_WINDOWS, PLAYS
from tests.unit.templates.samples_risks import RISKS, chance
from tests.unit.templates.samples_segments import SEGMENTS
from tests.unit.templates.samples_values import VALUES, account_value
from tests.unit.templates.twists import Twist, as_is, emptied, twisted

EVERYTHING = report(
    score_before=58.0,
    scorecard_before="balanced",
    worst_child=Child("acc-9", "Acme GmbH", Band.AT_RISK, 38.2, 0.45),
    vetoes=(Veto("champion_left", Band.WATCH, TODAY, 20.0), Veto("own_rule", Band.WATCH, None, None)),
    coverage=Coverage(0.6, 3, 5, "nps", TODAY),
    data_is_old=True,
    receipt=(
        *(factor(f"measure_{number}") for number in range(24)),
        *(unscored(f"other_{number}", state) for number, state in enumerate(FactorState)),
    ),
    trend=trend(60),
    value=account_value(3),
)
"""An account about which there is more to say than about any real one."""


def _cards(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    held = (Hold(Band.AT_RISK, 55.0, 2), Hold(Band.HEALTHY, 66.0, 7))
    usual = [*(report(band=band) for band in Band), *(report(hold=hold) for hold in held), *AWKWARD.values()]
    for account in [EVERYTHING, *(usual if twist is as_is else (AWKWARD["paused"], AWKWARD["parent"]))]:
        yield messages.card(renderer, twisted(account, twist), CardOptions())
        yield messages.card(renderer, twisted(account, twist), CardOptions(full=True, buttons=False))
    yield messages.card(renderer, twisted(EVERYTHING, twist), CardOptions(shared_in=twist("cs-team")))
    yield messages.card(renderer, emptied(EVERYTHING), CardOptions(full=True))
    for full in (True, False):
        busy = replace(twisted(EVERYTHING, twist), care=cared(twist, episode()))
        yield messages.card(renderer, busy, CardOptions(full=full, acts=True))
    yield messages.card(renderer, redacted(twisted(EVERYTHING, twist), ()), CardOptions(full=True))
    for lines in (0, 1):
        yield messages.card(renderer, twisted(report(value=account_value(lines)), twist), CardOptions(full=True))
    for step in risk_records.Step:
        worked = replace(suggestion(), by_chance=step is risk_records.Step.FULL)
        judged = report(chance=chance(step, sure=step is not risk_records.Step.ASSUMED), care=Care(suggestion=worked))
        yield messages.card(renderer, twisted(judged, twist), CardOptions(full=True))


def _shared(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    yield messages.shared_card(renderer, twisted(EVERYTHING, twist), twist("Dana"))
    yield messages.shared_card(renderer, emptied(EVERYTHING), None)
    yield messages.shared_card(renderer, redacted(EVERYTHING, ()), None)


def _receipts(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for account in (report(), EVERYTHING, *AWKWARD.values()):
        yield messages.receipt(renderer, twisted(account, twist))
    yield messages.receipt(renderer, emptied(EVERYTHING))


def _histories(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for points in (trend(60), trend(1), (), tuple(emptied(point) for point in trend(3))):
        past = twisted(History("acc-1", "Acme", TODAY, points), twist)
        yield messages.history(renderer, past)
        yield messages.history(renderer, past, timeline(twist))


def _help(renderer: Renderer, _twist: Twist[Any]) -> Iterator[Message]:
    yield renderer.render("health_help", usages=USAGES)


def _picks(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for exact in (True, False):
        for number in (0, 1, 5, 6, 100):
            found = tuple(Candidate(f"acc-{each}", f"Acme {each}") for each in range(number))
            yield messages.candidates(renderer, twisted(Candidates("acme", exact, found), twist))


def _lists(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for page in _portfolios(twist):
        yield messages.account_list(renderer, page, ListState(page.scope, page.bands, page.page))


def _portfolios(twist: Twist[Any]) -> Iterator[Any]:
    worst = tuple(row(number, band=band, score=None) for number, band in enumerate([*Band, *Band]))
    pages = (
        portfolio(),
        portfolio(scope=Scope.TEAM, bands=AT_RISK, rows=worst, page=2, pages=3, unassigned=7),
        portfolio(rows=tuple(emptied(row(number)) for number in range(10))),
        replace(emptied(portfolio()), pages=0),
        redacted_list(portfolio(), ()),
    )
    for page in pages:
        numbers = {"page": page.page, "pages": page.pages, "unassigned": page.unassigned}
        yield replace(twisted(page, twist), **numbers)


def _not_mapped(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    yield renderer.render("not_mapped", email=twist("dana@steward.test"))
    yield renderer.render("not_mapped", email=None)


def _refusals(renderer: Renderer, _twist: Twist[Any]) -> Iterator[Message]:
    for reason in Refusal:
        yield renderer.render("share_refused", reason=reason)


def _refused(renderer: Renderer, _twist: Twist[Any]) -> Iterator[Message]:
    yield renderer.render("refused")


def _cs_help(renderer: Renderer, _twist: Twist[Any]) -> Iterator[Message]:
    yield renderer.render("cs_help", usages=CS_USAGES)


def _steps(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    one = replace(sent(twist), sentence=_unreadable(twist))
    for step in Step:
        yield words.step(renderer, one, step)
        yield words.step(renderer, one, step, table=twist("usage"), rows=12_000)


def _already(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for state in ImportState:
        yield words.already(renderer, replace(sent(twist), state=state))


def _previews(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for found in looks(twist):
        yield words.preview(renderer, sent(twist), found)


def _rows(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for found in looks(twist):
        for file in found.files:
            for table in file.tables:
                yield words.rows(renderer, file, table)


def _done(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for one in outcomes(twist):
        yield words.done(renderer, one)


def _files_window(renderer: Renderer, _twist: Twist[Any]) -> Iterator[Message]:
    yield _in_window(words.files_window(renderer, 500))


def _columns_window(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for found in looks(twist):
        if words.slots(found):
            yield _in_window(words.columns_window(renderer, sent(twist), found))


def _in_window(view: dict[str, Any]) -> Message:
    """A window as a message, so that all are looked at in the same way."""
    return Message(
        "\n".join(each["text"] for each in (view["title"], view["submit"], view["close"])), tuple(view["blocks"])
    )


def _errors(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    yield renderer.render("error", explanation=Explanation(sentence(twist("Run `steward refresh` first.")), None))
    yield renderer.render("error", explanation=Explanation(_unreadable(twist), None))
    yield renderer.render("error", explanation=Explanation(None, "1a2b3c4d"))


def _unreadable(twist: Twist[Any]) -> Sentence:
    """What is said of a file that is no table, with two values of the file's own in it."""
    what = sentence(phrase("is a damaged archive ({error}); copy or export it again."), error=twist("bad magic"))
    return sentence(phrase("{file} {what}"), file=twist("customers.zip"), what=what)


def _channel_gone(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for reason in ("is_archived", "not_in_channel", "channel_not_found", "restricted_action"):
        yield renderer.render("channel_gone", name=twist("cs-team"), reason=reason)


SAMPLES: dict[str, Callable[[Renderer, Twist[Any]], Iterator[Message]]] = {
    "account_list": _lists,
    "cs_help": _cs_help,
    "import_already": _already,
    "import_columns": _columns_window,
    "import_done": _done,
    "import_files": _files_window,
    "import_preview": _previews,
    "import_rows": _rows,
    "import_step": _steps,
    "error": _errors,
    "health_card": _cards,
    "health_help": _help,
    "health_history": _histories,
    "health_receipt": _receipts,
    "health_shared": _shared,
    "channel_gone": _channel_gone,
    **samples_home.SAMPLES,
    "not_mapped": _not_mapped,
    "pick_account": _picks,
    "refused": _refused,
    "share_refused": _refusals,
    **DIGESTS,
    **EPISODES,
    **LOGBOOK,
    **PLAYS,
    **FIGURE_MESSAGES,
    **SEGMENTS,
    **JOURNEYS,
    **VALUES,
    **RISKS,
    **GROWTH,
}
"""Message folder → what it is rendered with."""
WINDOWS = (
    samples_home.WINDOWS
    | EPISODE_WINDOWS
    | LOGBOOK_WINDOWS
    | PLAY_WINDOWS
    | GROWTH_WINDOWS
    | frozenset({"import_columns", "import_files"})
)
"""Folders that are windows to be submitted, not messages."""
