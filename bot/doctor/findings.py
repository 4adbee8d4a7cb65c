"""What is wrong, in one sentence, with its fix."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is."""

    PROBLEM = "problem"
    """Steward does not work, or not for anybody."""
    WARNING = "warning"
    """Something does not work, or not as people expect."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be: `check` names what was looked at, such as ``scopes``."""

    check: str
    severity: Severity
    sentence: str
    fix: str


def problem(check: str, sentence: str, fix: str) -> Finding:
    """Return a finding that stops Steward from working."""
    return Finding(check, Severity.PROBLEM, sentence, fix)


def warning(check: str, sentence: str, fix: str) -> Finding:
    """Return a finding that people will notice."""
    return Finding(check, Severity.WARNING, sentence, fix)


def some(names: list[str], most: int = 5) -> str:
    """Return the first names as one phrase, such as ``a, b and 7 more``."""
    shown, more = names[:most], len(names) - most
    return f"{', '.join(shown)} and {more} more" if more > 0 else ", ".join(shown)
