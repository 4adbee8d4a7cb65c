"""Numbers as people write them: decimal commas, thousands separators, currencies, percent signs."""

import re
from enum import StrEnum

import pyarrow as pa
import pyarrow.compute as pc


class Marks(StrEnum):
    """What a point and a comma mean in the numbers of a column."""

    POINT = "."
    """The point is decimal, commas separate thousands."""
    COMMA = ","
    """The comma is decimal, points separate thousands."""
    PLAIN = "plain"
    """The point is decimal; no comma was seen, so one that comes is refused."""
    UNCLEAR = "unclear"
    """A mark before three digits may be decimal or not, so such values are refused."""


GAP = r" '\x{2019}\x{a0}\x{2009}\x{202f}"
"""What else may separate thousands, whatever point and comma mean."""
CODES = "EUR|USD|GBP|CHF|JPY|CNY|RMB|INR|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BRL|MXN|Fr\\.|kr|zł|Kč|Ft"
CURRENCY = rf"(?:\p{{Sc}}|[A-Z]{{1,2}}\$|{CODES})"
GROUPED = {
    Marks.POINT: rf"\d{{1,3}}(?:[,{GAP}]\d{{2,3}})*[,{GAP}]\d{{3}}",
    Marks.COMMA: rf"\d{{1,3}}(?:[.{GAP}]\d{{3}})+",
    Marks.PLAIN: rf"\d{{1,3}}(?:[{GAP}]\d{{3}})+",
    Marks.UNCLEAR: rf"\d{{1,3}}(?:[{GAP}]\d{{3}})+",
}
"""Whole numbers with separators; in India some of them stand between two digits."""
TWO_MEANINGS = r"^\D*[1-9]\d{0,2}[.,]\d{3}\D*$"
NOTHING = pa.scalar(None, pa.float64())


def parse_numbers(text: pa.Array, marks: Marks) -> pa.Array:
    """Return numbers as floats, missing where ``text`` is none; a percentage is the number before its sign."""
    parts = pc.extract_regex(text, _pattern(marks))
    part = {name: pc.fill_null(pc.struct_field(parts, name), "") for name in ("open", "sign", "whole", "rest", "power")}
    closed = {name: pc.fill_null(pc.struct_field(parts, name), "") for name in ("after", "close")}
    has_digit = pc.match_substring_regex(pc.binary_join_element_wise(part["whole"], part["rest"], ""), r"\d")
    pairs = pc.equal(pc.utf8_length(part["open"]), pc.utf8_length(closed["close"]))
    marked = pc.binary_join_element_wise(part["open"], part["sign"], closed["after"], "")
    minus = pc.match_substring_regex(marked, "[-(]")
    whole = pc.replace_substring_regex(part["whole"], rf"[.,{GAP}]", "")
    written = pc.binary_join_element_wise(whole, pc.utf8_replace_slice(part["rest"], 0, 1, "."), part["power"], "")
    numbers = pc.cast(pc.if_else(pc.and_(has_digit, pairs), written, pa.scalar(None, pa.string())), pa.float64())
    if marks is Marks.UNCLEAR:
        numbers = pc.if_else(two_meanings(text), NOTHING, numbers)
    return pc.if_else(pc.is_finite(numbers), pc.if_else(minus, pc.negate(numbers), numbers), NOTHING)


def two_meanings(text: pa.Array) -> pa.Array:
    """Tell which values may mean two numbers, such as `1,234`."""
    return pc.match_substring_regex(text, TWO_MEANINGS)


def _pattern(marks: Marks) -> str:
    decimal = re.escape("," if marks is Marks.COMMA else ".")
    unit = rf"\s*(?:{CURRENCY}\s*)?"
    number = rf"(?P<whole>{GROUPED[marks]}|\d*)(?P<rest>(?:{decimal}\d*)?)(?P<power>(?:[eE][+-]?\d+)?)"
    before, after = rf"(?P<open>\(?){unit}(?P<sign>[+-]?){unit}", rf"{unit}%?(?P<after>-?)(?P<close>\)?)"
    return rf"^{before}{number}{after}$"
