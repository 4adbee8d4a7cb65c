"""Health answers as JSON for scripts: stable keys, ``null`` for unknown, never 0 in its place."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from cs_engine.records.account import Candidates, HealthReport, History
from cs_engine.records.portfolio import Portfolio
from cs_engine.records.receipt import Change, Driver, Factor, FactorState

Json = dict[str, Any]


def report_json(report: HealthReport) -> Json:
    """Return one account's health; the receipt's points add up to the score."""
    stake = report.stake
    return {
        "account_id": report.account_id,
        "name": report.name,
        "status": report.status,
        "status_until": plain(report.status_until),
        "as_of": plain(report.as_of),
        "data_ends": plain(report.data_ends),
        "formula_version": report.formula_version,
        "scorecard": report.scorecard,
        "score": report.score,
        "band": report.band,
        "coverage": report.coverage.share,
        "hold": plain(report.hold and asdict(report.hold)),
        "vetoes": [plain(asdict(veto)) for veto in report.vetoes],
        "change_7d": _points(report.change_7d),
        "change_7d_since": plain(report.change_7d and report.change_7d.since),
        "change_30d": _points(report.change_30d),
        "change_30d_since": plain(report.change_30d and report.change_30d.since),
        "change_split": asdict(report.change_split) if report.change_split else None,
        "drivers_down": [_driver(driver) for driver in report.drivers_down],
        "drivers_up": [_driver(driver) for driver in report.drivers_up],
        "owner": report.owner,
        "arr": stake.arr,
        "currency": stake.currency,
        "decision_date": plain(stake.decision_date),
        "days_to_decision": stake.days_to_decision,
        "early_warning": stake.early_warning,
        "probability": stake.probability,
        "expected_revenue_at_risk": stake.expected_revenue_at_risk,
        "basis": stake.probability_basis,
        "receipt": [_factor(factor, has_score=report.score is not None) for factor in report.receipt],
    }


def history_json(history: History) -> Json:
    """Return one account's weekly points, oldest first."""
    return {
        "account_id": history.account_id,
        "name": history.name,
        "data_ends": plain(history.data_ends),
        "points": [plain(asdict(point)) for point in history.points],
    }


def candidates_json(candidates: Candidates) -> Json:
    """Return the accounts a query may have meant."""
    return {"candidates": [asdict(candidate) for candidate in candidates.candidates]}


def portfolio_json(portfolio: Portfolio) -> Json:
    """Return one page of accounts, worst first, with the totals of the whole list."""
    return {
        "as_of": plain(portfolio.as_of),
        "data_ends": plain(portfolio.data_ends),
        "basis": portfolio.basis,
        "totals": [
            {"band": total.band, "accounts": total.accounts, "arr": dict(total.arr)} for total in portfolio.totals
        ],
        "without_score": dict(portfolio.without_score),
        "page": portfolio.page,
        "pages": portfolio.pages,
        "accounts": [plain(asdict(row)) for row in portfolio.rows],
    }


def plain(value: Any) -> Any:  # noqa: ANN401 - walks any JSON-like value
    """Return ``value`` with days and instants as ISO 8601 text, at any depth."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _points(change: Change | None) -> float | None:
    return change.points if change else None


def _driver(driver: Driver) -> Json:
    return {
        "factor": driver.key,
        "before": driver.before,
        "now": driver.now,
        "points": driver.points,
        "window_days": driver.window_days,
    }


def _factor(factor: Factor, *, has_score: bool) -> Json:
    counts = has_score and factor.state is FactorState.SCORED
    return {
        "factor": factor.key,
        "raw": factor.raw,
        "target": factor.target,
        "sub_score": factor.sub_score,
        "weight": factor.weight,
        "points": factor.points if counts else None,
        "change_7d": factor.change_7d,
        "as_of": plain(factor.as_of),
        "source": factor.source,
        "state": factor.state,
    }
