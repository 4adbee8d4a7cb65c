"""A flat list of accounts holds contracts and losses as well: fill those tables from the same file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from cs_engine.frames.tables import TABLES
from cs_engine.sources.guessing.choosing import Chosen
from cs_engine.sources.guessing.filling import fill, guess_of
from cs_engine.sources.guessing.fits import fit
from cs_engine.sources.guessing.fitting import Case
from cs_engine.sources.guessing.matching import Match, Pair, match
from cs_engine.sources.guessing.names import words
from cs_engine.sources.guessing.profiles import Profile, choice_words
from cs_engine.sources.guessing.records import SURE, ColumnGuess, TableGuess

CONTRACT = ("mrr", "renewal_date", "term_months", "end_date", "notice_date", "auto_renew", "notice_days", "end_reason")
"""What a contract has and an account has not."""
TODAY_TAKEN = 0.5
"""The file says that an account left, not when."""


def flatten(chosen: Chosen, accounts: TableGuess, today: date) -> Iterator[TableGuess]:
    """Yield the other tables that a list of accounts fills."""
    taken = {
        column.rule.column
        for column in accounts.columns
        if column.name not in ("flagged_churned", "signup_date", "name")
    }
    start = chosen.match.pairs.get("signup_date")
    left = match_left(chosen, taken, "subscriptions", today)
    churned = chosen.match.pairs.get("flagged_churned")
    contract = {
        name: left.pairs[name] for name in CONTRACT if name in left.pairs and left.pairs[name].confidence >= SURE
    }
    if contract:
        begin = left.pairs.get("start_date", start)
        if begin is not None:
            yield _subscriptions(chosen, accounts, contract, begin, churned, today)
    yield from _losses(chosen, accounts, churned, taken, today)


def match_left(chosen: Chosen, taken: set[str | None], table: str, today: date) -> Match:
    """Match the columns that the accounts do not use with another table."""
    file = type(chosen.file)(
        chosen.file.file, tuple(column for column in chosen.file.columns if column.name not in taken)
    )
    return match(file, table, today)


def _subscriptions(
    chosen: Chosen, accounts: TableGuess, contract: Mapping[str, Pair], begin: Pair, churned: Pair | None, today: date
) -> TableGuess:
    columns = dict(_own_key(accounts, "subscription_id"))
    start = fit(Case(begin.profile, "subscriptions", TABLES["subscriptions"].column("start_date"), today))
    columns["start_date"] = ColumnGuess(
        "start_date",
        _rule(begin.profile, start.rule),
        begin.confidence * 0.95,
        begin.reason,
        start.question,
        _other(begin.profile, start.other),
    )
    columns |= {name: of_pair(name, pair, chosen.certainty) for name, pair in contract.items()}
    if churned is not None and not {"end_date", "end_reason"} & set(columns) and _no_dates(chosen):
        columns |= dict(_ended(churned.profile, today))
    currency = next((column for column in accounts.columns if column.name == "currency"), None)
    if currency is not None:
        columns["currency"] = currency
    whole = Match("subscriptions", contract, 0.0, 0.0)
    columns |= {guess.name: guess for guess in fill(whole, chosen.file, columns)}
    return TableGuess(
        "subscriptions", chosen.file.file, tuple(columns.values()), "the list of accounts says what they pay"
    )


def _ended(profile: Profile, today: date) -> Iterator[tuple[str, ColumnGuess]]:
    ended = {value: str(today) if gone else "" for value, gone in meant(profile).items()}
    reasons = {value: "churn" if gone else "" for value, gone in meant(profile).items()}
    why = f"{profile.name!r} says who left, not when; taken as {today}"
    yield "end_date", guess_of("end_date", {"from": profile.name, "values": ended}, TODAY_TAKEN, why)
    yield (
        "end_reason",
        guess_of("end_reason", {"from": profile.name, "values": reasons}, 0.65, f"{profile.name!r} says who left"),
    )


def _losses(
    chosen: Chosen, accounts: TableGuess, churned: Pair | None, taken: set[str | None], today: date
) -> Iterator[TableGuess]:
    left = match_left(chosen, taken, "churn_events", today)
    columns = dict(_own_key(accounts, "churn_event_id"))
    when = left.pairs.get("churn_date")
    skip: dict[str, tuple[str, ...]]
    if (
        when is not None
        and when.confidence >= SURE
        and set(words(when.profile.name).split()) & {"churn", "churned", "lost", "left", "exit", "流失"}
    ):
        columns["churn_date"] = of_pair("churn_date", when, chosen.certainty)
        skip = {when.profile.name: ("",)}
    elif churned is not None and _no_dates(chosen):
        why = f"{churned.profile.name!r} says who left, not when; taken as {today}"
        columns["churn_date"] = guess_of("churn_date", {"value": today}, TODAY_TAKEN, why)
        skip = {churned.profile.name: tuple(value for value, gone in meant(churned.profile).items() if not gone)}
    else:
        return
    if "reason" in left.pairs and left.pairs["reason"].confidence >= SURE:
        columns["reason"] = of_pair("reason", left.pairs["reason"], chosen.certainty)
    yield TableGuess("churn_events", chosen.file.file, tuple(columns.values()), "rows of accounts that left", skip)


def of_pair(name: str, pair: Pair, certainty: float) -> ColumnGuess:
    """Turn a pair into a guess."""
    return ColumnGuess(
        name,
        _rule(pair.profile, pair.fit.rule),
        pair.confidence * certainty,
        pair.reason,
        pair.fit.question,
        _other(pair.profile, pair.fit.other),
    )


def meant(profile: Profile) -> dict[str, bool]:
    """Say which of a flag's values mean yes."""
    known = choice_words()["flag"]
    return {value: known.get(words(value)) == "true" for value in sorted(profile.choices)}


def _rule(profile: Profile, keys: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a ColumnRule
    return guess_of("", {"from": profile.name, **keys}, 0.0, "").rule


def _other(profile: Profile, keys: Mapping[str, Any] | None) -> Any:  # noqa: ANN401 - a ColumnRule or nothing
    return None if keys is None else _rule(profile, keys)


def _own_key(accounts: TableGuess, key: str) -> Iterator[tuple[str, ColumnGuess]]:
    account = next(column for column in accounts.columns if column.name == "account_id")
    yield key, ColumnGuess(key, account.rule, account.confidence, "one row per account, so the account identifies it")
    yield "account_id", account


def _no_dates(chosen: Chosen) -> bool:
    """Tell whether a file is a picture of one day, without a date in it."""
    return all(column.dates is None for column in chosen.file.columns)


def fills(tables: Sequence[TableGuess], table: str) -> bool:
    """Tell whether any file fills a table."""
    return any(guess.table == table for guess in tables)
