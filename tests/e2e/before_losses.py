"""Customers that were lost, as their cards stood before: `python -m tests.e2e.before_losses HOME [LAST-DAY]`.

HOME holds a book with losses, such as one of `steward sample`. A year before the last day of its data is scored week by
week in a memory of its own, ten customers that were lost are chosen, and five that were green until they gave notice;
for each the card 180, 90 and 30 days before is drawn side by side in HOME/before, and told in HOME/before/cards.txt.
Whoever changes scores, cards or alerts looks at them and asks: could it be seen, and did the card say so?
"""

import base64
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from babel import Locale
from playwright.sync_api import Browser

from bot.listeners.messages import CardOptions, card
from bot.rendering.message import Message
from bot.rendering.renderer import make_renderer
from bot.workspace.seed import default_seed
from bot.workspace.server import Workspace
from cs_engine.episodes.reading import load_alerts
from cs_engine.episodes.replaying import replay
from cs_engine.health.facts import day
from cs_engine.health.snapshot import Snapshot
from cs_engine.records.bands import Band
from cs_engine.records.episodes import Episode
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.memory import Memory, open_memory
from cs_engine.service.scoring.instants import newest_day, weekly_ends
from cs_engine.service.scoring.refresh import Scoring, refresh
from cs_engine.service.scoring.scorecards import scorecards_in
from tests.e2e.gallery import client_of
from tests.e2e.offices import MIA, TEAM, settings_in
from tests.e2e.page_driver import PageDriver, chromium

BEFORE = (180, 90, 30)
"""Days before notice: a plan can still be changed, a rescue can still be tried, a call can still be made."""
LOSSES, GREEN_LOSSES = 10, 5
YEAR = timedelta(days=365)
GREEN_DAYS = 90
"""A loss that was green for a quarter before came as a surprise."""
PHONE, TALL = 390, 1600
"""A phone's width, and room for a whole card."""
SHEET = "<body style='margin:4px;background:#888'>{pictures}"
PICTURE = "<img style='width:390px;vertical-align:top;margin:3px' src='data:image/png;base64,{data}'>"


@dataclass(frozen=True, slots=True)
class Loss:
    """One customer that was lost, with its weekly snapshots from before, oldest first."""

    account_id: str
    lost_on: date
    weeks: tuple[Snapshot, ...]

    def at(self, days: int) -> Snapshot | None:
        """Return the newest snapshot that was known so many days before."""
        then = self.lost_on - timedelta(days=days)
        return next((week for week in reversed(self.weeks) if week.moment.today <= then), None)

    @property
    def was_green(self) -> bool:
        """Whether it was healthy for a quarter, to the day of notice."""
        last = [week for week in self.weeks if (self.lost_on - week.moment.today).days <= GREEN_DAYS]
        return bool(last) and all(week.band is Band.HEALTHY for week in last)


def main(home: Path, last: date | None) -> None:
    """Score the past, choose the losses, and draw and tell their cards."""
    folder = home / "before"
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory() as scratch, open_memory(f"sqlite:///{scratch}/past.db") as memory:
        _score(home, memory, last)
        snapshots = _weekly(memory)
        episodes = _episodes(snapshots)
        chosen = _chosen(_losses(snapshots))
        cards = {(loss.account_id, days): _card(memory, loss, days) for loss in chosen for days in BEFORE}
    told = (_told(loss, cards, episodes) for loss in chosen)
    (folder / "cards.txt").write_text("\n\n".join(told), encoding="utf-8")
    with chromium() as browser, Workspace(default_seed()) as workspace:
        for loss in chosen:
            drawn = [_drawn(browser, workspace, cards[loss.account_id, days]) for days in BEFORE]
            _side_by_side(browser, drawn, folder / f"{loss.account_id}.png")


def _score(home: Path, memory: Memory, last: date | None) -> None:
    settings = settings_in(home)

    def year(data_ends: date) -> Sequence[datetime]:
        end = last or newest_day(data_ends, data_ends)
        return weekly_ends(end - YEAR, end, settings.timezone)

    refresh(memory, settings.book_url, year, Scoring(scorecards_in(settings.scorecards)))


def _weekly(memory: Memory) -> dict[datetime, list[Snapshot]]:
    found: dict[datetime, list[Snapshot]] = defaultdict(list)
    instants = memory.instants()
    for row in memory.snapshots_between(instants[0], instants[-1] + timedelta(seconds=1)):
        snapshot = Snapshot.from_document(row.document)
        found[snapshot.as_of].append(snapshot)
    return found


def _episodes(snapshots: Mapping[datetime, list[Snapshot]]) -> dict[tuple[str, date], Episode]:
    """Return every episode that was open, by account and day."""
    days = replay(snapshots.items(), load_alerts(None))
    opened = ((day.as_of, episode) for day in days for episode in day.open.values())
    return {(episode.account_id, as_of.date()): episode for as_of, episode in opened}


def _losses(snapshots: Mapping[datetime, list[Snapshot]]) -> Iterator[Loss]:
    lives: dict[str, list[Snapshot]] = defaultdict(list)
    lost: dict[str, date] = {}
    for snapshot in chain.from_iterable(snapshots.values()):
        if snapshot.score is not None and snapshot.account_id not in lost:
            lives[snapshot.account_id].append(snapshot)
        elif snapshot.status in ("notice_given", "left"):
            on = day(snapshot.facts, "notice_date") or day(snapshot.facts, "lost_on")
            lost.setdefault(snapshot.account_id, on or snapshot.moment.today)
    for account, on in sorted(lost.items(), key=lambda each: (each[1], each[0])):
        yield Loss(account, on, tuple(week for week in lives[account] if week.moment.today < on))


def _chosen(losses: Iterator[Loss]) -> list[Loss]:
    """Return losses from all over the year of which the earliest card is known, those that were green last."""
    known = [loss for loss in losses if loss.at(max(BEFORE)) is not None]
    green = [loss for loss in known if loss.was_green]
    return [*_spread([loss for loss in known if not loss.was_green], LOSSES), *_spread(green, GREEN_LOSSES)]


def _spread(losses: Sequence[Loss], most: int) -> list[Loss]:
    count = min(most, len(losses))
    return [losses[place * len(losses) // count] for place in range(count)]


def _card(memory: Memory, loss: Loss, days: int) -> Message:
    """Word the card as it was: by a memory that knows of that account alone, and nothing later."""
    then = loss.at(days)
    assert then is not None, "chosen only where the earliest is known"
    zone = then.as_of.tzinfo or UTC
    now = datetime.combine(then.as_of.date(), time(9), zone)
    with TemporaryDirectory() as scratch, open_memory(f"sqlite:///{scratch}/then.db") as known:
        known.write_snapshots(memory.snapshots(loss.account_id, until=then.as_of + timedelta(seconds=1)))
        report = CustomerSuccess(known, lambda: now).report(loss.account_id)
    assert report is not None
    renderer = make_renderer(Locale("en", "US"), zone, now.date())
    return card(renderer, report, CardOptions(full=True, buttons=False))


def _told(loss: Loss, cards: Mapping[tuple[str, int], Message], episodes: Mapping[tuple[str, date], Episode]) -> str:
    green = ", green until then" if loss.was_green else ""
    lines = [f"=== {loss.account_id}: lost on {loss.lost_on}{green}"]
    for days in BEFORE:
        then = loss.at(days)
        episode = then and episodes.get((loss.account_id, then.as_of.date()))
        holding = [line.family.value for line in episode.evidence if line.struck_on is None] if episode else []
        families = "none" if episode is None else ", ".join(holding) or "nothing holds any more"
        lines += [f"--- T-{days}, episode: {families}", cards[loss.account_id, days].text]
    return "\n".join(lines)


def _drawn(browser: Browser, workspace: Workspace, message: Message) -> bytes:
    client_of(workspace).chat_postMessage(channel=TEAM, text=message.text, blocks=list(message.blocks))
    page = browser.new_page(viewport={"width": PHONE, "height": TALL})
    picture = PageDriver(page, workspace.url, MIA).open(TEAM).last_message().screenshot()
    page.close()
    return picture


def _side_by_side(browser: Browser, pictures: Sequence[bytes], file: Path) -> None:
    drawn = "".join(PICTURE.format(data=base64.b64encode(picture).decode()) for picture in pictures)
    page = browser.new_page(viewport={"width": len(pictures) * (PHONE + 12), "height": 400})
    page.set_content(SHEET.format(pictures=drawn))
    page.screenshot(path=file, full_page=True)
    page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]) if sys.argv[2:] else None)
