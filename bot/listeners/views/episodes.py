"""Windows about an episode, submitted."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from slack_bolt import Ack

from bot.access.people import People
from bot.errors import STALE_WINDOW, StaleButton
from bot.home.home import Home
from bot.ids import Field
from bot.listeners.episodes import Desk
from bot.listeners.views.follow_ups import member, person_of
from bot.logbook import problems
from bot.logbook.about import About
from bot.logbook.entered import Entered
from bot.logbook.problems import Unfit
from bot.middleware import Screen
from bot.rendering.renderer import Renderer
from cs_engine.records.acting import Team
from cs_engine.records.episodes import FalseAlarm
from cs_engine.records.logged import Invalid, LogField, Wrong

STEP_FIELDS: Mapping[LogField, Field] = MappingProxyType(
    {LogField.DUE_ON: Field.EPISODE_DAY, LogField.STEP: Field.EPISODE_TEXT}
)
"""Where a next step stands in the window that takes an episode."""


def take_on(ack: Ack, screen: Screen, home: Home) -> None:
    """Take an episode with a day for the next step, which becomes a task if it was named."""
    about, typed = About.of(screen.body["view"]), Entered.of(screen.body["view"])
    day = typed.day(Field.EPISODE_DAY)
    if day is None or day < home.renderer.reader.today:
        _refuse(ack, home.renderer, Field.EPISODE_DAY, day)
        return
    changed = home.cs.episodes.take_on(home.cs.actor, about.episode, day, typed.text(Field.EPISODE_TEXT))
    if isinstance(changed, Invalid):
        ack(
            response_action="errors",
            errors=problems.at_fields(home.renderer, screen.body["view"], changed.errors, STEP_FIELDS),
        )
        return
    Desk(screen, home).answer(changed, about, ack)


def hand_over(ack: Ack, screen: Screen, home: Home, people: People) -> None:
    """Give an episode to somebody else, who is told by a message of their own."""
    about, typed = About.of(screen.body["view"]), Entered.of(screen.body["view"])
    to = member(people, typed.person(Field.EPISODE_PERSON) or "", screen)
    if to is None:
        ack(response_action="errors", errors=problems.at_field(home.renderer, Field.EPISODE_PERSON, Unfit.NOT_A_MEMBER))
        return
    changed = home.cs.episodes.hand_over(home.cs.actor, about.episode, person_of(to))
    Desk(screen, home).answer(changed, about, ack)


def snooze_until(ack: Ack, screen: Screen, home: Home) -> None:
    """Let an episode rest until a day."""
    about, typed = About.of(screen.body["view"]), Entered.of(screen.body["view"])
    day = typed.day(Field.EPISODE_DAY)
    if day is None or day <= home.renderer.reader.today:
        _refuse(ack, home.renderer, Field.EPISODE_DAY, day)
        return
    changed = home.cs.episodes.snooze(home.cs.actor, about.episode, day)
    Desk(screen, home).answer(changed, about, ack)


def call_false(ack: Ack, screen: Screen, home: Home, team: Team) -> None:
    """End an episode as a false alarm; what was expected needs the day until which it is."""
    about, typed = About.of(screen.body["view"]), Entered.of(screen.body["view"])
    reason, day = typed.choice(Field.EPISODE_REASON, FalseAlarm), typed.day(Field.EPISODE_DAY)
    if reason is None:
        raise StaleButton(STALE_WINDOW)
    until = day if reason is FalseAlarm.EXPECTED else None
    if reason is FalseAlarm.EXPECTED and (until is None or until <= home.renderer.reader.today):
        _refuse(ack, home.renderer, Field.EPISODE_DAY, until)
        return
    text = typed.text(Field.EPISODE_TEXT)
    changed = home.cs.episodes.false_alarm(home.cs.actor, about.episode, reason, until, text, team=team)
    Desk(screen, home).answer(changed, about, ack)


def resolve(ack: Ack, screen: Screen, home: Home) -> None:
    """End an episode."""
    about, typed = About.of(screen.body["view"]), Entered.of(screen.body["view"])
    changed = home.cs.episodes.resolve(home.cs.actor, about.episode, typed.text(Field.EPISODE_TEXT))
    Desk(screen, home).answer(changed, about, ack)


def _refuse(ack: Ack, renderer: Renderer, field: Field, day: date | None) -> None:
    """Say beside a day what is wrong with it."""
    wrong = Wrong.MISSING if day is None else Wrong.IN_PAST
    said = renderer.render("field_problem", field="", wrong=wrong, limit=None).text
    ack(response_action="errors", errors={field: said})
