"""What the outbox is told when a play starts or ends.

Kinds of intents and what is in their ``about``:

- ``plan`` (POST, EDIT; subject ``plan:<account>``): ``{"account": id}``; worded from the present state.
- ``win`` (POST; subject ``win:<id>``): ``{"win": id}``.

Starting and ending a play edits the message of its episode and the reminders of its tasks.
"""

from datetime import datetime

from cs_engine.records.logbook import TaskState
from cs_engine.records.outbox import Act, Intent, Recipient, To
from cs_engine.records.plays import PlayRun, SuccessPlan, Win
from cs_engine.storage.transaction import Transaction


def episode_edit(episode_id: str, why: str, at: datetime) -> Intent:
    """Return the edit of an episode's message."""
    about = {"episode": episode_id}
    return Intent(f"episode:{episode_id}:{why}", "episode", Act.EDIT, f"episode:{episode_id}", (), at, about)


def after_end(memory: Transaction, run: PlayRun, at: datetime) -> None:
    """Have the messages edited that tell of a play which has just ended."""
    edits = [] if run.episode_id is None else [episode_edit(run.episode_id, f"play:{run.id}:over", at)]
    for task in memory.plays.tasks([run.id]):
        if task.state is TaskState.CANCELLED and task.due_at <= at and memory.plays.posted_to(task.subject):
            key = f"{task.subject}:cancelled"
            edits.append(Intent(key, "reminder", Act.EDIT, task.subject, (), at, {"task": task.id}))
    memory.outbox.put(edits, at)


def plan_post(plan: SuccessPlan, channel: str, at: datetime) -> Intent:
    """Return a plan's message in a channel; sharing it again posts it again, and the newest is kept up to date."""
    to = (Recipient(To.CHANNEL, channel),)
    about = {"account": plan.account_id}
    return Intent(f"{plan.subject}:{channel}:{at:%Y%m%d%H%M%S}", "plan", Act.POST, plan.subject, to, at, about)


def plan_edit(plan: SuccessPlan, why: str, at: datetime) -> Intent:
    """Return the edit of a plan's message."""
    return Intent(f"{plan.subject}:{why}", "plan", Act.EDIT, plan.subject, (), at, {"account": plan.account_id})


def win_post(win: Win, channel: str, at: datetime) -> Intent:
    """Return a win's message in a channel."""
    key = f"win:{win.id}"
    return Intent(key, "win", Act.POST, key, (Recipient(To.CHANNEL, channel),), at, {"win": win.id})
