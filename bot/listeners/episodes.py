"""How a click on an episode is answered, wherever it was made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from slack_bolt import Ack

from bot.access.answers import Answers
from bot.episodes import words
from bot.episodes.people import called_by
from bot.errors import AccountGone
from bot.home.home import Home
from bot.listeners import messages
from bot.listeners.afterwards import Reply, beside
from bot.listeners.messages import CardOptions
from bot.logbook.about import About
from bot.middleware import Screen
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.episode_view import Done, EpisodeView, Overtaken
from cs_engine.records.logbook import Source
from cs_engine.records.outbox import Recipient, To
from cs_engine.wording import phrase

OWN, CARD = ".own", ".card"
"""Suffixes of ids of buttons on an episode's own message, and on a card that only its reader sees."""
GONE = phrase("This alert is no longer known here. Type `/health` to see your accounts as they are now.")

Changed = Done | Overtaken | None


@dataclass(frozen=True, slots=True)
class Desk:
    """All that it takes to answer a click on an episode."""

    screen: Screen
    home: Home
    """Of whoever clicked; knows who that is, what they may ask, and how they read."""

    @property
    def cs(self) -> Answers:
        """What the person may ask."""
        return self.home.cs

    @property
    def renderer(self) -> Renderer:
        """Words for the person."""
        return self.home.renderer

    @property
    def today(self) -> date:
        """The day it is where the person is."""
        return self.renderer.reader.today

    def known(self, episode_id: str) -> EpisodeView:
        """Return an episode that the person may see.

        Raises:
            AccountGone: there is none (any more).
        """
        view = self.cs.episodes.view(self.cs.actor.sight, episode_id)
        if view is None:
            raise AccountGone(GONE)
        return view

    def open(self, episode_id: str, about: About, word: Callable[[EpisodeView, str], Mapping[str, Any]]) -> None:
        """Open a window about an episode; one that is over is answered with its present state."""
        view = self.known(episode_id)
        if view.episode.state.is_over:
            self.screen.add(self._second(Overtaken(view, view.episode.ended_by)))
            return
        known = replace(about, account=view.report.account_id, episode=episode_id)
        self.screen.open(word(view, known.code))

    def show(self, episode_id: str, about: About) -> None:
        """Have an episode of a list posted below it; one that has a message, or is over, is shown to the clicker."""
        view = self.known(episode_id)
        if view.episode.state.is_over:
            self.screen.add(self._second(Overtaken(view, view.episode.ended_by)))
        elif not self.cs.episodes.unfold(self.cs.actor, episode_id):
            self.screen.add(self._own(view, replace(about, channel="")))

    def answer(self, changed: Changed, about: About, close: Ack | None = None) -> None:
        """Show what a click did: in place of the episode's own message or of the card, beside anything else.

        Args:
            changed: what became of it.
            about: where somebody clicked.
            close: acknowledges a window, which closes it; the answer then comes beside.

        Raises:
            AccountGone: there is no such episode (any more).
        """
        if changed is None:
            raise AccountGone(GONE)
        reply = Reply(self.screen, self.cs.actor.user_id, about)
        if close is None:
            self._show(changed, reply)
        else:
            close()
            beside(self.home.later, lambda: self._show(changed, reply))
        self.home.refresh()

    def _show(self, changed: Done | Overtaken, reply: Reply) -> None:
        about, view = reply.about, changed.view
        if about.card:
            report = self.cs.report(view.report.account_id)
            if report is not None:
                reply.renew(messages.card(self.renderer, report, CardOptions(acts=True)))
        elif about.instead:
            reply.renew(self._own(view, about))
        if isinstance(changed, Overtaken):
            replace(reply, about=replace(about, instead="")).confirm(self._second(changed))
        elif not about.card and not about.instead and about.source is not Source.HOME:
            reply.confirm(words.done(self.renderer, view, called_by(self.cs.preferences)))

    def _own(self, view: EpisodeView, about: About) -> Message:
        """Word the episode's own message for whoever reads it where it stands."""
        called = called_by(self.cs.preferences)
        if not about.channel:
            return words.message(self.renderer, view, Recipient(To.PERSON, self.cs.actor.person), called)
        return words.message(self._for(about.channel), view, Recipient(To.CHANNEL, about.channel), called)

    def _for(self, channel: str) -> Renderer:
        """Return the renderer for a channel, which has a language and a zone of its own."""
        known = next((each for each in self.cs.preferences.channels() if each.channel == channel), None)
        if known is None:
            return self.renderer
        locale, zone = Locale.parse(known.language, sep="-"), ZoneInfo(known.timezone)
        return self.renderer.reading(locale, zone, self.renderer.reader.today)

    def _second(self, changed: Overtaken) -> Message:
        return words.overtaken(self.renderer, changed, called_by(self.cs.preferences))


def clicked(screen: Screen, action: Mapping[str, Any]) -> About:
    """Return where somebody clicked."""
    name = str(action.get("action_id"))
    channel = str((screen.body.get("channel") or {}).get("id") or "")
    return About(
        Source.HOME if screen.on_home else Source.EPISODE,
        answer=str(screen.body.get("response_url") or ""),
        card="1" if name.endswith(CARD) else "",
        instead="1" if name.endswith(OWN) else "",
        channel="" if channel.startswith("D") else channel,
    )
