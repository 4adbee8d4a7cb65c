"""`/cs alerts`: how good the alerts were."""

from datetime import datetime, time, timedelta

from bot.access.answers import Answers
from bot.episodes import words
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer

LOOKED_BACK = timedelta(days=90)
"""A quarter: enough alerts to judge a rule by, and few enough to remember."""


def alerts_message(cs: Answers, renderer: Renderer) -> Message:
    """Word how good the alerts of a quarter were, of the accounts in sight, and which are off."""
    today = renderer.reader.today
    until = datetime.combine(today + timedelta(days=1), time(), renderer.reader.timezone)
    quarter = (cs.actor.sight, until - LOOKED_BACK, until)
    grades = words.Grades(cs.episodes.grades(*quarter), cs.episodes.grade(*quarter))
    return words.alerts(renderer, grades, cs.episodes.standings(), today - LOOKED_BACK)
