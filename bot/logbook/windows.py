"""The window that logs a follow-up: five fields at first, the rest in the same window when somebody asks for it."""

from dataclasses import dataclass, replace
from typing import Any

from bot.ids import WindowId
from bot.logbook.about import About
from bot.logbook.form import Form
from bot.rendering.markup import clean
from bot.rendering.renderer import Renderer
from cs_engine.records.episodes import FalseAlarm
from cs_engine.records.logbook import ChampionNews, Ending, FollowUpKind, FollowUpOutcome, Reason, Visibility

NOTE, STEP, NAMES, WHY, NAME = 3000, 200, 300, 300, 100
"""Characters of the texts."""
ENDINGS = (Ending.KEEP_OPEN, Ending.RESOLVE)


@dataclass(frozen=True, slots=True)
class Around:
    """What the window shows beside what is filled in."""

    episode: bool = False
    """Whether a risk episode of the account is open."""
    contacts: tuple[str, ...] = ()
    """People at the customer whom we know."""
    unlinked: bool = False
    """Whether the message that it is about cannot be linked."""


ALONE = Around()


def follow_up_window(renderer: Renderer, form: Form, about: About, around: Around = ALONE) -> dict[str, Any]:
    """Word the window, with everything that was typed so far."""
    return renderer.window(
        "follow_up_window",
        callback_id=WindowId.FOLLOW_UP,
        about=about.code,
        form=_typed_again(form),
        full=bool(about.full),
        again=bool(about.again),
        editing=bool(about.follow_up),
        linked=bool(about.permalink),
        quotable=bool(about.quote),
        around=around,
        due=form.due.isoformat() if form.due else None,
        at=int(form.at.timestamp()) if form.at else None,
        kinds=list(FollowUpKind),
        outcomes=list(FollowUpOutcome),
        reasons=list(Reason),
        endings=list(ENDINGS),
        false_alarms=list(FalseAlarm),
        champions=list(ChampionNews),
        visibilities=list(Visibility),
    )


def _typed_again(form: Form) -> Form:
    """Return the form with texts that can stand in a window again: their lines stay, what hides in them goes."""
    return replace(
        form,
        note="\n".join(map(clean, form.note.splitlines()))[:NOTE],
        step=clean(form.step, STEP),
        contacts=clean(form.contacts, NAMES),
        pulse_reason=clean(form.pulse_reason, WHY),
        champion_name=clean(form.champion_name, NAME),
    )
