"""How the numbers of a column are written, decided by the values and never by chance."""

import re
from dataclasses import dataclass

import pandas as pd

SYMBOLS = re.compile(r"[$€£¥₹]|\b(?:usd|eur|gbp|chf|cny|rmb|jpy|cad|aud|inr)\b|[\s'\u00a0\u202f]", re.IGNORECASE)
PLAIN = r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
POINT = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:[eE][+-]?\d+)?"
COMMA = r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d*)?"
THOUSANDS = r"[+-]?[1-9]\d{0,2}[.,]\d{3}"
"""One mark and three digits after it: a thousand, or a number with three decimals."""
COMMAS_IN_THOUSANDS = r"[$£¥₹]"
"""Where these currencies are at home, a comma stands between thousands."""
MOST = 0.9


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a column's numbers are written.

    ``decimal`` is the mark before the decimals; ``share`` of the values fit (0 to 1). ``undecided`` says that the
    values would fit the other mark as well, as ``example`` does; ``grouped`` that a currency sign decided that.
    """

    decimal: str
    share: float
    parsed: pd.Series
    undecided: bool = False
    grouped: bool = False
    example: str = ""

    @property
    def whole(self) -> bool:
        """Tell whether all numbers are whole ones."""
        return bool(self.parsed.dropna().mod(1).eq(0).all())

    @property
    def low(self) -> float:
        """The smallest number."""
        return float(self.parsed.min())

    @property
    def high(self) -> float:
        """The largest number."""
        return float(self.parsed.max())


def numbers_of(values: pd.Series, mark: str | None = None) -> Numbers | None:
    """Say how text values are written as numbers, or ``None`` when they are none.

    Args:
        values: text without empty cells.
        mark: the decimal mark, if the file as a whole tells it.
    """
    if values.empty:
        return None
    plain = values.str.replace(SYMBOLS, "", regex=True)
    point, comma = plain.str.fullmatch(POINT).mean(), plain.str.fullmatch(COMMA).mean()
    if max(point, comma) < MOST:
        return None
    decimal = mark or ("," if comma > point else ".")
    parsed = plain.str.replace("." if decimal == "," else ",", "", regex=False).str.replace(",", ".", regex=False)
    found = pd.Series(pd.to_numeric(parsed, errors="coerce")).astype("float64")
    marked = plain[plain.str.contains(r"[.,]", regex=True)]
    either = bool(len(marked)) and bool(marked.str.fullmatch(THOUSANDS).all())
    signed = bool(marked.str.contains(",").all() and values.str.contains(COMMAS_IN_THOUSANDS).any())
    told = either and (mark is not None or signed)
    example = str(marked.iloc[0]) if either else ""
    return Numbers(decimal, float(found.notna().mean()), found, either and not told, told and decimal == ".", example)
