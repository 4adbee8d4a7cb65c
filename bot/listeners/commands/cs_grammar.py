"""What can be typed after `/cs`: one table, from which parsing, help and docs/commands are made."""

from dataclasses import dataclass
from enum import StrEnum

from bot.listeners.commands.grammar import phrase

CS = "/cs"


class Request(StrEnum):
    """What somebody wants done."""

    HELP = "help"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class CsUsage:
    """One way to ask. `keywords` are all there is; `means` is a source string, which the help page translates."""

    request: Request
    keywords: tuple[str, ...]
    means: str

    @property
    def example(self) -> str:
        """How it is typed, such as ``/cs import``."""
        return " ".join((CS, *self.keywords))


CS_USAGES = (
    CsUsage(Request.IMPORT, keywords=("import",), means=phrase("Load files: CSV, Excel, Parquet and more")),
    CsUsage(Request.HELP, keywords=(), means=phrase("What can be asked")),
    CsUsage(Request.HELP, keywords=("help",), means=phrase("The same")),
)
"""Everything `/cs` understands."""


def read_request(text: str) -> Request:
    """Understand what was typed after `/cs`; what is not understood is answered with what can be asked."""
    words = tuple(text.lower().split())
    return next((usage.request for usage in CS_USAGES if usage.keywords == words), Request.HELP)
