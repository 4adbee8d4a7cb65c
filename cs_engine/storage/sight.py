"""Which rows of ``current`` somebody may see, as conditions of a query: what is out of sight never leaves the store."""

from sqlalchemy import ColumnElement, or_

from cs_engine.records.sight import Sight
from cs_engine.storage.names import fold
from cs_engine.storage.tables import CURRENT


def in_sight(sight: Sight) -> tuple[ColumnElement[bool], ...]:
    """Return what makes an account visible; no condition when all are."""
    key = None if sight.owner is None else fold(sight.owner)
    owned = () if key is None else (or_(CURRENT.c.owner_key == key, CURRENT.c.backup_key == key),)
    in_segments = () if sight.segments is None else (CURRENT.c.segment.in_(sight.segments),)
    return (*owned, *in_segments)
