"""Chances of a loss and what they are good for, found after the scores and kept beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from cs_engine.churn.champion import match, replaces
from cs_engine.churn.explaining import explained
from cs_engine.churn.filing import model_id, packed, unpacked
from cs_engine.errors import BadInput, NothingToShow
from cs_engine.health.contract import contract_of
from cs_engine.health.scorecard import Scorecard
from cs_engine.health.snapshot import Snapshot
from cs_engine.metrics.ordering import comparable
from cs_engine.metrics.stake import assess_stake, rank
from cs_engine.records.account import Basis
from cs_engine.records.churn import Wanted
from cs_engine.records.churn_accounts import Freshness
from cs_engine.records.churn_audit import Audit
from cs_engine.records.churn_contacts import HoldOut
from cs_engine.records.risk import AccountRisk
from cs_engine.records.risk_view import KeptRisks, ModelCard
from cs_engine.service.churn.audit import audit_score
from cs_engine.service.churn.learning_accounts import LABEL, LearnedAccounts, learn_accounts
from cs_engine.service.churn.risks import NO_MODEL, Judgement, newest_snapshots, risks
from cs_engine.service.scoring.model_chances import chance_of
from cs_engine.storage.risks import BY_MODEL
from cs_engine.storage.rows import Judged, SnapshotRow
from cs_engine.storage.store import Store
from cs_engine.wording import Sentence, phrase, sentence

LEARNED_FOR = timedelta(days=28)
"""After four weeks there is one more day to learn from."""
PIECE = 1_000
"""Snapshots that are judged anew in one go."""
FEATURES = 20
"""A card names so many; the others matter hardly at all."""

NOT_LEARNED = phrase("No model could be learned, so chances are what followed the bands: {reason}")
FIRST_MODEL = phrase("It is the first model that was learned.")
BETTER = phrase(
    "It replaced the one before: on {rows} forecasts for later days that neither had seen it was less wrong."
)
NO_BETTER = phrase("It is not used: on {rows} forecasts for days that neither had seen it was no less wrong.")
CANNOT_TELL = phrase(
    "It is not used: the days that neither had seen have too few losses to tell, and the one in use still stands."
)
STOOD_NO_MORE = phrase("It replaced the one before, which no longer stood.")


@dataclass(frozen=True, slots=True)
class _Champion:
    card: ModelCard
    content: bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """How chances are found.

    Attributes:
        wanted: how to learn; ``None`` learns nothing and goes by what is there.
        at_once: learn in any case.
        held_out: share of accounts for which nothing acts on the chance alone.
    """

    wanted: Wanted | None = None
    at_once: bool = False
    held_out: float = 0.0


def keep_risks(store: Store, book_url: str, zone: tzinfo, at: datetime, how: Finding) -> KeptRisks:
    """Find how likely each live account is lost and why, keep it, and judge the money at stake by it.

    A model is learned where there is none, where the one in use is four weeks old, and where it stands no more. The
    new one is used only where it is better on later days, or where the old one stands no more.

    Args:
        store: the memory, with snapshots that were just taken.
        book_url: the book; it is only read.
        zone: the workspace's zone, in which days begin.
        at: now.
        how: whether and how to learn, and how many are held out.

    Raises:
        NothingToShow: the book has no past.
    """
    champion = _champion(store)
    found = risks(book_url, zone, store, champion.content if champion else None, at)
    stands = found.drift is not None and found.drift.freshness is Freshness.FRESH
    if how.wanted is not None and (how.at_once or not stands or _is_old(champion, at)):
        taught = learned(book_url, zone, how.wanted)
        if isinstance(taught, LearnedAccounts):
            _learn(store, taught, champion, at, stands=stands)
        champion = _champion(store)
        found = risks(book_url, zone, store, champion.content if champion else None, at)
        found = found if isinstance(taught, LearnedAccounts) else _refused(found, taught)
    told = _with_reasons(found)
    with store.changing() as memory:
        about = replace(found.about, holdout=_hold_out(memory.risks.about(), how.held_out, found.about.as_of))
        memory.risks.put(about, told)
    _judge(store, [each for each in told if not about.holds_out(each.account_id)])
    return about


def _hold_out(before: KeptRisks | None, share: float, today: date) -> HoldOut | None:
    """Return what is held out: since when it is the same share as before, else from today on."""
    if not share:
        return None
    was = None if before is None else before.holdout
    return was if was is not None and was.share == share else HoldOut(share, today)


def keep_audit(store: Store, scorecards: Sequence[Scorecard], at: datetime) -> Audit | None:
    """Find whether the health score predicts, and keep the answer in place of the one before.

    Args:
        store: the memory.
        scorecards: those in use.
        at: now.

    Returns:
        ``None`` where there is not enough history to tell.
    """
    try:
        found = audit_score(store, scorecards)
    except NothingToShow:
        found = None
    with store.changing() as memory:
        memory.risks.put_audit(found, at)
    return found


def learned(book_url: str, zone: tzinfo, wanted: Wanted) -> LearnedAccounts | Sentence:
    """Return what the past teaches, or why no model could be learned from it."""
    try:
        return learn_accounts(book_url, zone, wanted)
    except (BadInput, NothingToShow) as refusal:
        return refusal.sentence


def _refused(found: Judgement, why: Sentence) -> Judgement:
    """Return the same with the reason why there is no model, where nothing better is known of it."""
    if found.about.why != sentence(NO_MODEL):
        return found
    return replace(found, about=replace(found.about, why=sentence(NOT_LEARNED, reason=why)))


def _champion(store: Store) -> _Champion | None:
    with store.viewing() as memory:
        found = memory.risks.model_in_use()
    return None if found is None else _Champion(*found)


def _is_old(champion: _Champion | None, at: datetime) -> bool:
    return champion is not None and at - champion.card.learned_at >= LEARNED_FOR


def _learn(store: Store, found: LearnedAccounts, champion: _Champion | None, at: datetime, *, stands: bool) -> None:
    """Keep a model that was learned, and use it if it may replace the one in use."""
    if found.machine is None:
        return
    is_used, verdict = _verdict(champion, found, stands=stands)
    content = packed(found.machine)
    with store.changing() as memory:
        memory.risks.put_model(_card(found, content, verdict, at), content, in_use=is_used)


def _verdict(champion: _Champion | None, found: LearnedAccounts, *, stands: bool) -> tuple[bool, Sentence]:
    if champion is None:
        return True, sentence(FIRST_MODEL)
    fought = None if found.forecasts is None else match(found.forecasts, unpacked(champion.content, LABEL))
    is_used = replaces(fought, champion_is_fresh=stands)
    if fought is None:
        return is_used, sentence(STOOD_NO_MORE if is_used else CANNOT_TELL)
    said = (BETTER if fought.is_better else STOOD_NO_MORE) if is_used else NO_BETTER
    return is_used, sentence(said, rows=f"{fought.rows:,}")


def _card(found: LearnedAccounts, content: bytes, verdict: Sentence, at: datetime) -> ModelCard:
    trained, told = found.trained, found.trained.learned
    return ModelCard(
        id=model_id(content),
        learned_at=at,
        step=trained.step,
        method=told.method if told else "",
        first=trained.first,
        last=trained.last,
        accounts=trained.accounts,
        rows=told.rows if told else 0,
        losses=trained.losses,
        horizon=trained.horizon,
        features=tuple(each.column for each in told.selected[:FEATURES]) if told else (),
        left_out=tuple((each.column, str(each.said)) for each in told.left_out) if told else (),
        tested=trained.tested,
        verdict=verdict,
    )


def _with_reasons(found: Judgement) -> list[AccountRisk]:
    if found.machine is None:
        return list(found.risks)
    why = explained(found.machine, found.now, found.earlier)
    return [
        replace(each, reasons=why[each.account_id].reasons, what_if=why[each.account_id].what_if)
        if each.account_id in why
        else each
        for each in found.risks
    ]


def _judge(store: Store, told: Sequence[AccountRisk]) -> None:
    """Judge the money at stake in the newest snapshots by what a model says."""
    said = {each.account_id: each for each in told if each.step in BY_MODEL}
    if not said:
        return
    judged = list(_judged(newest_snapshots(store), said))
    for start in range(0, len(judged), PIECE):
        with store.changing() as memory:
            memory.risks.judge(judged[start : start + PIECE])


def _judged(rows: Mapping[str, SnapshotRow], said: Mapping[str, AccountRisk]) -> Iterator[Judged]:
    for row in (rows[name] for name in said if name in rows):
        facts = Snapshot.from_document(row.document).facts
        stake = assess_stake(contract_of(facts), row.band, row.as_of, model=chance_of(said[row.account_id]))
        if stake.probability_basis is Basis.MODEL and stake.probability is not None:
            money = (stake.expected_revenue_at_risk, comparable(rank(stake), stake.currency))
            yield Judged(row.account_id, row.as_of, stake.probability, Basis.MODEL, stake.probability_n or 0, *money)
