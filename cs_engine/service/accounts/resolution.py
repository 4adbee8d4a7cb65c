"""Which account a person means: exact first, then the words as typed, then what sounds alike."""

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from cs_engine.records.account import Candidate, Candidates

SOUNDS_ALIKE = 86.0
"""Similarity (0-100) from which a typo is taken as the name; "globx" to "globex" has 91, "acme" to "apex" 50."""
CLOSEST = 3
"""How many names are offered when none fits: more would be a guess."""
MOST = 100
"""Slack's longest pick-list."""

_WORD = re.compile(r"\w+")


def match(query: str, folded_query: str, names: Sequence[tuple[str, str, str]]) -> Candidate | Candidates:
    """Find the account that words describe when no id, name or domain is equal to them.

    Args:
        query: what the person typed, for the answer.
        folded_query: the same, folded as names are.
        names: account id, name and folded name of every account the person may see.

    Returns:
        The one account that fits, or the several that do, or the closest when none does.
    """
    for fitting in (_by_words(folded_query, names), _by_sound(folded_query, names)):
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            return Candidates(query, exact=True, candidates=tuple(fitting[:MOST]))
    return Candidates(query, exact=False, candidates=tuple(_closest(folded_query, names)))


def starting_with(folded_prefix: str, names: Iterable[tuple[str, str, str]], limit: int) -> tuple[Candidate, ...]:
    """Accounts whose words begin with the words typed so far, in alphabetical order."""
    fitting = sorted(_by_words(folded_prefix, names), key=lambda candidate: candidate.name.casefold())
    return tuple(fitting[:limit])


def _by_words(folded_query: str, names: Iterable[tuple[str, str, str]]) -> list[Candidate]:
    wanted = _WORD.findall(folded_query)
    if not wanted:
        return [Candidate(account_id, name) for account_id, name, folded in names if folded_query in folded]
    return [Candidate(account_id, name) for account_id, name, folded in names if _begin(wanted, _WORD.findall(folded))]


def _begin(wanted: Iterable[str], words: Sequence[str]) -> bool:
    return all(any(word.startswith(start) for word in words) for start in wanted)


def _by_sound(folded_query: str, names: Sequence[tuple[str, str, str]]) -> list[Candidate]:
    found = process.extract(
        folded_query, [name[2] for name in names], scorer=fuzz.ratio, score_cutoff=SOUNDS_ALIKE, limit=MOST
    )
    return [Candidate(*names[index][:2]) for _, _, index in found]


def _closest(folded_query: str, names: Sequence[tuple[str, str, str]]) -> list[Candidate]:
    found = process.extract(folded_query, [name[2] for name in names], scorer=fuzz.WRatio, limit=CLOSEST)
    return [Candidate(*names[index][:2]) for _, _, index in found]
