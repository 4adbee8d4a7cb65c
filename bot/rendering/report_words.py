"""How a report writes its numbers, days and names."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from cs_engine.records.metrics import Figure


def shown(figure: Figure, value: float | None) -> str:
    """Word a number in the unit of its figure; the minus is a real one."""
    if value is None:
        return "—"
    said = {"share": f"{value:.1%}", "nps": f"{value:+.0f}", "score": f"{value:.1f}"}.get(figure.unit, f"{value:,.2f}")
    return _minus(said)


def stands_on(figure: Figure) -> str:
    """Word how many a figure stands on: 1 answer, 12 customers; empty where nothing is counted."""
    if figure.n is None:
        return ""
    return f"{figure.n:,} {figure.basis.removesuffix('s') if figure.n == 1 else figure.basis}"


def missing(figures: Iterable[Figure]) -> list[tuple[str, list[str]]]:
    """Return why figures have no value, and which ones."""
    found: dict[str, list[str]] = {}
    for each in figures:
        if each.value is None:
            found.setdefault(each.note or "no data", []).append(f"{each.name}, {each.of}" if each.of else each.name)
    return list(found.items())


def day(value: date) -> str:
    """Word a day as it is read in English: Sep 30, 2026."""
    return f"{value:%b} {value.day}, {value.year}"


def moment(value: datetime) -> str:
    """Word an instant with its zone: Nov 22, 2026, 09:00 CET."""
    return f"{day(value)}, {value:%H:%M %Z}".rstrip()


def number(value: float, decimals: int = 0) -> str:
    """Word a number with its thousands apart."""
    return _minus(f"{value:,.{decimals}f}")


def moved(value: float, decimals: int = 0) -> str:
    """Word a number with its sign."""
    return _minus(f"{value:+,.{decimals}f}")


def share(value: float, decimals: int = 0) -> str:
    """Word a share as a percentage."""
    return f"{value:.{decimals}%}"


def _minus(said: str) -> str:
    """Return a number with a minus that is as wide as the plus."""
    return said.replace("-", "\N{MINUS SIGN}")


FILTERS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {each.__name__: each for each in (shown, stands_on, day, moment, number, moved, share)}
)
"""As templates call them."""
