"""Files that fill their table in several ways: amounts per month and per year, features side by side."""

from collections.abc import Iterator
from dataclasses import replace

from cs_engine.sources.guessing.choosing import Chosen
from cs_engine.sources.guessing.filling import guess_of
from cs_engine.sources.guessing.names import words
from cs_engine.sources.guessing.records import ColumnGuess, TableGuess
from cs_engine.sources.guessing.vocabulary import vocabulary

PER_INTERVAL = 0.58
"""An amount beside an interval is nearly always per interval, but a wrong guess is wrong by a factor of twelve."""
MONTHLY = frozenset({"mrr", "month", "monthly", "arr", "annual", "annually", "yearly", "acv", "monatliche", "jahres"})
COUNTED = 0.55
"""A count beside the usual ones is mostly a feature's."""
MOST_FEATURES = 12


def several_ways(chosen: Chosen, guess: TableGuess) -> Iterator[TableGuess]:
    """Yield a guess, or the ways it has to be told apart."""
    if guess.table == "subscriptions":
        yield from _by_interval(guess)
        return
    yield guess
    if guess.table == "usage" and all(column.name != "feature" or column.rule.value for column in guess.columns):
        yield from _features(chosen, guess)


def _by_interval(guess: TableGuess) -> Iterator[TableGuess]:
    """An amount per month in one row and per year in another needs two ways."""
    columns = {column.name: column for column in guess.columns}
    mrr, term = columns.get("mrr"), columns.get("term_months")
    if mrr is None or term is None or not term.rule.ours or _says_period(mrr):
        yield guess
        return
    months = {int(ours) for ours in term.rule.ours.values()}
    for length in sorted(months):
        others = tuple(value for value, ours in term.rule.ours.items() if int(ours) != length)
        why = f"{mrr.reason}; taken per {length} months, as {term.rule.source!r} says"
        rule = mrr.rule.model_copy(update={"divide": mrr.rule.divide * length})
        split = replace(mrr, rule=rule, confidence=min(mrr.confidence, PER_INTERVAL), reason=why)
        skip = {str(term.rule.source): others} if others else {}
        yield replace(guess, columns=tuple(split if one is mrr else one for one in guess.columns), skip=skip)


def _says_period(mrr: ColumnGuess) -> bool:
    return bool(set(words(str(mrr.rule.source)).split()) & MONTHLY)


def _features(chosen: Chosen, guess: TableGuess) -> Iterator[TableGuess]:
    """Counts that no column of the book takes are features of their own."""
    used = {column.rule.column for column in guess.columns}
    kept = tuple(
        column for column in guess.columns if column.name in ("account_id", "product", "period_start", "period_days")
    )
    found = 0
    for column in chosen.file.columns:
        numbers = column.numbers
        if column.name in used or numbers is None or not numbers.whole or numbers.low < 0 or found == MOST_FEATURES:
            continue
        if vocabulary().reason_to_leave(column.name, "usage") is not None:
            continue
        found += 1
        name = _feature_name(column.name)
        feature = guess_of("feature", {"value": name}, COUNTED, f"the count in {column.name!r} is a feature's")
        events = guess_of("events", {"from": column.name}, COUNTED, "a count beside the usual ones")
        columns = (
            kept[0],
            *(one for one in kept[1:] if one.name == "product"),
            feature,
            *(one for one in kept[1:] if one.name != "product"),
            events,
        )
        yield TableGuess("usage", guess.file, columns, "a feature of its own", {column.name: ("0", "0.0", "")})


def _feature_name(header: str) -> str:
    said = [
        word
        for word in words(header).split()
        if word not in ("events", "event", "calls", "count", "num", "number", "of", "total", "uses")
    ]
    return " ".join(said) or words(header)
