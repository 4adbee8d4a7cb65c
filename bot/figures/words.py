"""Messages about figures of the catalogue."""

from dataclasses import dataclass, replace

from bot.delivery.speaker import Speaker
from bot.rendering.fitting import fitting
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.metrics import Figure, Group, Waterfall
from cs_engine.records.metrics_kept import KeptPage, NotKept
from cs_engine.records.outbox import Intent
from cs_engine.records.targets import TargetLine, TargetsView
from cs_engine.service.metrics.notes import NOTES
from cs_engine.wording import recognized

COUNTED = "L1"
"""It stands on all customers of the start."""
KEY = ("MRR", "L6", "L5", COUNTED, "S6", "H2")
"""What groups are compared by; the rest is for the whole book and for `steward metrics --by`."""
BY_GROUP = (("key", 24), ("key", 12), ("key", 8), ("key", 6), ("key", 3))
PLACES = {"off_track": 0, "at_risk": 1, "unknown": 2, "on_track": 3, "met": 4}
"""What needs somebody comes first."""
MOST_TARGETS = (30, 15, 8, 4)
SIZES = (("falls", 1), ("full", 1), *BY_GROUP)
"""What is told, and of how many groups: every figure and what moved revenue, every figure, or those of `KEY` alone."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A group beside others.

    Attributes:
        name: None for the whole book.
        customers: how many it had at the start; None where nothing tells.
        figures: those of each of `KEY`; of money one per currency that is told apart.
    """

    name: str | None
    customers: int | None
    figures: tuple[tuple[Figure, ...], ...]


def metrics(renderer: Renderer, found: KeptPage | NotKept) -> Message:
    """Word a page of figures, or which there are."""
    if isinstance(found, NotKept):
        told = {"asked": found.asked, "periods": found.periods, "kept": None, "narrow": False, "few": False, "more": 0}
        return renderer.render("cs_metrics", **told, groups=(), rows=(), notes=(), full=False, falls=(), key=KEY)
    page = found.page
    whole = [_known(group) for group in (page.groups[:1] if page.by is None else page.groups)]
    narrow = page.by is not None and all(group.name is not None for group in page.groups)
    notes = [recognized(note, NOTES) for note in page.notes]
    few = any(figure.small for group in whole for figure in group.figures)

    def told_of(size: tuple[str, int]) -> Message:
        full = size[0] != "key"
        groups = whole[: size[1]] if full else [_compared(group) for group in whole[: size[1]]]
        return renderer.render(
            "cs_metrics",
            kept=found,
            groups=groups,
            rows=() if full else [_beside(group) for group in groups],
            full=full,
            falls=[(fall, _moves(fall)) for fall in groups[0].waterfalls] if full and size[0] == "falls" else (),
            more=len(whole) - len(groups),
            narrow=narrow,
            notes=notes,
            few=few,
            key=KEY,
            asked="",
            periods=(),
        )

    return fitting(told_of, SIZES if page.by is None else BY_GROUP)


def targets(renderer: Renderer, view: TargetsView | None) -> Message:
    """Word where targets stand, those that need somebody first; or that there are none."""
    if view is None:
        return renderer.render("targets", view=None, lines=(), more=0)
    lines = sorted(view.kept.lines, key=lambda line: (PLACES.get(line.track, len(PLACES)), line.due))
    return fitting(
        lambda most: renderer.render("targets", view=view, lines=lines[:most], more=len(lines[most:])), MOST_TARGETS
    )


def told_target(speaker: Speaker, intent: Intent) -> Message | None:
    """Word that a target went off track; nothing when it is back, or is no target any more."""
    view = speaker.cs.metrics.targets()
    about = (intent.about.get("team"), intent.about.get("metric"), intent.about.get("due"))
    found = [
        line
        for line in (view.kept.lines if view else ())
        if (line.team, line.metric, line.due.isoformat()) == about and line.since is not None
    ]
    return target_off(speaker.renderer, found[0]) if found else None


def target_off(renderer: Renderer, line: TargetLine) -> Message:
    """Word that a target went off track."""
    return renderer.render("target_off", line=line)


def _beside(group: Group) -> Beside:
    found = tuple(tuple(each for each in group.figures if each.id == key) for key in KEY)
    return Beside(group.name, next((each.n for each in group.figures if each.id == COUNTED), None), found)


def _moves(fall: Waterfall) -> list[tuple[str, float, str]]:
    return [(kind, amount, fall.currency) for kind, amount in fall.moves if amount]


def _compared(group: Group) -> Group:
    return replace(group, figures=tuple(each for each in group.figures if each.id in KEY))


def _known(group: Group) -> Group:
    return replace(group, figures=tuple(each for each in group.figures if each.value is not None))
