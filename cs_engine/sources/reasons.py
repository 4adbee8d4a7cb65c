"""Why values are refused: kept in English beside them, and told to each person in their language."""

from cs_engine.frames.contracts import NO_CHOICE, NO_WHOLE_DAY, TOO_HIGH, TOO_LOW
from cs_engine.sources.chunks import WRONG_WIDTH
from cs_engine.sources.convert import TWO_MEANINGS, UNREADABLE
from cs_engine.sources.exact_csv import UNCLOSED
from cs_engine.sources.fits import MISSING
from cs_engine.sources.json_lines import NOT_AN_OBJECT
from cs_engine.sources.rows import LOST
from cs_engine.sources.workbooks import OUTSIDE
from cs_engine.wording import Sentence, recognized

OF_VALUES = (*UNREADABLE.values(), TWO_MEANINGS, NO_CHOICE, TOO_LOW, TOO_HIGH, NO_WHOLE_DAY, MISSING, LOST)
OF_LINES = (WRONG_WIDTH, UNCLOSED, NOT_AN_OBJECT, OUTSIDE)


def reason_of(text: str) -> Sentence:
    """Return a reason, as it stands beside a refused value or line."""
    return recognized(text, (*OF_VALUES, *OF_LINES))
