"""What accounts are still worth, as it was found last."""

from sqlalchemy import Column, Float, String, Table

from cs_engine.records.lifetime_value import Method
from cs_engine.records.value_view import KeptValues
from cs_engine.storage.kinds import Document, Instant, Word
from cs_engine.storage.tables import METADATA
from cs_engine.wording import Sentence

VALUATIONS = Table(
    "valuations",
    METADATA,
    Column("as_of", Instant, primary_key=True),
    Column("found", Document(KeptValues), nullable=False),
)
"""One row: the newest."""

ACCOUNT_VALUES = Table(
    "account_values",
    METADATA,
    Column("account_id", String, primary_key=True),
    Column("currency", String, primary_key=True),
    Column("value", Float),
    Column("low", Float),
    Column("high", Float),
    Column("method", Word(Method), nullable=False),
    Column("why", Document(Sentence), nullable=False),
    Column("inputs", Document(tuple[tuple[str, float], ...]), nullable=False),
)
"""One row per account and currency that it pays in; an unknown currency is empty."""
