"""One set of samples for every message folder: usual, hostile, empty and extreme."""

import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar

from bot.access.people import Caller
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
from cs_engine.records.account import Candidate, Candidates, Child, History
from cs_engine.records.bands import Band
from cs_engine.records.portfolio import Scope
from cs_engine.records.receipt import Coverage, FactorState, Hold, Veto
from tests.unit.bot.answers import TODAY, factor, portfolio, report, row, trend, unscored
from tests.unit.bot.awkward import AWKWARD
from tests.unit.bot.sent import looks, outcomes, sent

Value = TypeVar("Value")
Twist = Callable[[Value], Value]

HOSTILE = {
    "broadcast": "<!channel> <@U1> <!subteam^S1|x> <http://x.test|y>",
    "markup": "*x* _y_ ~z~ `w` > q &amp; {name} {{ name }} %(name)s",
    "right to left": "\u202eevil\u202c \u200f\u05d0\u05d1\u05d2\u200f \u2066x\u2069",
    "long": "W" * 3000,
    "emoji": "🏳️\u200d🌈👩\u200d💻 :tada: 🇩🇪",
    "lines": "one\ntwo\r\nthree\u2028four\x1efive\x00six",
    "quotes": "\"quoted\" 'single' \\ \\n \\u0041 </script>",
    "chinese": "北京字节科技有限公司（中国）",
    "nothing to see": "\u200b\u200b",
}
IDS = frozenset({"account_id", "unit"})
"""Not words for people; a button's value and an option's have limits of their own that ids keep."""


def as_is(value: Value) -> Value:
    """Leave a record as it is."""
    return value


def with_words(words: str) -> Twist[Any]:
    """Put `words` where a record holds text."""
    return lambda value: words if isinstance(value, str) and not isinstance(value, Enum) else value


def with_numbers(number: float) -> Twist[Any]:
    """Put `number` where a record holds one."""
    return lambda value: (
        type(value)(number) if isinstance(value, int | float) and not isinstance(value, bool) else value
    )


def twisted(record: Any, twist: Twist[Any]) -> Any:  # noqa: ANN401 - any record
    """Return the record with `twist` done to every value in it, at any depth."""
    if is_dataclass(record) and not isinstance(record, type):
        kept = {one.name: getattr(record, one.name) for one in fields(record)}
        return replace(
            record, **{name: value if name in IDS else twisted(value, twist) for name, value in kept.items()}
        )
    if isinstance(record, tuple):
        return tuple(twisted(each, twist) for each in record)
    return record if isinstance(record, date | datetime) else twist(record)


def emptied(record: Any) -> Any:  # noqa: ANN401 - any record
    """Return the record with None wherever it may be, and no entry in any tuple."""
    hints = typing.get_type_hints(type(record))
    changes: dict[str, Any] = {}
    for one in fields(record):
        options = typing.get_args(hints[one.name])
        if types.NoneType in options:
            changes[one.name] = None
        elif isinstance(getattr(record, one.name), tuple):
            changes[one.name] = ()
    return replace(record, **changes)


TWISTS: dict[str, Twist[Any]] = {
    "usual": as_is,
    **{name: with_words(words) for name, words in HOSTILE.items()},
    "zero": with_numbers(0),
    "huge": with_numbers(9e11),
    "negative": with_numbers(-1),
}

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
    yield messages.card(renderer, redacted(twisted(EVERYTHING, twist), ()), CardOptions(full=True))


def _shared(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    yield messages.shared_card(renderer, twisted(EVERYTHING, twist), _caller(renderer, twist("Dana")))
    yield messages.shared_card(renderer, emptied(EVERYTHING), _caller(renderer, None))
    yield messages.shared_card(renderer, redacted(EVERYTHING, ()), _caller(renderer, None))


def _receipts(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for account in (report(), EVERYTHING, *AWKWARD.values()):
        yield messages.receipt(renderer, twisted(account, twist))
    yield messages.receipt(renderer, emptied(EVERYTHING))


def _histories(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for points in (trend(60), trend(1), (), tuple(emptied(point) for point in trend(3))):
        yield messages.history(renderer, twisted(History("acc-1", "Acme", TODAY, points), twist))


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


def _homes(renderer: Renderer, twist: Twist[Any]) -> Iterator[Message]:
    for page in _portfolios(twist):
        for mapped in (True, False):
            state = ListState(page.scope, page.bands, page.page)
            yield messages.home(renderer, page, state, _caller(renderer, twist("Dana")), mapped=mapped)


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
    one = replace(sent(twist), sentence=twist("customers.csv is a binary file and no table."))
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
    yield renderer.render("error", explanation=Explanation(twist("Run `steward refresh` first."), None))
    yield renderer.render("error", explanation=Explanation(None, "1a2b3c4d"))


def _caller(renderer: Renderer, name: str | None) -> Caller:
    return Caller("U1", name, None, renderer.reader.locale, renderer.reader.timezone)


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
    "home": _homes,
    "not_mapped": _not_mapped,
    "pick_account": _picks,
    "refused": _refused,
    "share_refused": _refusals,
}
"""Message folder → what it is rendered with."""
WINDOWS = frozenset({"import_columns", "import_files"})
"""Folders that are windows to be submitted, not messages."""
