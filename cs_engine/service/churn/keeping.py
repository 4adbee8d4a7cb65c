"""Chances of a loss, kept beside the snapshots."""

from cs_engine.wording import phrase

FIRST_MODEL = phrase("It is the first model that was learned.")
