"""Renewals: what became of them, and what people expect of those ahead."""

from dataclasses import replace
from datetime import date, timedelta

from cs_engine.health.facts import day
from cs_engine.records.acting import Actor, Team
from cs_engine.records.logbook import Forecast, ForecastCall, RenewalRecord
from cs_engine.records.logged import (
    FieldError,
    Forecasted,
    Invalid,
    LogField,
    NewRenewal,
    Recorded,
    RenewalDraft,
    RenewalUndone,
    TooLate,
    Wrong,
)
from cs_engine.service.episodes.linked import unlink
from cs_engine.service.logbook.part import NOBODY, Deed, Doing, LogbookPart, facts_of, new_id
from cs_engine.service.logbook.rules import UNDO, errors_of_note, errors_of_renewal
from cs_engine.storage.rows import MONTHLY, SnapshotRow

INSTANT = timedelta(microseconds=1)
DECIDED = frozenset({"notice_given", "left"})
"""Statuses of customers whose decision is known."""
NOTHING_OPEN = Invalid((FieldError(LogField.CALL, Wrong.NOTHING_OPEN),))


class Renewals(LogbookPart):
    """The part of the desk that renewals and forecasts belong to."""

    def renewal_draft(self, actor: Actor, account_id: str) -> RenewalDraft | None:
        """Return what the windows for renewals and forecasts start from."""
        row = self._store.current(account_id, actor.sight)
        if row is None:
            return None
        with self._store.viewing() as memory:
            signals = memory.logbook.signals([account_id], self._clock() + INSTANT)[account_id]
        decision = _open_decision(row)
        history = tuple(each for each in signals.forecasts if each.decision_date == decision)
        return RenewalDraft(
            account_id=account_id,
            account=row.name,
            currency=row.currency,
            arr=row.arr,
            renewal_date=day(facts_of(row), "renewal_date"),
            decision_date=decision,
            status=row.status,
            latest=signals.renewal,
            forecast=history[0] if history else None,
            history=history,
        )

    def record_renewal(self, actor: Actor, new: NewRenewal, *, team: Team = NOBODY) -> Recorded | Invalid | None:
        """Keep what became of a renewal; the account's status, dates, money and episode follow at once.

        Args:
            actor: who records it.
            new: what was filled in.
            team: who is told where nobody looks after the account.
        """
        row = self._store.current(new.account_id, actor.sight)
        if row is None:
            return None
        now = self._clock()
        errors = errors_of_renewal(new, row.arr, now.astimezone(self._hours_of(actor.person).zone).date())
        if errors:
            return Invalid(errors)
        with self._doing(actor, row) as doing:
            record = _record(new, doing)
            doing.memory.logbook.add_renewal(record)
            trace = self._rescored(doing, _cause(record), record.id, team)
            doing.memory.logbook.trace_renewal(record.id, trace)
            doing.audit(Deed.RENEWAL, f"{record.result} {record.id}")
        return Recorded(record, row.name, record.at + UNDO)

    def undo_renewal(self, actor: Actor, record_id: str, *, team: Team = NOBODY) -> RenewalUndone | TooLate | None:
        """Take back what one recorded, within ten minutes; a lead may take back anybody's at any time.

        What it did to the account's episode is taken back too, unless somebody has moved the episode on since.
        """
        with self._store.viewing() as memory:
            record = memory.logbook.renewal(record_id)
        row = self._store.current(record.account_id, actor.sight) if record else None
        if record is None or row is None or not (actor.leads or record.by == actor.person):
            return None
        with self._doing(actor, row) as doing:
            if doing.at > record.at + UNDO and not actor.leads:
                return TooLate(record.at + UNDO)
            if not doing.memory.logbook.take_back_renewal(record_id, doing.at):
                return None
            trace = doing.memory.logbook.renewal_trace(record_id)
            if trace is not None:
                unlink(doing, record_id, trace)
            self._rescored(doing, f"{_cause(record)} taken back", record_id, team)
            doing.audit(Deed.RENEWAL_UNDONE, f"{record.result} {record.id}")
        return RenewalUndone(replace(record, undone_at=doing.at), row.name)

    def forecast(
        self, actor: Actor, account_id: str, call: ForecastCall, note: str = ""
    ) -> Forecasted | Invalid | None:
        """Keep a call on the account's open renewal; earlier calls stay as its history.

        Monthly contracts, and customers who have given notice or left, have no renewal ahead to make a call on.
        """
        draft = self.renewal_draft(actor, account_id)
        row = self._store.current(account_id, actor.sight)
        if draft is None or row is None:
            return None
        errors = errors_of_note(note)
        if draft.decision_date is None or errors:
            return Invalid(errors) if errors else NOTHING_OPEN
        with self._doing(actor, row) as doing:
            made = Forecast(account_id, draft.decision_date, call, actor.person, doing.at, note.strip())
            doing.memory.logbook.add_forecast(made)
            doing.audit(Deed.FORECAST, str(call))
        return Forecasted(made, draft.forecast.call if draft.forecast else None, row.name)


def _cause(record: RenewalRecord) -> str:
    return str(record.result).replace("_", " ")


def _open_decision(row: SnapshotRow) -> date | None:
    """Return the day by which the open renewal is decided, ``None`` when none is ahead."""
    return None if row.status in DECIDED or row.term_months == MONTHLY else row.decision_date


def _record(new: NewRenewal, doing: Doing) -> RenewalRecord:
    return RenewalRecord(
        id=new_id(),
        account_id=new.account_id,
        result=new.result,
        effective_on=new.effective_on,
        by=doing.actor.person,
        at=doing.at,
        amount=new.amount,
        reason=new.reason,
        competitor=(new.competitor or "").strip() or None,
        avoidable=new.avoidable,
    )
