"""Reports of wrong data: told to whoever runs the program, and kept in the audit log."""

import secrets

from cs_engine.records.acting import Actor, Team
from cs_engine.records.outbox import Act, Intent, Recipient, To
from cs_engine.records.preferences import AuditLine
from cs_engine.service.logbook.part import LogbookPart

REFERENCE_BYTES = 8
WRONG_DATA = "wrong_data"
MOST_TEXT = 1000


class WrongData(LogbookPart):
    """The part of the desk that takes reports of wrong data."""

    def report_wrong_data(self, actor: Actor, account_id: str, text: str, team: Team) -> str | None:
        """Tell every operator what is wrong about an account, with a ``note`` as a false alarm writes it.

        Returns:
            The account's name, ``None`` when there is none in sight.
        """
        row = self._store.current(account_id, actor.sight)
        if row is None:
            return None
        now, reference = self._clock(), secrets.token_hex(REFERENCE_BYTES)
        about: dict[str, object] = {
            "note": WRONG_DATA,
            "episode": None,
            "account": account_id,
            "by": actor.person,
            "families": [],
        }
        notes = [
            Intent(
                key=(key := f"note:{WRONG_DATA}:{reference}:{person}"),
                kind="note",
                act=Act.POST,
                subject=key,
                to=(Recipient(To.PERSON, person),),
                due_at=now,
                about={**about, "text": text[:MOST_TEXT]},
            )
            for person in team.operators
        ]
        with self._store.changing() as memory:
            memory.outbox.put(notes, now)
            memory.wishes.note((AuditLine(now, actor.person, WRONG_DATA, account_id, text[:MOST_TEXT]),))
        return row.name
