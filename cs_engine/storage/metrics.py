"""Pages of figures as they were told."""

from sqlalchemy import Connection, delete, select

from cs_engine.records.metrics import MetricsPage
from cs_engine.records.metrics_kept import KeptPage
from cs_engine.records.targets import KeptTargets
from cs_engine.storage.database import upserting
from cs_engine.storage.tables_metrics import METRIC_PAGES, TARGET_LINES

WHOLE = ""
"""Stands for no dimension."""


class Metrics:
    """The same, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(self, period: str, by: str | None = None) -> KeptPage | None:
        """Return a page by the name of its period and its dimension."""
        of = METRIC_PAGES.c
        wanted = select(of.page, of.told_at, of.checked_at, of.restated)
        row = self._connection.execute(wanted.where(of.period == period, of.dimension == (by or WHOLE))).first()
        return None if row is None else KeptPage(row.page, row.told_at, row.checked_at, row.restated)

    def whole(self) -> list[MetricsPage]:
        """Return every page of the whole book, by their ends and then from the shortest."""
        pages = self._connection.scalars(select(METRIC_PAGES.c.page).where(METRIC_PAGES.c.dimension == WHOLE))
        return sorted(pages, key=lambda page: (page.end, page.end - page.start))

    def put(self, kept: KeptPage) -> None:
        """Keep a page in place of the one of the same period and dimension."""
        row = {
            "period": kept.page.period,
            "dimension": kept.page.by or WHOLE,
            "told_at": kept.told_at,
            "checked_at": kept.checked_at,
            "page": kept.page,
            "restated": kept.restated,
        }
        adding = upserting(self._connection, METRIC_PAGES).values(row)
        keys = ("period", "dimension")
        changed = {name: value for name, value in row.items() if name not in keys}
        self._connection.execute(adding.on_conflict_do_update(index_elements=keys, set_=changed))

    def targets(self) -> KeptTargets | None:
        """Return where targets stood the last time they were looked at, ``None`` where there are none."""
        row = self._connection.execute(select(TARGET_LINES.c.told_at, TARGET_LINES.c.lines)).first()
        return None if row is None else KeptTargets(row.told_at, row.lines)

    def put_targets(self, kept: KeptTargets | None) -> None:
        """Keep where targets stand in place of what was kept before; ``None``: there are none any more."""
        self._connection.execute(delete(TARGET_LINES))
        if kept is not None:
            self._connection.execute(TARGET_LINES.insert().values(told_at=kept.told_at, lines=kept.lines))
