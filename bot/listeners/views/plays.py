"""Windows about plays, success plans and wins, submitted."""

from collections.abc import Sequence
from concurrent.futures import Executor

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.access.people import Caller, People
from bot.errors import STALE_WINDOW, AccountGone, StaleButton
from bot.ids import Field
from bot.listeners.actions.card import GONE, known_account
from bot.listeners.actions.plays import OVER, plan_message
from bot.listeners.actions.share import looked_at
from bot.listeners.afterwards import Reply, beside, settle
from bot.listeners.views.follow_ups import member, person_of
from bot.logbook import problems
from bot.logbook.about import About
from bot.logbook.problems import Unfit
from bot.middleware import Screen, window
from bot.plays import entered, windows, words
from bot.plays.entered import WinEntry
from bot.plays.people import names_of, users_by_person
from bot.rendering.renderer import Renderer
from cs_engine.records.acting import Team
from cs_engine.records.plays import Milestone, NotStarted, WinView
from cs_engine.service.plays.success_plans import plan_metrics
from cs_engine.wording import phrase


def start_play(  # Bolt passes arguments by name
    ack: Ack, screen: Screen, cs: Answers, renderer: Renderer, later: Executor, team: Team
) -> None:
    """Start the play that was chosen; why one cannot be started is said beside the choice."""
    view = screen.body["view"]
    about = About.of(view)
    play = entered.chosen(entered.state_of(view), Field.PLAY_CHOICE)
    found = cs.plays.start(cs.actor, about.account, play, about.episode or None, team)
    if found is None:
        raise AccountGone(GONE)
    if isinstance(found, NotStarted):
        ack(response_action="errors", errors={Field.PLAY_CHOICE: words.refused(renderer, found).text})
        return
    ack()
    message = words.started(renderer, found, names_of(cs.preferences))
    settle(later, Reply(screen, cs.actor.user_id, about), message, cs, renderer, about.account)


def stop_play(ack: Ack, screen: Screen, cs: Answers, renderer: Renderer, later: Executor) -> None:
    """Stop a play for the reason that was given."""
    view = screen.body["view"]
    about = About.of(view)
    found = cs.plays.stop(cs.actor, about.task, entered.text(entered.state_of(view), Field.PLAY_REASON))
    if found is None:
        raise StaleButton(OVER)
    ack()
    reply = Reply(screen, cs.actor.user_id, about)
    settle(later, reply, words.stopped(renderer, found), cs, renderer, about.account)


def save_plan(  # Bolt passes arguments by name
    ack: Ack, screen: Screen, cs: Answers, renderer: Renderer, people: People, later: Executor
) -> None:
    """Keep what was agreed; where somebody else has changed the plan since, nothing of theirs is overwritten.

    A milestone belongs to full members only; whoever else was picked is said beside the choice.

    Raises:
        StaleButton: somebody else was first.
    """
    view = screen.body["view"]
    about, state = About.of(view), entered.state_of(view)
    before = cs.plays.plan(cs.actor, about.account)
    if (str(before.plan.version) if before else "") != about.again:
        raise StaleButton(CHANGED)
    plan = before.plan if before else None
    goals = entered.goals(state, plan.goals if plan else (), plan_metrics())
    users = entered.picked(state)
    found = [member(people, user, screen) if user else None for user in users]
    if wrong := [place for place, user in enumerate(users) if user and found[place] is None]:
        said = problems.at_field(renderer, Field.STEP_OWNER, Unfit.NOT_A_MEMBER)
        ack(response_action="errors", errors={f"{Field.STEP_OWNER}.{wrong[0]}": said[Field.STEP_OWNER]})
        return
    known = plan.milestones if plan else ()
    steps = entered.milestones(state, known, _step_owners(cs, known, found), renderer.reader.today)
    owner = plan.owner if plan else _owner(cs, about.account)
    if cs.plays.change_plan(cs.actor, about.account, owner, goals, steps) is None:
        raise AccountGone(GONE)
    ack()
    reply = Reply(screen, cs.actor.user_id, about)
    beside(later, lambda: reply.confirm(plan_message(renderer, cs, about.account)))


def preview_win(ack: Ack, screen: Screen, cs: Answers, renderer: Renderer, people: People) -> None:
    """Show the win as others will read it; a channel in which it may not be shown is said at once."""
    view = screen.body["view"]
    about, state = About.of(view), entered.state_of(view)
    entry = entered.win(state, about.account, about.answer)
    known, refused = looked_at(entry.channel, screen.client)
    if refused:
        message = renderer.render("share_refused", reason=refused, account_id=about.account)
        ack(response_action="errors", errors={Field.WIN_CHANNEL: message.text})
        return
    composed, names = _composed(entry, cs, people, screen)
    shown = windows.win_preview(renderer, composed, names, entry, f"#{known['name']}")
    ack(response_action="update", view=shown)


def tell_win(ack: Ack, screen: Screen, cs: Answers, renderer: Renderer, people: People, later: Executor) -> None:
    """Keep the win and have it posted, if still only colleagues read there."""
    entry = WinEntry.of(screen.body["view"])
    known, refused = looked_at(entry.channel, screen.client)
    if refused:
        message = renderer.render("share_refused", reason=refused, account_id=entry.account)
        ack(response_action="update", view=window(message))
        return
    composed, _ = _composed(entry, cs, people, screen)
    cs.plays.tell_win(composed, entry.channel)
    ack()
    reply = Reply(screen, cs.actor.user_id, About(account=entry.account, answer=entry.answer))
    message = words.on_its_way(renderer, composed.account_name, f"#{known['name']}")
    beside(later, lambda: reply.confirm(message))


CHANGED = phrase("Somebody else has changed this plan since you opened it. Open it again; nothing was overwritten.")


def _step_owners(cs: Answers, known: Sequence[Milestone], found: Sequence[Caller | None]) -> list[str | None]:
    """Return whose each milestone is: who was picked, or as before where the window could not show them."""
    met = users_by_person(cs.preferences)
    before = [each.owner if each.owner not in met else None for each in known]
    unseen = [*before, *[None] * len(found)]
    return [unseen[place] if caller is None else person_of(caller) for place, caller in enumerate(found)]


def _owner(cs: Answers, account_id: str) -> str:
    """Return who owns a new plan: the account's CSM, else whoever writes it."""
    owner = known_account(cs, account_id).owner
    return owner.casefold() if owner else cs.actor.person


def _composed(entry: WinEntry, cs: Answers, people: People, screen: Screen) -> tuple[WinView, dict[str, str]]:
    """Return a win as it would be told, and the names of everybody in it; credit goes to full members only.

    Raises:
        AccountGone: the account is not known (any more).
        StaleButton: there is no story, which the window asks for.
    """
    if not entry.story:
        raise StaleButton(STALE_WINDOW)
    met = [caller for user in entry.credit if (caller := member(people, user, screen)) is not None]
    credit = tuple(person_of(caller) for caller in met)
    composed = cs.plays.compose_win(cs.actor, entry.account, entry.story, entry.effect, credit)
    if composed is None:
        raise AccountGone(GONE)
    names = {person_of(caller): caller.name or person_of(caller) for caller in met}
    return composed, {cs.actor.person: cs.actor.name or cs.actor.person, **names}
