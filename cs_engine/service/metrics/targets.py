"""Where the targets of teams stand, from the figures that are kept."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from cs_engine.errors import BadFile, NothingToShow
from cs_engine.hours import WorkingHours
from cs_engine.metrics.catalogue import ALL
from cs_engine.metrics.targets import Seen, Target, Track, progress, read_targets
from cs_engine.metrics.windows import months_after
from cs_engine.records.acting import Team
from cs_engine.records.metrics import MetricsPage
from cs_engine.records.outbox import Act, Intent, Recipient, To
from cs_engine.records.targets import KeptTargets, TargetLine
from cs_engine.service.memory import Memory
from cs_engine.value.catalogue import VALUE

FILE = "targets.toml"
"""Where targets are, beside the book."""
YEAR_MONTHS = 12
TOLD_WITHIN = timedelta(days=14)
"""A notice that reached nobody for so long is older news than the next month's figures."""
NOT_KEPT = "this figure is not made month by month"
APART = "it is told apart by currency or occasion; with exchange rates money is one figure"
NO_VALUE = "no closed month has a value"


def read_targets_of(file: Path) -> tuple[Target, ...]:
    """Return the targets of a file.

    Raises:
        NothingToShow: there is no such file.
        BadFile: it cannot be read.
        BadInput: a target is malformed.
    """
    if not file.exists():
        raise NothingToShow(
            f"There are no targets: write one [[kpi]] per target into {file}; docs/metrics.md shows how."
        )
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as unreadable:
        raise BadFile(f"{file} cannot be read as text in UTF-8; save it so and try again.") from unreadable
    return read_targets(text, file.name, (*ALL, *VALUE))


def standings(memory: Memory, targets: Sequence[Target], today: date) -> tuple[TargetLine, ...]:
    """Return where each target stands by the twelve months to every closed month that is kept, in the order given."""
    with memory.viewing() as view:
        pages = view.metrics.whole()
    yearly = [page for page in pages if page.end == months_after(page.start, YEAR_MONTHS)]
    return tuple(_line(target, yearly, today) for target in targets)


def keep_targets(memory: Memory, targets: Sequence[Target], now: datetime) -> tuple[TargetLine, ...]:
    """Find where targets stand and keep it in place of what was kept before; without targets nothing is."""
    lines = standings(memory, targets, now.date())
    with memory.changing() as changing:
        changing.metrics.put_targets(KeptTargets(now, lines) if lines else None)
    return lines


def tell_off_track(
    memory: Memory, lines: Iterable[TargetLine], now: datetime, team: Team, hours_of: Callable[[str], WorkingHours]
) -> int:
    """Have the owner of each target that went off track told, once, in their working hours; else a lead.

    Returns:
        How many were told of for the first time.
    """
    off = [_notice(line, now, team, hours_of) for line in lines if line.since is not None]
    with memory.changing() as changing:
        return len(changing.outbox.put(off, now))


def _notice(line: TargetLine, now: datetime, team: Team, hours_of: Callable[[str], WorkingHours]) -> Intent:
    owner = line.owner.casefold()
    subject = f"target:{line.team}:{line.metric}:{line.due}"
    people = dict.fromkeys((owner, *team.leads))
    return Intent(
        key=f"{subject}:{line.since}",
        kind="target",
        act=Act.POST,
        subject=subject,
        to=tuple(Recipient(To.PERSON, each) for each in people),
        due_at=hours_of(owner).next_open(now),
        about={"team": line.team, "metric": line.metric, "due": line.due.isoformat()},
        expires_at=now + TOLD_WITHIN,
    )


def _line(target: Target, pages: Sequence[MetricsPage], today: date) -> TargetLine:
    found = [(page.end, _values(page, target.metric.id)) for page in pages]
    apart = any(len(values) > 1 for _, values in found)
    seen = [] if apart else [Seen(day, value) for day, values in found for value in values]
    stands = progress(target, seen, today)
    latest, outlook = stands.latest, stands.outlook
    return TargetLine(
        team=target.team,
        metric=target.metric.id,
        key=target.metric.key,
        unit=target.metric.unit.value,
        target=target.target,
        direction=target.direction.value,
        owner=target.owner,
        due=target.due,
        track=stands.track.value,
        now=latest.value if latest else None,
        as_of=latest.day if latest else None,
        done=stands.done,
        elapsed=stands.elapsed,
        forecast=outlook.value if outlook else None,
        low=outlook.low if outlook else None,
        high=outlook.high if outlook else None,
        n=outlook.n if outlook else len(seen),
        note=None if latest else APART if apart else _why(target, pages),
        since=_off_since(target, seen, today),
    )


def _off_since(target: Target, seen: Sequence[Seen], today: date) -> date | None:
    """Return the end of the first month of those, without a break until now, by which a target was off track."""
    off = None
    for known in range(len(seen), 0, -1):
        day = today if known == len(seen) else seen[known - 1].day
        if progress(target, seen[:known], day).track is not Track.OFF_TRACK:
            break
        off = seen[known - 1].day
    return off


def _why(target: Target, pages: Sequence[MetricsPage]) -> str:
    told = {each.id for page in pages for each in page.groups[0].figures}
    return NO_VALUE if not pages or target.metric.id in told else NOT_KEPT


def _values(page: MetricsPage, metric: str) -> list[float]:
    return [each.value for each in page.groups[0].figures if each.id == metric and each.value is not None]
