"""Once a day: score every account, then decide what follows from it."""

from datetime import datetime

from bot.jobs.shift import Shift


def score(shift: Shift, at: datetime) -> None:
    """Score every account as of the newest complete day, and review episodes and plays by it.

    Plays are checked even where the review of episodes fails; its error is raised all the same.
    """
    as_of = shift.refresh(at).instants[-1]
    try:
        shift.cs.episodes.review(as_of, shift.team)
    finally:
        shift.cs.plays.check(as_of, shift.team)
