"""Success plans: what was agreed with a customer, measured, shared and kept up to date."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from cs_engine.plays.standing import AGREED, Standing
from cs_engine.records.acting import Actor
from cs_engine.records.plays import Goal, Milestone, PlanView, SuccessPlan
from cs_engine.service.plays.intents import plan_edit, plan_post
from cs_engine.service.plays.part import PlayPart
from cs_engine.service.values.desk import account_value
from cs_engine.storage.rows import SnapshotRow
from cs_engine.storage.transaction import Transaction

ID_BYTES = 4
YEAR, AROUND = timedelta(days=365), timedelta(days=14)
"""A snapshot this near to a year ago stands for it; they may be a week apart."""


class SuccessPlans(PlayPart):
    """The part of the desk that plans belong to."""

    def plan(self, actor: Actor, account_id: str) -> PlanView | None:
        """Return the account's success plan, ``None`` when it has none or is not in sight."""
        row = self._store.current(account_id, actor.sight)
        if row is None:
            return None
        with self._store.viewing() as memory:
            return self._plan_view(memory, row)

    def plan_view(self, account_id: str) -> PlanView | None:
        """Return the plan for its shared message; whoever shared it was allowed to."""
        row = self._store.current(account_id)
        if row is None:
            return None
        with self._store.viewing() as memory:
            return self._plan_view(memory, row)

    def change_plan(
        self, actor: Actor, account_id: str, owner: str, goals: tuple[Goal, ...], milestones: tuple[Milestone, ...]
    ) -> PlanView | None:
        """Keep what was agreed and have its shared message edited. ``None`` when the account is not in sight.

        What is new gets an id, and a goal with a metric the number that it starts from.
        """
        row = self._store.current(account_id, actor.sight)
        if row is None:
            return None
        with self._store.changing() as memory:
            standing = self._agreed(memory, row)
            measured = tuple(_measured(_begun(goal, standing), standing) for goal in goals)
            numbered = tuple(each if each.id else replace(each, id=_new_id()) for each in milestones)
            self._keep(memory, actor, account_id, owner, measured, numbered)
            return self._plan_view(memory, row)

    def share_plan(self, actor: Actor, account_id: str, channel: str) -> PlanView | None:
        """Have the plan posted in a channel, where it is kept up to date from then on; ``None`` without a plan."""
        row = self._store.current(account_id, actor.sight)
        if row is None:
            return None
        with self._store.changing() as memory:
            plan = memory.plays.plan(account_id)
            if plan is None:
                return None
            memory.outbox.put([plan_post(plan, channel, self._clock())], self._clock())
            return self._plan_view(memory, row)

    def measure_plans(self) -> int:
        """Note which goals of all plans hold now and have shared messages edited; return how many were reached."""
        with self._store.viewing() as memory:
            plans = memory.plays.plans()
        return sum(self._measure(plan.account_id) for plan in plans)

    def _measure(self, account_id: str) -> int:
        row = self._store.current(account_id)
        with self._store.changing() as memory:
            plan = memory.plays.plan(account_id)
            if row is None or plan is None:
                return 0
            standing = self._agreed(memory, row)
            goals = tuple(_measured(goal, standing) for goal in plan.goals)
            if goals != plan.goals:
                memory.plays.change_plan(replace(plan, goals=goals))
            if any(goal.metric for goal in goals) and memory.plays.posted_to(plan.subject):
                edit = plan_edit(plan, f"{standing.snapshot.as_of:%Y%m%d%H%M%S}", self._clock())
                memory.outbox.put([edit], self._clock())
            return sum(now.reached_on != then.reached_on for now, then in zip(goals, plan.goals, strict=True))

    def _agreed(self, memory: Transaction, row: SnapshotRow) -> Standing:
        """Return how an account stands, with what only plans look at."""
        known = self._standings(memory, {row.account_id: row})[row.account_id]
        year_ago = row.as_of - YEAR
        past = self._store.snapshots(row.account_id, since=year_ago - AROUND, until=year_ago + AROUND)
        before = min(past, key=lambda each: abs(each.as_of - year_ago), default=None)
        worth = account_value(memory, row.account_id)
        values = [each.value for each in worth.lines] if worth else []
        values = [each for each in values if each.currency == row.currency]
        return replace(
            known,
            arr_before=before.arr if before is not None and before.currency == row.currency else None,
            lifetime_value=values[0].value if len(values) == 1 else None,
        )

    def _keep(
        self,
        memory: Transaction,
        actor: Actor,
        account_id: str,
        owner: str,
        goals: tuple[Goal, ...],
        milestones: tuple[Milestone, ...],
    ) -> None:
        now = self._clock()
        fresh = SuccessPlan(account_id, owner, now, now, actor.person, goals, milestones)
        if memory.plays.add_plan(fresh):
            return
        known = memory.plays.plan(account_id)
        if known is None:  # it was there a moment ago; only a concurrent erase can take it away
            raise LookupError(account_id)
        fresh = replace(fresh, created_at=known.created_at, version=known.version)
        kept = memory.plays.change_plan(fresh)
        if kept is not None and memory.plays.posted_to(kept.subject):
            memory.outbox.put([plan_edit(kept, f"v{kept.version}", now)], now)

    def _plan_view(self, memory: Transaction, row: SnapshotRow) -> PlanView | None:
        plan = memory.plays.plan(row.account_id)
        if plan is None:
            return None
        standing = self._agreed(memory, row)
        told = memory.plays.posted_to(plan.subject)
        values = {goal.id: _now(goal, standing) for goal in plan.goals}
        return PlanView(
            account_name=row.name,
            plan=plan,
            now={key: value for key, value in values.items() if value is not None},
            units={goal.id: metric.unit for goal in plan.goals if (metric := AGREED.get(goal.metric or ""))},
            shared_in=told.id if told else None,
            as_of=row.as_of,
            currency=row.currency,
        )


def plan_metrics() -> Sequence[str]:
    """Return what a goal of a plan can be measured on: what stands still needs no play to have begun."""
    return list(AGREED)


def _begun(goal: Goal, standing: Standing) -> Goal:
    """Return a goal with an id and the number that it starts from."""
    known = goal if goal.id else replace(goal, id=_new_id())
    return replace(known, start=_now(known, standing)) if known.start is None else known


def _measured(goal: Goal, standing: Standing) -> Goal:
    """Return a goal with the day on which it was first reached; once reached it stays so, as milestones do."""
    now = _now(goal, standing)
    metric = AGREED.get(goal.metric or "")
    if goal.reached_on is not None or now is None or goal.target is None or metric is None:
        return goal
    there = now <= goal.target if metric.less else now >= goal.target
    return replace(goal, reached_on=standing.today) if there else goal


def _now(goal: Goal, standing: Standing) -> float | None:
    metric = AGREED.get(goal.metric or "")
    return metric.read(standing) if metric else None


def _new_id() -> str:
    return secrets.token_hex(ID_BYTES)
