"""After the nightly scores, episodes are reviewed and plays are checked, whatever becomes of the other."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.config import load_settings
from bot.jobs.scoring import score
from bot.jobs.shift import Shift
from cs_engine.health.portfolio import distribution
from cs_engine.records.acting import Team
from cs_engine.service.job_runs import JobDesk
from cs_engine.service.memory import open_memory
from cs_engine.service.scoring.refresh import Refreshed

SUNDAY = datetime(2026, 11, 22, tzinfo=UTC)


@dataclass
class Desk:
    """Episodes whose review fails, or plays that are checked."""

    failure: Exception | None = None
    asked: list[datetime] = field(default_factory=list)

    def review(self, as_of: datetime, _team: Team) -> None:
        """Note the instant; fail if that is wanted."""
        self.asked.append(as_of)
        if self.failure is not None:
            raise self.failure

    check = review


def test_plays_are_checked_where_the_review_of_episodes_fails(tmp_path: Path) -> None:
    """A night without reviews does not stop the plays as well, and the fault is not hidden."""
    episodes, plays = Desk(RuntimeError("No review")), Desk()
    cs: Any = SimpleNamespace(episodes=episodes, plays=plays)
    refreshed = Refreshed(0, (SUNDAY,), date(2026, 11, 21), "", distribution([]), 0)
    with open_memory(f"sqlite:///{tmp_path}/steward.db") as store:
        settings = load_settings(steward_home=tmp_path)
        shift = Shift(
            cs,
            lambda: SUNDAY,
            Team(),
            settings,
            JobDesk(store, lambda: SUNDAY, "here"),
            refresh=lambda _at: refreshed,
        )
        with pytest.raises(RuntimeError, match="No review"):
            score(shift, SUNDAY)
    assert (episodes.asked, plays.asked) == ([SUNDAY], [SUNDAY])
