"""How pictures look that are sent as PNG: one sheet, one ink, letters that are there."""

from collections.abc import Callable
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.text import Text

from cs_engine.wording import Sentence

INCHES = (10.0, 6.0)
DOTS = 144
"""Sharp on a phone; 1440 x 864 points, which Slack does not shrink."""
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#5B4B8A", "#7A7A7A")
"""Told apart with every kind of color blindness (Okabe and Ito 2008; its yellow is too pale on white, its black is for
words)."""
INK, QUIET, LINES = "#1A1A1A", "#595959", "#E3E3E3"
FONTS = ("DejaVu Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei")
"""The first ships with matplotlib; the others have Chinese, where one of them is installed."""
LEFT = 0.065
"""Where words begin, as a share of the width."""

Say = Callable[[Sentence], str]
"""Puts a sentence into the reader's language."""


def sheet(title: str, about: str) -> Figure:
    """Return an empty picture with its title and a line of what it is about."""
    figure = Figure(figsize=INCHES, dpi=DOTS, facecolor="white")
    FigureCanvasAgg(figure)
    figure.text(LEFT, 0.945, title, size=16, weight="bold", color=INK, va="center")
    figure.text(LEFT, 0.885, about, size=10.5, color=QUIET, va="center")
    return figure


def framed(axes: Axes) -> None:
    """Draw the frame of a diagram so that it keeps in the background."""
    for side in axes.spines.values():
        side.set_color(LINES)


def png(figure: Figure) -> bytes:
    """Return a picture as a file, its texts as they are written: names may have dollar signs, and Chinese."""
    installed = {font.name for font in fontManager.ttflist}
    family = [name for name in FONTS if name in installed]
    for text in figure.findobj(Text):
        size, weight = text.get_fontsize(), text.get_fontweight()
        text.set_fontproperties(FontProperties(family=family, size=size, weight=weight))
        text.set_parse_math(False)
    written = BytesIO()
    figure.savefig(written, format="png")
    return written.getvalue()
