"""How likely each live account is lost, on the highest step of the ladder that stands today, and why no higher."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from cs_engine.churn.account_features import Known
from cs_engine.churn.band_curve import band_curve
from cs_engine.churn.certainty import interval_of
from cs_engine.churn.drift import drift, kept_of
from cs_engine.churn.filing import model_id, unpacked
from cs_engine.churn.ladder import FEWEST_SMALL, band_risk, why_no_higher
from cs_engine.churn.machine import Machine
from cs_engine.churn.survival_curve import points
from cs_engine.churn.training_set import current_features, live
from cs_engine.health.snapshot import Snapshot
from cs_engine.metrics.stake import ASSUMED, BaseRates
from cs_engine.records.churn_accounts import HORIZON_DAYS, Drift, Freshness, Grounds
from cs_engine.records.risk import AccountRisk, Step
from cs_engine.records.risk_view import KeptRisks
from cs_engine.service.churn.learning_accounts import LABEL
from cs_engine.service.churn.past import read_now
from cs_engine.service.scoring.base_rates import INSTANT, base_rates
from cs_engine.service.scoring.looking_back import LOST, loss_day
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.store import Store
from cs_engine.wording import Sentence, phrase, sentence

NO_MODEL = phrase("No model has been learned yet, so chances are what followed the bands.")
OLD_FILE = phrase("The model was learned by an older Steward.")
STEPPED_DOWN = phrase("{why} Until the next one, chances are what followed the bands.")


@dataclass(frozen=True, eq=False)
class Judgement:
    """What is said of all live accounts, and what reasons for it can be found from.

    Attributes:
        about: all of them.
        risks: one per live account that has a score, by account; without reasons.
        drift: whether the model still stands; ``None`` without one.
        machine: the model that spoke; ``None`` where the bands did.
        now: what is known at the end of the last day with data.
        earlier: what was a quarter before.
    """

    about: KeptRisks
    risks: tuple[AccountRisk, ...]
    drift: Drift | None
    machine: Machine | None
    now: Known
    earlier: Known


@dataclass(frozen=True, eq=False)
class _Case:
    """What is known today: the book now and a quarter before, the newest snapshots, and past losses by account."""

    store: Store
    at: datetime
    now: Known
    earlier: Known
    standing: Mapping[str, SnapshotRow]
    losses: Mapping[str, date]

    @property
    def last(self) -> date:
        """The last day with data."""
        return self.as_of - timedelta(days=1)

    @property
    def as_of(self) -> date:
        """The day that begins when the last day with data ends."""
        return self.now.as_of.date()


def risks(book_url: str, zone: tzinfo, store: Store, model: bytes | None, at: datetime) -> Judgement:
    """Return how likely each live account is lost; run it after a refresh.

    What has no score, for too little is known of it, gets no probability either. A model that is stale or has drifted
    is not used: the bands speak instead.

    Args:
        book_url: the book; it is only read.
        zone: the workspace's zone, in which days begin.
        store: the memory, for bands, past losses and earlier forecasts.
        model: the content of its file; ``None`` without one.
        at: now.

    Raises:
        NothingToShow: the book has no past.
        BadFile: the model is damaged or newer.
    """
    now, earlier = read_now(book_url, zone)
    standing = newest_snapshots(store)
    case = _Case(store, at, now, earlier, standing, _losses(now, standing))
    if model is None:
        few = why_no_higher(len(case.losses)) if len(case.losses) < FEWEST_SMALL else None
        return _by_bands(case, few or sentence(NO_MODEL))
    machine = unpacked(model, LABEL)
    if machine.grounds is None:
        return _by_bands(case, sentence(STEPPED_DOWN, why=sentence(OLD_FILE)))
    if machine.grounds.losses < FEWEST_SMALL:
        return _by_bands(case, why_no_higher(machine.grounds.losses))
    found = _drift(case, machine, machine.grounds, model_id(model))
    if found.freshness is not Freshness.FRESH:
        return _by_bands(case, sentence(STEPPED_DOWN, why=found.said), found)
    return _by_model(case, machine, machine.grounds, found, model_id(model))


def newest_snapshots(store: Store) -> Mapping[str, SnapshotRow]:
    """Return the newest snapshot of every account."""
    scored, newest = store.scored_instants(), store.newest()
    if not scored or newest is None:
        return {}
    return {row.account_id: row for row in store.snapshots_between(scored[-1], newest.as_of + INSTANT)}


def _losses(now: Known, standing: Mapping[str, SnapshotRow]) -> Mapping[str, date]:
    """Return the event date of the last loss of each account: as the book tells, else as people noted it."""
    noted = {
        name: loss_day(Snapshot.from_document(row.document)) for name, row in standing.items() if row.status in LOST
    }
    return noted | {str(name): lost.date() for name, lost in now.facts["lost_on"].dropna().items()}


def _drift(case: _Case, machine: Machine, grounds: Grounds, name: str) -> Drift:
    with case.store.viewing() as memory:
        said = memory.risks.said_before(case.last)
    own = ((one.account_id, one.as_of, one.probability) for one in said if one.model == name)
    kept = kept_of(own, {name: (lost,) for name, lost in case.losses.items()}, grounds.horizon, case.last)
    frame = current_features(case.now, case.earlier).reindex(columns=list(machine.preparation.columns))
    return drift(grounds, machine.preparation.features(frame), case.last, kept)


def _by_model(case: _Case, machine: Machine, grounds: Grounds, found: Drift, name: str) -> Judgement:
    features = current_features(case.now, case.earlier)
    features = features[features.index.isin(_scored(case))]
    frame = features.reindex(columns=list(machine.preparation.columns))
    said = machine.probability(frame)
    curves = points(machine.curve, said, features)
    method, about = machine.learned.method, (case.as_of, grounds.horizon)
    groups = grounds.tested.alike if grounds.tested else ()
    told = []
    for account, probability, curve in zip(map(str, frame.index), said.tolist(), curves, strict=True):
        low, high = interval_of(probability, groups) or (None, None)
        one = AccountRisk(account, *about, probability, low, high, grounds.step, method, grounds.losses, curve=curve)
        told.append(one)
    why = None if grounds.step is Step.FULL else why_no_higher(grounds.losses)
    kept = KeptRisks(case.as_of, case.at, grounds.horizon, grounds.step, method, grounds.losses, name, why)
    return Judgement(kept, tuple(told), found, machine, case.now, case.earlier)


def _by_bands(case: _Case, why: Sentence | None, found: Drift | None = None) -> Judgement:
    rates = base_rates(case.store, case.losses, case.now.as_of)
    told = [risk for account in sorted(_scored(case)) if (risk := _by_band(case, account, rates))]
    n = sum(seen.losses for each in (rates.windows, rates.decisions, rates.waiting) for seen in each.values())
    step = Step.BANDS if any(one.step is Step.BANDS for one in told) else Step.ASSUMED
    kept = KeptRisks(case.as_of, case.at, HORIZON_DAYS, step, "", n, None, why)
    return Judgement(kept, tuple(told), found, None, case.now, case.earlier)


def _by_band(case: _Case, account: str, rates: BaseRates) -> AccountRisk | None:
    row = case.standing[account]
    days = None if row.decision_date is None else (row.decision_date - case.as_of).days
    found = band_risk(row.band, row.term_months, days, rates)
    if found is None:
        return None
    said = (found.probability, found.low, found.high)
    curve = band_curve(row.band, row.term_months, days, rates)
    return AccountRisk(account, case.as_of, HORIZON_DAYS, *said, found.step, "", found.n, curve=curve)


def _scored(case: _Case) -> frozenset[str]:
    """Return the live accounts that have a score, in the book and by what people noted."""
    alive = set(map(str, live(case.now).index))
    return frozenset(name for name, row in case.standing.items() if row.band in ASSUMED and name in alive)
