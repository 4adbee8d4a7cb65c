"""``steward replay``: what Steward would have said about a stretch of the past."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import numpy as np
import typer

from bot.cli.console import note, say, say_table
from bot.cli.progress import progress_bar
from bot.config import load_settings
from bot.jobs.reliving import Past, Said
from cs_engine.errors import BadInput
from cs_engine.records.hindsight import Share
from cs_engine.records.outbox import Act, To
from cs_engine.service.memory import open_memory
from cs_engine.service.scoring.looking_back import LookBack, look_back

FULL_BOOK = 40
"""Accounts of a CSM; volumes are given for so many, whatever somebody really has."""
CALLS = frozenset({"episode", "episode_group"})
"""Kinds of messages that want somebody to act on an account."""


def replay(
    *,
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.", show_default=False)],
    last: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.", show_default="yesterday")
    ] = None,
    person: Annotated[
        str | None, typer.Option(help="Print everything this CSM (an address) would have read.", show_default=False)
    ] = None,
    keep: Annotated[
        Path | None, typer.Option(help="Keep the replayed memory in this file.", show_default=False)
    ] = None,
) -> None:
    """Live the past again, day by day, from the book alone: what would have been said, to whom, and was it right?

    Nothing is sent and your memory is not touched. Nobody answers in a replay, so nothing is claimed or resolved.
    """
    settings = load_settings()
    begin = first.date()
    yesterday = datetime.now(settings.timezone).date() - timedelta(days=1)
    end = last.date() if last else yesterday
    if begin > end:
        raise BadInput(f"The first day {begin} is after the last day {end}: change --from or --to.")
    if end > yesterday:
        raise BadInput(f"The last day {end} has not ended yet: --to may be {yesterday} at the latest.")
    if keep is not None and keep.exists():
        raise BadInput(f"{keep} is there already; choose another file for --keep, or remove it.")
    with TemporaryDirectory(prefix="steward-replay-") as folder:
        file = (keep or Path(folder) / "memory.db").absolute()
        with open_memory(f"sqlite:///{file}") as memory, progress_bar("Replaying") as step:
            said = list(Past(settings, memory, begin, end).live(step))
            judged = look_back(memory, begin, end, settings.timezone)
    if person:
        _print_stream(said, person.casefold())
    _say_volume(said, judged.books, begin, end)
    _say_judged(judged)


def _print_stream(said: Sequence[Said], person: str) -> None:
    """Print everything somebody would have read, edits left out: they change a message that is here already."""
    mine = (each for each in said if each.to is not None and each.to.kind is To.PERSON and each.to.id == person)
    for each in mine:
        if each.message is not None and each.delivery.intent.act is not Act.EDIT:
            say(f"--- {each.at:%a %Y-%m-%d %H:%M} {each.delivery.intent.kind} {each.delivery.intent.act}")
            say(f"{each.message.text}\n")


def _say_volume(said: Sequence[Said], owned: Mapping[str, int], first: date, last: date) -> None:
    kinds = Counter((each.delivery.intent.kind, str(each.delivery.intent.act)) for each in said if each.message)
    say_table(("kind", "act", "messages"), [(*kind, count) for kind, count in sorted(kinds.items())])
    keys = Counter(each.delivery.intent.key for each in said)
    say(f"\nKeys said twice: {sum(count > 1 for count in keys.values())}.")
    weeks = max(((last - first).days + 1) // 7, 1)
    calls: dict[str, Counter[int]] = defaultdict(Counter)
    for each in said:
        if each.is_new and each.to and each.to.kind is To.PERSON and each.delivery.intent.kind in CALLS:
            calls[each.to.id][(each.at.date() - first).days // 7] += 1
    volumes = [calls[owner][week] * FULL_BOOK / owned[owner] for owner in owned for week in range(weeks)]
    if volumes:
        middle, high = np.percentile(volumes, [50, 95])
        say(f"New messages per CSM and week, for {FULL_BOOK} accounts: median {middle:.1f}, p95 {high:.1f}.")


def _say_judged(judged: LookBack) -> None:
    found = judged.hindsight
    say(f"Episodes: {judged.episodes}, of which {sum(judged.unended.values())} have not ended.")
    if judged.most_in_30_days:
        say(f"Most new episodes of one account in 30 days: p95 {np.percentile(judged.most_in_30_days, 95):.0f}.")
    say_table(("opened by", "episodes"), [(family.value, count) for family, count in judged.families.most_common()])  # type: ignore[attr-defined] # a Counter
    say("\nFollowed within 90 days by a loss, a contraction or a decline")
    _say_followed("that left them below their level before", found.stayed, found.stayed_base)
    _say_followed("from the day of the alert on", found.fell, found.fell_base)
    for days, seen in found.seen.items():
        usage = found.seen_by_usage[days]
        say(
            f"Losses with an episode {days} days before: {_share(seen)}; by lowest use at equal volume: {_share(usage)}"
        )
    note(
        "\nDecline: the last four of those weeks, beside what the median account did; the level before: the twelve "
        "weeks before the last four."
    )


def _say_followed(how: str, alerts: Share, any_week: Share) -> None:
    say(f"  {how}: {_share(alerts)}; any account-week: {_share(any_week)}")


def _share(share: Share) -> str:
    return f"{share.part} of {share.whole}" + ("" if share.value is None else f" ({share.value:.0%})")
