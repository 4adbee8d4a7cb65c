"""Does a health score predict? What followed the scores of the past, counted."""

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np

from cs_engine.churn import ranking
from cs_engine.churn.audit_alarms import before, false_alarms, leads
from cs_engine.churn.by_contact import by_contact
from cs_engine.churn.contacts import contacted
from cs_engine.churn.features import Floats, Label, Rows
from cs_engine.churn.measuring import draws, share_interval
from cs_engine.churn.past import Past
from cs_engine.errors import NothingToShow
from cs_engine.metrics.satisfaction import Z_95
from cs_engine.records.bands import Band
from cs_engine.records.churn import Estimate
from cs_engine.records.churn_audit import Audit, Decile, Followed, MeasureSignal, Quarter, Ranked, Suggestion, Verdict
from cs_engine.records.churn_contacts import ByContact
from cs_engine.wording import phrase

HORIZONS = (30, 60, 90)
HORIZON = HORIZONS[-1]
FEWEST_LOSSES = 10
"""With fewer, one more or one less moves every share by a tenth."""
FEWEST_DAYS = 180
"""A quarter to look at and a quarter to see what followed."""
FEWEST_RANKED = 5
"""The interval of an area under the curve of fewer losses spans nearly everything."""
DECILES = 10
CHANCE = 0.5
FAINT = 0.02
"""Nearer to chance no decision changes, however sure the figure is."""

TOO_LITTLE = phrase(
    "There is not enough history to tell whether the score predicts: {losses} accounts that had a score were lost and "
    "the snapshots span {days} days; it takes {fewest_losses} losses and {fewest_days} days. "
    "`steward refresh --from` scores the weeks of a past that is in the book."
)


def audit(
    past: Past, groups: Mapping[str, str], suggest: Callable[[Past], tuple[Suggestion, ...]] = lambda _past: ()
) -> Audit:
    """Return what followed the scores of a past.

    Args:
        past: weekly days of live accounts with the loss that followed.
        groups: group of each measure.
        suggest: says what to change; asked last.

    Raises:
        NothingToShow: there are too few losses, or too few days, to say anything.
    """
    lost = past.frame.loc[past.frame["loss"].notna() & past.frame["score"].notna()].drop_duplicates(
        ["account_id", "loss"]
    )
    span = (past.last - past.first).days
    if len(lost) < FEWEST_LOSSES or span < FEWEST_DAYS:
        raise NothingToShow(
            TOO_LITTLE,
            losses=f"{len(lost):,}",
            days=f"{max(span, 0):,}",
            fewest_losses=FEWEST_LOSSES,
            fewest_days=FEWEST_DAYS,
        )
    settled = {days: past.settled(days) for days in HORIZONS}
    return Audit(
        first=past.first,
        last=past.last,
        lost=len(lost),
        involuntary=int(lost["involuntary"].sum()),
        bands=_bands(settled),
        deciles=_deciles(settled),
        ranked={days: ranked(one, one.lost_within(days)) for days, one in settled.items()},
        quarters=_quarters(settled[HORIZON]),
        kinds=_kinds(settled[HORIZON]),
        before=tuple(before(past, days) for days in HORIZONS),
        false_alarms=false_alarms(past, HORIZON),
        leads=leads(past),
        measures=_measures(settled[HORIZON], groups),
        suggestions=suggest(past),
        by_contact=_by_contact(settled[HORIZON]),
    )


def ranked(past: Past, label: Label, score: Floats | None = None) -> Ranked:
    """Return how well scores ranked those who were lost, a low score first.

    Args:
        past: rows.
        label: 1 where a loss followed.
        score: of each row, missing where unknown; the health score unless given.
    """
    said = past.frame["score"].to_numpy("float64") if score is None else score
    rows = np.flatnonzero(~np.isnan(said))
    losses = int(label[rows].sum())
    accounts = len(np.unique(past.groups[rows][label[rows] == 1]))
    if accounts < FEWEST_RANKED or losses == len(rows):
        return Ranked(len(rows), losses, None)
    spread = float(
        np.nanstd([ranking.roc_auc(label[drawn], -said[drawn]) for drawn in draws(rows, past.groups)]),
    )
    return Ranked(len(rows), losses, within(ranking.roc_auc(label[rows], -said[rows]), spread))


def _by_contact(past: Past) -> ByContact:
    """Return how well the score told those apart that were contacted afterwards, and those that were not."""
    rows = past.take(np.flatnonzero(past.frame["score"].notna()))
    touched = contacted(rows.contacts, rows.frame["account_id"], rows.days, rows.losses)
    low = -rows.frame["score"].to_numpy("float64")
    return by_contact(rows.lost_within(HORIZON), low, rows.groups, touched, are_chances=False)


def within(value: float, spread: float) -> Estimate:
    """Return a share or an area with its 95 % interval, which ends at 0 and 1."""
    return Estimate(value, max(0.0, value - Z_95 * spread), min(1.0, value + Z_95 * spread))


def _bands(settled: Mapping[int, Past]) -> dict[Band, dict[int, Followed]]:
    found: dict[Band, dict[int, Followed]] = {}
    for days, past in settled.items():
        held = past.frame["band"].to_numpy()
        for band in Band:
            rows = np.flatnonzero(held == band)
            if len(rows):
                found.setdefault(band, {})[days] = _followed(past, rows, days)
    return {band: found[band] for band in Band if band in found}


def _deciles(settled: Mapping[int, Past]) -> tuple[Decile, ...]:
    scores = settled[HORIZON].frame["score"].dropna().to_numpy()
    borders = np.quantile(scores, np.arange(1, DECILES) / DECILES)
    found: list[dict[int, Followed]] = [{} for _ in range(DECILES)]
    for days, past in settled.items():
        score = past.frame["score"].to_numpy("float64")
        place = np.where(np.isnan(score), -1, np.searchsorted(borders, score, side="right"))
        for each, tenth in enumerate(found):
            rows = np.flatnonzero(place == each)
            if len(rows):
                tenth[days] = _followed(past, rows, days)
    ends = [float(scores.min()), *borders.tolist(), float(scores.max())]
    return tuple(Decile(ends[each], ends[each + 1], tenth) for each, tenth in enumerate(found) if tenth)


def _followed(past: Past, rows: Rows, days: int) -> Followed:
    label = past.lost_within(days)
    share, losses, accounts = float(label[rows].mean()), int(label[rows].sum()), len(np.unique(past.groups[rows]))
    if losses in (0, len(rows)):  # nothing varies, so nothing can be drawn: an account is then one observation
        return Followed(
            len(rows), accounts, losses, Estimate(share, *share_interval(accounts if losses else 0, accounts))
        )
    spread = float(np.std([label[drawn].mean() for drawn in draws(rows, past.groups)]))
    return Followed(len(rows), accounts, losses, within(share, spread))


def _quarters(past: Past) -> tuple[Quarter, ...]:
    label, starts = past.lost_within(HORIZON), past.frame["day"].dt.to_period("Q")
    found = []
    for start in sorted(starts.unique()):
        rows = np.flatnonzero(starts == start)
        first: date = start.start_time.date()
        found.append(Quarter(first, ranked(past.take(rows), label[rows])))
    return tuple(found)


def _kinds(past: Past) -> dict[str, Ranked]:
    """Rank losses by decision and for lack of payment apart: rows that the other kind followed are left out."""
    label, unpaid = past.lost_within(HORIZON), past.frame["involuntary"].to_numpy(dtype=bool)
    kinds = {"voluntary": ~unpaid, "involuntary": unpaid}
    found = {}
    for name, kind in kinds.items():
        rows = np.flatnonzero((label == 0) | kind)
        found[name] = ranked(past.take(rows), label[rows])
    return found


def _measures(past: Past, groups: Mapping[str, str]) -> tuple[MeasureSignal, ...]:
    label = past.lost_within(HORIZON)
    shares = past.weights.div(past.weights.sum(axis=1), axis=0)
    found = []
    for key in past.sub_scores.columns:
        scored = past.sub_scores[key].to_numpy("float64")
        if np.isnan(scored).all():
            continue
        one = ranked(past, label, scored)
        weight = float(shares[key].mean())
        covered = float((~np.isnan(scored)).mean())
        found.append(MeasureSignal(str(key), groups.get(str(key), ""), weight, covered, one, _verdict(one.auc)))
    return tuple(sorted(found, key=_by_area))


def _by_area(one: MeasureSignal) -> float:
    return 0.0 if one.ranked.auc is None else -one.ranked.auc.value


def _verdict(auc: Estimate | None) -> Verdict:
    """Return noise where chance would do as well, or as good as."""
    if auc is None or auc.low is None or auc.high is None:
        return Verdict.TOO_FEW
    if auc.low <= CHANCE <= auc.high or abs(auc.value - CHANCE) < FAINT:
        return Verdict.NOISE
    return Verdict.SIGNAL if auc.value > CHANCE else Verdict.AGAINST
