"""A health score looked back on, for people: the answer first, then what it stands on."""

from collections.abc import Mapping, Sequence

from bot.cli.churn_contacts import say_by_contact
from bot.cli.console import say, say_table
from cs_engine.records.churn import Estimate
from cs_engine.records.churn_audit import Audit, Before, Followed, MeasureSignal, Ranked, Suggestion, Tried, Verdict

AHEAD = 60
"""The headline looks two months ahead: time for a plan."""
HORIZON = 90
VERDICTS: Mapping[Verdict, str] = {
    Verdict.SIGNAL: "signal",
    Verdict.NOISE: "noise",
    Verdict.AGAINST: "against: those who left scored higher",
    Verdict.TOO_FEW: "too few losses to tell",
}


def say_audit(found: Audit) -> None:
    """Print an audit."""
    _say_answer(found)
    _say_followed(found)
    _say_ranking(found)
    _say_leads(found)
    if found.by_contact is not None:
        say_by_contact(found.by_contact)
        say()
    _say_measures(found.measures)
    for suggestion in found.suggestions:
        _say_suggestion(suggestion)


def _say_answer(found: Audit) -> None:
    ranked = found.ranked[HORIZON]
    say(
        f"{found.first} to {found.last}: {found.lost:,} accounts that had a score were lost, "
        f"{found.involuntary:,} of them for lack of payment. Losses count from the day of notice."
    )
    say(f"Does the score predict? {_answer(ranked.auc)}")
    ahead = next(each for each in found.before if each.days == AHEAD)
    alarms = found.false_alarms
    say(
        f"Of {ahead.scored:,} lost accounts, {ahead.low:,} were below the border to At risk {AHEAD} days earlier; "
        f"{alarms.false:,} of {alarms.low:,} accounts that were ever below it were not lost within {HORIZON} days "
        f"(false alarms; {alarms.contacted:,} of them had been contacted and may have been saved).\n"
    )


def _answer(auc: Estimate | None) -> str:
    if auc is None or auc.low is None:
        return "Too few losses to tell."
    area = f"ROC-AUC {_area(auc)} for losses within {HORIZON} days; 0.5 is chance"
    return f"Yes: {area}." if auc.low > 0.5 else f"No better than chance: {area}."  # noqa: PLR2004 - chance


def _say_followed(found: Audit) -> None:
    days = list(found.ranked)
    headings = ("", *(f"lost in {each} d" for each in days), "95 % interval", "accounts")
    bands = [(band.value.replace("_", " "), *_followed(one, days)) for band, one in found.bands.items()]
    say_table(("band", *headings[1:]), bands)
    say()
    tenths = [(f"{one.lowest:.0f} to {one.highest:.0f}", *_followed(one.followed, days)) for one in found.deciles]
    say_table(("score", *headings[1:]), tenths)
    say("Accounts count once every four weeks; the interval is of the last horizon.\n")


def _followed(one: Mapping[int, Followed], days: Sequence[int]) -> tuple[object, ...]:
    shares = [_share(one[each].share.value) if each in one else None for each in days]
    last = one.get(days[-1])
    if last is None or last.share.low is None or last.share.high is None:
        return (*shares, None, None)
    return (*shares, f"{last.share.low:.1%} to {last.share.high:.1%}", last.accounts)


def _say_ranking(found: Audit) -> None:
    rows = [
        *((f"within {days} days", *_ranked(one)) for days, one in found.ranked.items()),
        *((f"{name}, {HORIZON} days", *_ranked(one)) for name, one in found.kinds.items()),
        *((f"{each.first:%Y} Q{(each.first.month + 2) // 3}", *_ranked(each.ranked)) for each in found.quarters),
    ]
    say_table(("losses", "ROC-AUC", "rows lost", "rows"), rows)
    say()


def _ranked(one: Ranked) -> tuple[object, ...]:
    return (None if one.auc is None else _area(one.auc), one.losses, one.rows)


def _say_leads(found: Audit) -> None:
    rows = [(f"{each.days} days before", each.scored, each.low, _money(each)) for each in found.before]
    say_table(("lost accounts", "scored", "below the border", "of their ARR"), rows)
    say()
    leads = [
        (name, one.lost, one.seen, None if one.median is None else f"{one.median:.0f} d", _share(one.early))
        for name, one in found.leads.items()
    ]
    say_table(("lost accounts", "lost", "At risk at the end", "median lead", f"{AHEAD} d or more"), leads)
    say()


def _money(one: Before) -> str | None:
    parts = [f"{currency} {_share(one.arr_low.get(currency, 0.0) / arr)}" for currency, arr in one.arr.items() if arr]
    return ", ".join(parts) or None


def _say_measures(measures: Sequence[MeasureSignal]) -> None:
    rows = [
        (
            one.key,
            _share(one.weight),
            _share(one.covered),
            None if one.ranked.auc is None else _area(one.ranked.auc),
            VERDICTS[one.verdict],
        )
        for one in measures
    ]
    say_table(("measure", "weight", "known", "ROC-AUC by itself", ""), rows)
    say()


def _say_suggestion(one: Suggestion) -> None:
    say(f"Scorecard {one.scorecard}: " + (f"no change, {one.why_not}." if one.why_not else "to try in a simulation."))
    if one.weights:
        say(f"    other weights, on later losses: ROC-AUC {_tried(one.weights)}")
    if one.border:
        say(f"    another border, on later losses: losses below it less others below it {_tried(one.border)}")
    for line in one.diff:
        say(f"    {line}")


def _tried(one: Tried) -> str:
    gain = one.gain
    ends = "" if gain.low is None or gain.high is None else f" ({gain.low:+.3f} to {gain.high:+.3f})"
    sure = "" if one.is_sure else "; chance may have done it"
    return f"{one.now:.3f}, then {one.then:.3f}: {gain.value:+.3f}{ends}{sure}"


def _area(one: Estimate) -> str:
    ends = "" if one.low is None or one.high is None else f" ({one.low:.2f} to {one.high:.2f})"
    return f"{one.value:.2f}{ends}"


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.1%}"
