"""Does our score predict? The stored snapshots, looked back on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from difflib import unified_diff
from pathlib import Path

from cs_engine.churn.audit import FEWEST_LOSSES, audit
from cs_engine.churn.audit_suggestion import WORTH, Change, suggested
from cs_engine.churn.past import Day, Past, past_of
from cs_engine.errors import BadFile
from cs_engine.health.curves import HUNDREDTHS
from cs_engine.health.facts import instant, number, text
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.snapshot import Snapshot
from cs_engine.metrics.stake import MONTHLY
from cs_engine.records.bands import Band
from cs_engine.records.churn import Progress
from cs_engine.records.churn_audit import Audit, Suggestion
from cs_engine.service.churn.changed_card import changed
from cs_engine.service.churn.contacts import logged_contacts
from cs_engine.service.scoring.looking_back import LOST, loss_day, weekly
from cs_engine.service.scoring.scorecards import archived
from cs_engine.storage.store import Store
from cs_engine.wording import phrase

BANDS = (Band.HEALTHY, Band.WATCH, Band.AT_RISK, Band.UNKNOWN)
"""Who is leaving is no forecast any more."""
BEGINNING, END = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
TOO_FEW = f"fewer than {FEWEST_LOSSES} accounts under it were lost in one of the halves of the past"
THERE = phrase("{file} is there already; name another folder with --out.")
AS_GOOD = f"other weights would rank later losses no better (less than {WORTH:g} of ROC-AUC), nor another border"


def audit_score(
    store: Store, scorecards: Sequence[Scorecard], progress: Progress = lambda _done, _total: None
) -> Audit:
    """Return what followed the scores of all weekly snapshots in the memory.

    Args:
        store: the memory; nothing is written.
        scorecards: those in use.
        progress: is told how many days of how many were read.

    Raises:
        NothingToShow: there is not enough history.
    """
    past = past_of(_days(store, progress), logged_contacts(store, UTC))
    groups = {factor.measure.key: factor.group for card in reversed(scorecards) for factor in card.factors}
    return audit(past, groups, lambda found: tuple(_suggestion(found, card) for card in scorecards))


def write_suggestions(suggestions: Sequence[Suggestion], folder: Path) -> list[Path]:
    """Write the scorecards that were suggested into a folder, and return their files.

    Raises:
        BadFile: one of them is there already.
    """
    files = {folder / f"{one.scorecard}.toml": one.text for one in suggestions if one.text}
    for file in files:
        if file.exists():
            raise BadFile(THERE, file=file)
    folder.mkdir(parents=True, exist_ok=True)
    for file, text_then in files.items():
        file.write_text(text_then, encoding="utf-8")
    return list(files)


def _days(store: Store, progress: Progress) -> Iterator[Day]:
    instants = store.instants()
    if not instants:
        return
    borders: dict[str, float] = {}
    span, at = (instants[-1] - instants[0]).days, instants[0]
    for snapshot in weekly(store, BEGINNING, END):
        if snapshot.as_of > at:
            at = snapshot.as_of
            progress((at - instants[0]).days, span)
        if snapshot.status in LOST:
            unpaid = snapshot.facts.get("involuntary") is True
            yield Day(snapshot.account_id, snapshot.moment.today, loss_day(snapshot), unpaid)
        elif snapshot.band in BANDS:
            yield _day(snapshot, _border(store, snapshot.formula_version, borders))


def _border(store: Store, version: str, known: dict[str, float]) -> float:
    if version not in known:
        cards: Mapping[str, Scorecard] = {card.formula_version: card for card in archived(store, [version])}
        known[version] = cards[version].bands.at_risk_below if version in cards else 0.0
    return known[version]


def _day(snapshot: Snapshot, border: float) -> Day:
    scored = [line for line in snapshot.lines if line.sub_score is not None]
    touched = instant(snapshot.facts, "last_two_way_at")
    return Day(
        account_id=snapshot.account_id,
        day=snapshot.moment.today,
        score=None if snapshot.score is None else snapshot.score / HUNDREDTHS,
        band=snapshot.band,
        border=border,
        version=snapshot.formula_version,
        arr=snapshot.arr,
        currency=text(snapshot.facts, "currency"),
        monthly=number(snapshot.facts, "term_months") == MONTHLY,
        touched=None if touched is None else touched.date(),
        sub_scores={line.key: (line.sub_score or 0) / HUNDREDTHS for line in scored},
        weights={line.key: float(line.weight) for line in scored},
    )


def _suggestion(past: Past, card: Scorecard) -> Suggestion:
    change = suggested(past, card)
    told = Suggestion(
        card.name, change.losses, _why_not(change), weights=change.weights_tried, border=change.border_tried
    )
    if told.why_not:
        return told
    text_then = changed(card, change.weights, change.border)
    lines = unified_diff(
        card.text.splitlines(), text_then.splitlines(), f"{card.name}.toml", f"{card.name}.toml", lineterm="", n=2
    )
    return Suggestion(card.name, change.losses, "", change.weights_tried, change.border_tried, text_then, tuple(lines))


def _why_not(change: Change) -> str:
    if change.weights_tried is None:
        return TOO_FEW
    return AS_GOOD if change.weights is None and change.border is None else ""
