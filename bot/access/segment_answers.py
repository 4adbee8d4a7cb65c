"""Segments of customers, as one person may see them."""

from collections.abc import Collection

from bot.access.policy import Right
from bot.access.redaction import redacted_segments
from cs_engine.records.segment_view import SegmentsView
from cs_engine.records.segments import Drawing
from cs_engine.records.sight import Sight
from cs_engine.service.segments.desk import SegmentDesk


class SegmentAnswers:
    """Segments within one person's sight and rights."""

    def __init__(self, desk: SegmentDesk, sight: Sight, rights: Collection[Right]) -> None:
        """Ask `desk` for somebody who sees and may do so much."""
        self._desk = desk
        self._sight = sight
        self._rights = rights

    def view(self) -> SegmentsView | None:
        """Return the segments, None where none were ever found."""
        found = self._desk.view(self._sight)
        return found and redacted_segments(found, self._rights)

    def drawing(self) -> Drawing | None:
        """Return what there is to draw of the accounts in sight, None where there is nothing."""
        return self._desk.drawing(self._sight)
