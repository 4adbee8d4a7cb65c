"""Find the column by which a file's rows belong to accounts: by overlap of values, across files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cs_engine.frames.tables import TABLES
from cs_engine.sources.guessing.choosing import Chosen
from cs_engine.sources.guessing.profiles import Profile
from cs_engine.sources.guessing.records import ColumnGuess
from cs_engine.sources.guessing.vocabulary import LEVELS, vocabulary
from cs_engine.sources.mapping import ColumnRule

SHARED = 0.5
"""Of the values of a key, half found among another file's leave little doubt; samples and dead accounts miss some."""
SOME = 0.02
"""Enough where the name says the same: a sample of a large file holds few of its keys."""
STRANGE = 0.05
"""Nearly none found: the column names something else."""
FOUND = 0.95
BY_VALUES = 0.8
"""Found by its values alone, against or without its name."""
LOOKED_UP = 0.85
FEWEST = 5
"""Fewer different values may overlap by chance."""
KEYS = (
    ("accounts", "name"),
    ("accounts", "domain"),
    ("subscriptions", "subscription_id"),
    ("contacts", "contact_id"),
    ("contacts", "email"),
)
"""Columns through which an account can be looked up, in the order of trust."""


@dataclass(frozen=True, slots=True)
class Known:
    """Values of columns by which accounts are known, by table and column; ``whole`` if all of them were seen."""

    values: Mapping[tuple[str, str], frozenset[str]]
    whole: bool

    def overlap(self, profile: Profile, table: str, column: str) -> float:
        """Return the share of a column's values that are known in another column, 0 to 1."""
        known = self.values.get((table, column), frozenset())
        if not known or not len(profile.filled_cells) or profile.distinct < min(FEWEST, len(known)):
            return 0.0
        return float(profile.filled_cells.isin(known).mean())


def known_of(chosen: Sequence[Chosen], book: Mapping[tuple[str, str], frozenset[str]], *, whole: bool) -> Known:
    """Collect the keys that files and the book know."""
    values: dict[tuple[str, str], frozenset[str]] = dict(book)
    for one in chosen:
        for column in ("account_id", *(name for table, name in KEYS if table == one.match.table)):
            pair = one.match.pairs.get(column)
            if pair is not None and (column != "account_id" or one.match.table == "accounts"):
                place = (one.match.table, column)
                values[place] = values.get(place, frozenset()) | frozenset(pair.profile.filled_cells)
    return Known(values, whole)


def link(chosen: Chosen, known: Known) -> ColumnGuess | None:
    """Return how a file's rows find their account, or ``None`` if nothing says it."""
    named = chosen.match.pairs.get("account_id")
    accounts = known.values.get(("accounts", "account_id"), frozenset())
    if named is not None and (not accounts or known.overlap(named.profile, "accounts", "account_id") >= SHARED):
        seen = "its values are the accounts' ids" if accounts else named.fit.seen
        sure = max(named.confidence, FOUND) if accounts else named.confidence
        return _direct(named.profile, sure, f"named “{named.meaning.known}”; {seen}")
    found = _overlapping(chosen, known) or next(_looked_up(chosen, known), None)
    if found is not None or named is None:
        return found
    share = known.overlap(named.profile, "accounts", "account_id")
    doubt = 0.55 if share <= STRANGE and known.whole else 0.8
    return _direct(
        named.profile,
        named.confidence * doubt,
        f"named “{named.meaning.known}”; {share:.0%} are ids of the accounts seen",
    )


def _direct(profile: Profile, confidence: float, reason: str) -> ColumnGuess:
    return ColumnGuess("account_id", ColumnRule.model_validate({"from": profile.name}), confidence, reason)


def _overlapping(chosen: Chosen, known: Known) -> ColumnGuess | None:
    shares = [(known.overlap(column, "accounts", "account_id"), column) for column in chosen.file.columns]
    share, column = max(shares, key=lambda pair: pair[0], default=(0.0, None))
    if column is None or share < SHARED:
        return None
    return _direct(column, BY_VALUES, f"{share:.0%} of its values are ids of accounts")


def _looked_up(chosen: Chosen, known: Known) -> Iterator[ColumnGuess]:
    for table, key in KEYS:
        if table == chosen.match.table:
            continue
        for column in chosen.file.columns:
            share = known.overlap(column, table, key)
            if share >= (SOME if _is_named(column, table, key) else SHARED):
                source = {} if column.name == key else {"from": column.name}
                rule = ColumnRule.model_validate({"via": table, "key": key, **source})
                yield ColumnGuess(
                    "account_id", rule, LOOKED_UP, f"{share:.0%} of its values are found in {table}.{key}"
                )


def _is_named(column: Profile, table: str, key: str) -> bool:
    return vocabulary().meaning(column.name, table, key).score >= LEVELS["likely"] - 0.1


def has_accounts(table: str) -> bool:
    """Tell whether a table's rows belong to accounts."""
    return table != "accounts" and any(
        column.name == "account_id" and column.required for column in TABLES[table].columns
    )
