"""What can be typed after `/cs`: one table, from which parsing, help and docs/commands are made."""

from dataclasses import dataclass
from enum import StrEnum

from bot.listeners.commands.grammar import typed
from cs_engine.wording import phrase

CS = "/cs"


class Request(StrEnum):
    """What somebody wants done."""

    HELP = "help"
    IMPORT = "import"
    LOG = "log"
    ALERTS = "alerts"
    DIGEST = "digest"
    PLAN = "plan"
    PLAYS = "plays"
    SEGMENTS = "segments"
    JOURNEY = "journey"
    METRICS = "metrics"
    KPI = "kpi"
    VALUE = "value"
    RISK = "risk"
    MODEL = "model"
    GROWTH = "growth"


@dataclass(frozen=True, slots=True)
class CsUsage:
    """One way to ask. `means` is a source string, which the help page translates."""

    request: Request
    keywords: tuple[str, ...]
    means: str
    account: bool = False
    """Whether the name of an account follows."""
    after: str = ""
    """An example of other words that follow."""

    @property
    def example(self) -> str:
        """How it is typed, such as ``/cs log acme``."""
        return " ".join((CS, *self.keywords, *(("acme",) if self.account else ()), *self.after.split()))


CS_USAGES = (
    CsUsage(Request.LOG, keywords=("log",), means=phrase("Log a follow-up")),
    CsUsage(Request.LOG, keywords=("log",), means=phrase("Log a follow-up with Acme"), account=True),
    CsUsage(Request.PLAN, keywords=("plan",), means=phrase("The success plan of Acme"), account=True),
    CsUsage(Request.PLAYS, keywords=("plays",), means=phrase("What runs for your accounts, and all plays")),
    CsUsage(Request.SEGMENTS, keywords=("segments",), means=phrase("Kinds of customers, and who moved")),
    CsUsage(Request.METRICS, keywords=("metrics",), means=phrase("Every figure of the last twelve months")),
    CsUsage(
        Request.METRICS,
        keywords=("metrics",),
        means=phrase("Of another period, or by segment, csm or plan"),
        after="2026Q3 by csm",
    ),
    CsUsage(Request.KPI, keywords=("kpi",), means=phrase("How far targets are, and where they will be when due")),
    CsUsage(Request.JOURNEY, keywords=("journey",), means=phrase("Stages, how long they last, and who is stuck")),
    CsUsage(Request.JOURNEY, keywords=("journey",), means=phrase("Where Acme stands, and what is next"), account=True),
    CsUsage(Request.GROWTH, keywords=("growth",), means=phrase("What a budget brings in customers and value")),
    CsUsage(Request.VALUE, keywords=("value",), means=phrase("What customers are still worth")),
    CsUsage(Request.VALUE, keywords=("value",), means=phrase("What Acme is still worth, and why"), account=True),
    CsUsage(Request.RISK, keywords=("risk",), means=phrase("Who may be lost, by revenue and how soon")),
    CsUsage(Request.RISK, keywords=("risk",), means=phrase("The same, of your accounts"), after="mine"),
    CsUsage(Request.MODEL, keywords=("model",), means=phrase("Whether the score and the chances hold true")),
    CsUsage(Request.DIGEST, keywords=("digest",), means=phrase("Which channels get the weekly digest, and when")),
    CsUsage(Request.ALERTS, keywords=("alerts",), means=phrase("How good the alerts were, and what is off")),
    CsUsage(Request.IMPORT, keywords=("import",), means=phrase("Load files: CSV, Excel, Parquet and more")),
    CsUsage(Request.HELP, keywords=(), means=phrase("What can be asked")),
    CsUsage(Request.HELP, keywords=("help",), means=phrase("The same")),
)
"""Everything `/cs` understands."""


@dataclass(frozen=True, slots=True)
class CsReading:
    """What was understood; `account` is what was typed after the keywords, such as a name; empty when nothing was."""

    request: Request
    account: str = ""


def read_cs(text: str) -> CsReading:
    """Understand what was typed after `/cs`; what is not understood is answered with what can be asked."""
    words = typed(text).split()
    for usage in CS_USAGES:
        said, rest = words[: len(usage.keywords)], words[len(usage.keywords) :]
        if tuple(map(str.lower, said)) == usage.keywords and bool(rest) is (usage.account or bool(usage.after)):
            return CsReading(usage.request, " ".join(rest).strip('"'))
    return CsReading(Request.HELP)


def read_request(text: str) -> Request:
    """Return only what is wanted done."""
    return read_cs(text).request
