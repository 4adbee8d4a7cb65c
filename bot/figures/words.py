"""Messages about figures of the catalogue."""

from bot.rendering.fitting import fitting
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.metrics_kept import KeptPage, NotKept
from cs_engine.service.metrics.notes import NOTES
from cs_engine.wording import recognized

KEY = ("MRR", "L6", "L5", "L1", "S6", "H2")
"""What groups are compared by; the rest is for the whole book and for `steward metrics --by`."""
SIZES = (("falls", 12), ("full", 12), ("key", 12), ("key", 6), ("key", 3))
"""What is told, and of how many groups: every figure and what moved revenue, every figure, or those of `KEY` alone."""


def metrics(renderer: Renderer, found: KeptPage | NotKept) -> Message:
    """Word a page of figures, or which there are."""
    if isinstance(found, NotKept):
        told = {"asked": found.asked, "periods": found.periods, "kept": None, "narrow": False, "few": False}
        return renderer.render("cs_metrics", **told, groups=(), notes=(), full=False, falls=False, key=KEY)
    page = found.page
    whole = page.groups[:1] if page.by is None else page.groups
    narrow = page.by is not None and all(group.name is not None for group in page.groups)
    notes = [recognized(note, NOTES) for note in page.notes]
    few = any(figure.small for group in whole for figure in group.figures)
    return fitting(
        lambda size: renderer.render(
            "cs_metrics",
            kept=found,
            groups=whole[: size[1]],
            full=size[0] != "key" and page.by is None,
            falls=size[0] == "falls" and page.by is None,
            narrow=narrow,
            notes=notes,
            few=few,
            key=KEY,
            asked="",
            periods=(),
        ),
        SIZES,
    )
