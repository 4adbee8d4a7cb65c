"""Which accounts the main message names: few enough to read, each in one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from cs_engine.records.digest_lines import AccountLine, Moved, Need, Noticed, Quiet, Ready, Stuck

MOST_ACCOUNTS = 15
"""More is a report, and the thread has it."""
MOST_NEEDS = 5
"""What a team can see to in a week."""
MOST_MOVED = 3
MOST_OTHERS = 5


class Named(Protocol):
    """A line about one account."""

    @property
    def account(self) -> AccountLine:
        """Which."""


T = TypeVar("T", bound=Named)


@dataclass(frozen=True, slots=True)
class Told:
    """The lines that the main message has, and how many more each section would have."""

    needs: tuple[Need, ...]
    more_needs: int
    up: tuple[Moved, ...]
    down: tuple[Moved, ...]
    ready: tuple[Ready, ...]
    more_ready: int
    stuck: tuple[Stuck, ...]
    more_stuck: int
    quiet: tuple[Quiet, ...]
    more_quiet: int
    noticed: tuple[Noticed, ...]
    more_noticed: int


def name_accounts(  # noqa: PLR0913 - the sections of one message, by name
    *,
    needs: Sequence[Need],
    up: Sequence[Moved],
    down: Sequence[Moved],
    ready: Sequence[Ready],
    stuck: Sequence[Stuck],
    quiet: Sequence[Quiet],
    noticed: Sequence[Noticed],
) -> Told:
    """Choose the lines: who needs somebody first, then who moved; the other sections share the room that is left."""
    needed = tuple(needs[:MOST_NEEDS])
    risen = _others(up, needed)[:MOST_MOVED]
    fallen = _others(down, needed)[:MOST_MOVED]
    taken: tuple[Named, ...] = (*needed, *risen, *fallen)
    growing = _others(ready, taken)
    late = _others(stuck, (*taken, *growing))
    silent = _others(quiet, (*taken, *growing, *late))
    rest = (growing, late, silent, _others(noticed, (*taken, *growing, *late, *silent)))
    given = shares([min(len(each), MOST_OTHERS) for each in rest], MOST_ACCOUNTS - len(taken))
    return Told(
        needs=needed,
        more_needs=len(needs) - len(needed),
        up=risen,
        down=fallen,
        ready=rest[0][: given[0]],
        more_ready=len(rest[0]) - given[0],
        stuck=rest[1][: given[1]],
        more_stuck=len(rest[1]) - given[1],
        quiet=rest[2][: given[2]],
        more_quiet=len(rest[2]) - given[2],
        noticed=rest[3][: given[3]],
        more_noticed=len(rest[3]) - given[3],
    )


def shares(wanted: Sequence[int], room: int) -> list[int]:
    """Share room fairly: each gets one in turn until the room, or what is wanted, is used up."""
    given = [0] * len(wanted)
    while room > 0 and sum(given) < sum(wanted):
        for index, want in enumerate(wanted):
            if room > 0 and given[index] < want:
                given[index] += 1
                room -= 1
    return given


def _others(lines: Sequence[T], taken: Sequence[Named]) -> tuple[T, ...]:
    """Return the lines about accounts that are not named yet."""
    named = {each.account.account_id for each in taken}
    return tuple(each for each in lines if each.account.account_id not in named)
