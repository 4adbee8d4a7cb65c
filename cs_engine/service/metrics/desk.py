"""Pages of figures as people ask for them; every answer comes from the memory alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from cs_engine.metrics.windows import period_named, trailing
from cs_engine.records.metrics import MetricsPage
from cs_engine.records.metrics_kept import KeptPage, NotKept
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.records.targets import TargetsView
from cs_engine.storage.names import fold
from cs_engine.storage.store import Store


class MetricsDesk:
    """Answers about figures that were made before. Safe to share between threads."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        """Answer from ``store``; ``clock`` returns the present moment, aware, in the workspace's zone."""
        self._store = store
        self._clock = clock

    def page(self, period: str | None, by: str | None, sight: Sight = EVERYTHING) -> KeptPage | NotKept:
        """Return the page of a period, or which periods there are.

        Who sees some accounts only is told of their own as a group, and never of the whole book: its figures would
        tell of the others.

        Args:
            period: as somebody writes it; the last twelve closed months without.
            by: the dimension; None for the whole book alone.
            sight: of whoever asks.

        Raises:
            BadInput: that is no period, or it is not over yet.
        """
        today = self._clock().date()
        asked = trailing(today) if period is None else period_named(period, today)
        narrow = None if sight == EVERYTHING else "segment" if sight.owner is None else "csm"
        with self._store.viewing() as memory:
            kept = memory.metrics.page(asked.name, narrow or by)
            told = memory.metrics.whole() if kept is None else []
        if kept is None:
            return NotKept(asked.name, tuple(page.period for page in reversed(told)))
        return kept if narrow is None else _narrowed(kept, sight)

    def targets(self, sight: Sight = EVERYTHING) -> TargetsView | None:
        """Return where targets stood last night, ``None`` where there are none; they are about all customers."""
        with self._store.viewing() as memory:
            kept = memory.metrics.targets()
        if kept is None:
            return None
        return TargetsView(kept) if sight == EVERYTHING else TargetsView(replace(kept, lines=()), narrow=True)


def _narrowed(kept: KeptPage, sight: Sight) -> KeptPage:
    """Return the groups that somebody sees; one who sees a CSM's accounts of some segments sees none of either."""
    page: MetricsPage = kept.page
    groups = tuple(group for group in page.groups if group.name is not None and _sees(sight, group.name))
    restated = tuple(each for each in kept.restated if each.group is not None and _sees(sight, each.group))
    return replace(kept, page=replace(page, groups=groups), restated=restated)


def _sees(sight: Sight, group: str) -> bool:
    if sight.owner is None:
        return group in (sight.segments or ())
    return sight.segments is None and fold(group) == fold(sight.owner)
