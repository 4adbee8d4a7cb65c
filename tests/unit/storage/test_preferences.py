"""What people and channels have set, the audit log, and taking somebody out of the memory; in both databases."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import String, Text

from cs_engine.records.acting import Actor
from cs_engine.records.episodes import Family
from cs_engine.records.logbook import FollowUp, FollowUpKind, FollowUpOutcome
from cs_engine.records.outbox import Act, Intent, Outcome, Recipient, To
from cs_engine.records.preferences import AuditLine, ChannelScope, ChannelSettings, Deed, Preferences, Route
from cs_engine.service.preferences.desk import PreferenceDesk
from cs_engine.storage.erasing import ERASED, LISTS, PEOPLE_IN
from cs_engine.storage.kinds import values_of
from cs_engine.storage.rows import Teammate
from cs_engine.storage.store import Store
from cs_engine.storage.tables import METADATA
from cs_engine.storage.tables_logbook import FOLLOW_UPS

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DANA = Actor("U1", "Dana@Ours.example", "Dana")
ADMIN = Actor("U9", "mia@ours.example", "Mia")
CHANNEL = ChannelSettings("C1", "cs-team", ChannelScope.TEAM, None, "dana@ours.example", NOW)
FULL = Preferences(
    "dana@ours.example",
    timezone="Asia/Shanghai",
    language="zh-CN",
    working_days=(0, 1, 2, 3, 6),
    opens=time(8, 30),
    closes=time(17),
    country="CN",
    away_from=date(2027, 2, 5),
    away_until=date(2027, 2, 12),
    digest_dm=True,
    digest_weekday=3,
    digest_at=time(7, 45),
    daily_dm=True,
    routes={Family.AT_RISK: Route.CHANNEL},
    emoji="eyes",
    home="accounts|mine||",
)
NAMES = frozenset({"by", "author", "owner", "backup", "told", "to", "set_by", "requested_by"})
"""How columns that may name one of us are called, beside those that end in ``_by``."""
OF_CUSTOMERS = frozenset({"snapshots", "current", "people", "preferences", "outbox", "runs", "events", "job_runs"})
"""Tables that name CSMs as the book does, hold nothing of ours, or are treated row by row."""
MACHINES = frozenset({("imports", "claimed_by"), ("goal_by", "goal_by")})


def desk(store: Store) -> PreferenceDesk:
    """Return a desk that works now."""
    return PreferenceDesk(store, lambda: NOW)


def test_everything_that_somebody_set_comes_back(store: Store) -> None:
    """Nothing is lost on the way, and a second change replaces the first."""
    with store.changing() as memory:
        memory.wishes.put(Preferences("dana@ours.example"))
        memory.wishes.put(FULL)
    with store.viewing() as memory:
        assert memory.wishes.of("dana@ours.example") == FULL
        assert memory.wishes.everybody() == [FULL]
        assert memory.wishes.of("U9") is None


def test_a_channel_is_kept_replaced_lost_and_found(store: Store) -> None:
    """A channel that is gone is news once; who saves it again finds it."""
    preferences = desk(store)
    assert preferences.set_channel(DANA, CHANNEL) == CHANNEL
    assert preferences.channel_gone("C1", "is_archived", NOW) is not None
    assert preferences.channel_gone("C1", "is_archived", NOW) is None
    assert preferences.channel_gone("C2", "is_archived", NOW) is None
    assert preferences.channels()[0].gone_reason == "is_archived"
    preferences.set_channel(DANA, preferences.channels()[0])
    assert preferences.channels() == (CHANNEL,)
    assert preferences.remove_channel(DANA, "C1")
    assert not preferences.remove_channel(DANA, "C1")
    assert [line.what for line in preferences.audit().lines] == [
        Deed.CHANNEL_REMOVED,
        Deed.CHANNEL_SET,
        Deed.CHANNEL_GONE,
        Deed.CHANNEL_SET,
    ]


def test_the_audit_log_is_read_by_page_newest_first(store: Store) -> None:
    """A page beyond the last is the last."""
    with store.changing() as memory:
        memory.wishes.note(
            [AuditLine(NOW + timedelta(minutes=n), "dana", Deed.SETTINGS, "x", str(n)) for n in range(33)]
        )
    first, last = desk(store).audit(), desk(store).audit(99)
    assert (first.lines[0].detail, first.pages, first.total) == ("32", 3, 33)
    assert (last.page, [line.detail for line in last.lines]) == (3, ["2", "1", "0"])


def test_people_are_met_once_and_found_by_address_or_id(store: Store) -> None:
    """An address is one however it is written; what Slack tells later replaces what it told before."""
    preferences = desk(store)
    preferences.meet("U1", "Dana", "Dana@Ours.example", "Europe/Berlin", "de-DE")
    preferences.meet("U1", "Dana Long", "Dana@Ours.example", "Europe/Berlin", "de-DE")
    with store.viewing() as memory:
        known = Teammate("U1", "Dana@Ours.example", "Dana Long", "Europe/Berlin", "de-DE")
        assert memory.wishes.teammate("dana@ours.example") == known == memory.wishes.teammate("U1")
    assert str(preferences.zone_of("dana@ours.example")) == "Europe/Berlin"
    assert preferences.language_of("dana@ours.example") == "de-DE"
    assert [person.name for person in preferences.people()] == ["Dana Long"]


def test_an_erased_person_is_nowhere_and_what_they_wrote_stays(store: Store) -> None:
    """The note stays without its author; a message that waits for them alone is not sent; the log names nobody."""
    preferences = desk(store)
    preferences.meet("U1", "Dana", "Dana@Ours.example")
    preferences.change(DANA, emoji="eyes")
    preferences.set_channel(DANA, CHANNEL)
    dana, lead = Recipient(To.PERSON, "dana@ours.example"), Recipient(To.PERSON, "rosa@ours.example")
    note = FollowUp(
        "f1", "A1", "dana@ours.example", NOW, NOW, FollowUpKind.CALL, FollowUpOutcome.POSITIVE, "They are happy"
    )
    with store.changing() as memory:
        memory._connection.execute(FOLLOW_UPS.insert(), values_of(note))  # noqa: SLF001 - whatever wrote it
        intents = [
            Intent(key, "reminder", Act.POST, key, to, NOW) for key, to in (("k1", (dana,)), ("k2", (dana, lead)))
        ]
        memory.outbox.put(intents, NOW)
    held = preferences.held("dana@ours.example")
    assert (held.name, held.own, held.waiting) == ("Dana", 2, 1)
    assert preferences.erase(ADMIN, "U1").waiting == 1
    assert preferences.held("dana@ours.example").is_nothing
    assert preferences.held("U1").is_nothing
    with store.viewing() as memory:
        kept = memory._connection.execute(FOLLOW_UPS.select()).mappings().one()  # noqa: SLF001 - whoever reads it
        assert (kept["author"], kept["note"]) == (ERASED, "They are happy")
        first, second = memory.outbox.get("k1"), memory.outbox.get("k2")
        assert first is not None
        assert second is not None
        assert (first.outcome, second.outcome) == (Outcome.MUTED, Outcome.PENDING)
        assert second.intent.to == (Recipient(To.PERSON, ERASED), lead)
    assert preferences.audit().lines[0] == AuditLine(NOW, "mia@ours.example", Deed.PERSON_ERASED, ERASED, "4")


def test_no_column_that_names_one_of_us_is_forgotten() -> None:
    """A new column for a person is erased as well, or this test says that it is not."""
    known = {(table.name, name) for table, columns in PEOPLE_IN.items() for name in columns}
    known |= {(table.name, name) for table, columns in LISTS.items() for name in columns}
    found = {
        (table.name, column.name)
        for table in METADATA.tables.values()
        if table.name not in OF_CUSTOMERS
        for column in table.columns
        if isinstance(column.type, String | Text) and (column.name in NAMES or column.name.endswith("_by"))
    }
    assert found - known - MACHINES == set()
