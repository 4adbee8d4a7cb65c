"""Whether chances of a loss came true, as a picture: what was said beside what happened, and what the riskiest hold."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from cs_engine.drawing import COLORS, INK, LINES, QUIET, Say, framed, png, sheet
from cs_engine.records.churn import Estimate
from cs_engine.records.churn_accounts import Caught, OutOfTime
from cs_engine.wording import Sentence, phrase, sentence

BLUE, ORANGE = COLORS[:2]
FIRST = 0.1
"""Of the accounts: as many as a team looks at."""
ROOM = 1.08
"""Of the largest that is drawn, so that nothing touches the frame."""
PLACES = ((0.075, 0.13, 0.395, 0.60), (0.57, 0.13, 0.395, 0.60))

TITLE = phrase("Do chances of a loss come true?")
ABOUT = phrase(
    "{rows} chances of {accounts} accounts, {first} to {last}, each told from what was known by then; a loss followed "
    "{losses}."
)
RELIABLE = phrase("Said {said} on average, {happened} were lost")
HELD = phrase("The riskiest tenth: {share} of the losses")
SAID = phrase("chance that was said")
LOST = phrase("accounts that were lost")
EQUAL = phrase("as said")
LOOKED = phrase("accounts, the riskiest first")
CAUGHT = phrase("losses among them")
CHANCE = phrase("by chance")
SURE = phrase("Bars and band: 95 % intervals, over accounts.")


def picture(tested: OutOfTime, say: Say = str) -> bytes:
    """Return reliability and lift of a model on days after everything it had learned from, as PNG.

    Args:
        tested: with its groups of accounts and what they caught.
        say: puts a sentence into the reader's language.
    """
    figure = sheet(say(sentence(TITLE)), say(_about(tested)))
    figure.text(0.965, 0.03, say(sentence(SURE)), size=9, color=QUIET, ha="right", va="center")
    left, right = (figure.add_axes(place) for place in PLACES)
    said, happened = (f"{share:.1%}" for share in (tested.said, tested.happened))
    _heading(left, say(sentence(RELIABLE, said=said, happened=happened)))
    _reliability(left, tested, say)
    first = next(one for one in tested.caught if one.share == FIRST)
    _heading(right, say(sentence(HELD, share=f"{first.losses.value:.0%}")))
    _lift(right, tested.caught, say)
    return png(figure)


def _about(tested: OutOfTime) -> Sentence:
    days = {"first": tested.first.isoformat(), "last": tested.last.isoformat()}
    counts = {"rows": tested.rows, "accounts": tested.accounts, "losses": tested.losses}
    return sentence(ABOUT, **days, **{name: f"{count:,}" for name, count in counts.items()})


def _heading(axes: Axes, words: str) -> None:
    axes.text(0, 1.045, words, transform=axes.transAxes, size=12, weight="bold", color=INK, va="bottom")


def _reliability(axes: Axes, tested: OutOfTime, say: Say) -> None:
    said, happened = ([getattr(one, name) for one in tested.alike] for name in ("said", "happened"))
    below = [one.happened - one.low for one in tested.alike]
    above = [one.high - one.happened for one in tested.alike]
    end = min(1.0, ROOM * max(*said, *(one.high for one in tested.alike)))
    axes.plot((0, end), (0, end), color=QUIET, linewidth=1, linestyle=(0, (4, 4)))
    marks: dict[str, Any] = {
        "fmt": "o",
        "color": BLUE,
        "markersize": 7,
        "elinewidth": 1.6,
        "capsize": 3,
        "clip_on": False,
    }
    axes.errorbar(said, happened, yerr=(below, above), **marks)
    axes.text(0.93 * end, 0.945 * end, say(sentence(EQUAL)), size=9.5, color=QUIET, ha="right", va="bottom")
    _scaled(axes, (end, end), (SAID, LOST), say)


def _lift(axes: Axes, caught: tuple[Caught, ...], say: Say) -> None:
    shares = [0.0, *(one.share for one in caught)]
    found = [Estimate(0.0, 0.0, 0.0), *(one.losses for one in caught)]
    low = [one.value if one.low is None else one.low for one in found]
    high = [one.value if one.high is None else one.high for one in found]
    axes.fill_between(shares, low, high, color=ORANGE, alpha=0.18, linewidth=0)
    axes.plot(
        shares, [one.value for one in found], color=ORANGE, linewidth=2.2, marker="o", markersize=4, clip_on=False
    )
    axes.plot((0, 1), (0, 1), color=QUIET, linewidth=1, linestyle=(0, (4, 4)))
    axes.text(0.62, 0.58, say(sentence(CHANCE)), size=9.5, color=QUIET, ha="left", va="top")
    _scaled(axes, (1.0, 1.0), (LOOKED, CAUGHT), say)


def _scaled(axes: Axes, ends: tuple[float, float], names: tuple[str, str], say: Say) -> None:
    framed(axes)
    axes.set_xlim(0, ends[0])
    axes.set_ylim(0, ends[1])
    axes.grid(color=LINES, linewidth=0.8)
    axes.set_axisbelow(True)
    for axis, name in zip((axes.xaxis, axes.yaxis), names, strict=True):
        axis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        axis.set_label_text(say(sentence(name)), size=10, color=QUIET)
        axis.set_tick_params(colors=QUIET, labelsize=9.5, length=0)
