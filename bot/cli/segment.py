"""``steward segment``: which kinds of customers there are, from the book or from a flat file."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import note, say, say_json, say_table
from bot.cli.segment_json import segmentation_json
from bot.config import Settings, load_settings
from cs_engine.errors import BadInput
from cs_engine.records.segments import FactorTable, Method, Segment, Segmentation
from cs_engine.service.memory import open_memory
from cs_engine.service.segments.keeping import RULES, rates_in
from cs_engine.service.segments.segmentation import (
    Asked,
    draw_segments,
    read_segments,
    segment_book,
    segment_file,
    segment_orders,
    write_segments,
)
from cs_engine.service.values.keeping import scored_at
from cs_engine.service.values.orders import OrderColumns

MOVES_SHOWN = 10
"""A look; ``--json`` has all."""


def segment(  # noqa: PLR0913 - one parameter per option of the command
    file: Annotated[
        Path | None, typer.Argument(help="A file with one row per customer, or of orders; without it, the book.")
    ] = None,
    *,
    method: Annotated[Method, typer.Option(help="How segments are made.")] = Method.AUTO,
    k: Annotated[int | None, typer.Option("--k", help="Number of clusters.", show_default="chosen")] = None,
    customer: Annotated[str | None, typer.Option(help="Column of the file that names the customer.")] = None,
    day: Annotated[str | None, typer.Option("--date", help="Of a file of orders: column that tells when.")] = None,
    amount: Annotated[str | None, typer.Option(help="Of a file of orders: column that tells for how much.")] = None,
    value: Annotated[str | None, typer.Option(help="Column of what a customer brings, for tiers.")] = None,
    rating: Annotated[str | None, typer.Option(help="Column of ratings, for satisfaction.")] = None,
    previous: Annotated[Path | None, typer.Option(help="An earlier --out file: keeps keys, and tells moves.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write who is in which segment to this CSV file.")] = None,
    picture: Annotated[Path | None, typer.Option(help="Write a map of the segments to this PNG file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; unknown is null.")] = False,
) -> None:
    """Show segments of customers: what sets each apart, and what to do for it; or say that there are none."""
    settings = load_settings()
    home = settings.steward_home
    asked = Asked(method, k, value, rating, home / RULES, read_segments(previous) if previous else {}, rates_in(home))
    found = _of_book(settings, asked) if file is None else _of_file(file, (customer, day, amount), settings, asked)
    if out:
        write_segments(out, found)
        note(f"Written: {out}")
    if picture:
        drawn = draw_segments(picture, found)
        note(f"Written: {picture}" if drawn else "There is nothing to draw.")
    if as_json:
        say_json(segmentation_json(found))
    else:
        _say(found)


def _of_book(settings: Settings, asked: Asked) -> Segmentation:
    """Segment as of the newest scores and with the keys that were kept, as Slack tells it; as of now without any."""
    with open_memory(settings.database_url) as store, store.viewing() as memory:
        kept = memory.segments.keys()
        at = scored_at(store, settings.timezone) or datetime.now(settings.timezone)
    is_usual = asked.method is Method.AUTO and asked.k is None and not asked.before
    return segment_book(settings.book_url, at, replace(asked, before=kept) if is_usual else asked)


def _of_file(
    file: Path, columns: tuple[str | None, str | None, str | None], settings: Settings, asked: Asked
) -> Segmentation:
    on = datetime.now(settings.timezone).date()
    customer, day, amount = (name.strip() if name else None for name in columns)
    if day is None and amount is None:
        found, left_out, names = segment_file(file, on, asked, customer)
        if customer is None:
            note(f"Customers are told apart by column {names}.")
    elif customer is None or day is None or amount is None:
        raise BadInput(
            f"Say which columns of {file} hold customer, date and amount of the orders; all three are needed."
        )
    else:
        found, left_out = segment_orders(file, OrderColumns(customer, day, amount), on, asked)
    if said := str(left_out):
        note(said)
    return found


def _say(found: Segmentation) -> None:
    say(f"By {found.method}: {found.why}")
    for one in found.segments:
        _say_segment(one)
    if found.unassigned:
        say(f"\nIn no segment: {len(found.unassigned):,}.")
    if found.candidates:
        _say_candidates(found)
    if found.factors:
        _say_factors(found.factors)
    if found.moves:
        _say_moves(found)
    _say_columns(found)


def _say_segment(one: Segment) -> None:
    count = f"{one.size:,} customer{'s' if one.size > 1 else ''}"
    say(f"\n{one.key}  {one.name}: {count} ({one.share:.0%}){', by rule' if one.by_rule else ''}")
    for trait in one.traits:
        say(f"    {trait.said}")
    for need in one.needs:
        say(f"    → {need}")
    plays = f"; plays: {', '.join(one.plays)}" if one.plays else ""
    say(f"    scorecard: {one.scorecard or 'balanced'}{plays}")


def _say_candidates(found: Segmentation) -> None:
    say("\nHow many groups? Separation is the mean silhouette; without groups, what data that have none reach.\n")
    rows = [
        (
            each.k,
            f"{each.silhouette:.2f}",
            f"{each.null:.2f}",
            f"{each.stability:.2f}",
            f"{each.smallest:.0%}",
            f"{each.within:.0%}",
            each.verdict,
        )
        for each in found.candidates
    ]
    say_table(("groups", "separation", "without groups", "repeatability", "smallest", "left within", "verdict"), rows)


def _say_factors(table: FactorTable) -> None:
    say(f"\nFactors explain {table.explained:.0%} of the differences; loadings after varimax rotation.\n")
    headings = ("column", *(f"{each.name} ({each.explained:.0%})" for each in table.factors), "communality")
    rows = [
        (column, *(f"{each.loadings[column]:+.2f}" for each in table.factors), f"{shared:.2f}")
        for column, shared in table.communalities.items()
    ]
    say_table(headings, rows)


def _say_moves(found: Segmentation) -> None:
    say(f"\nMoved since then: {len(found.moves):,}")
    for move in found.moves[:MOVES_SHOWN]:
        say(f"    {move.account_id}: {move.before} → {move.after}")
    if len(found.moves) > MOVES_SHOWN:
        say(f"    {len(found.moves) - MOVES_SHOWN:,} more; --json lists all.")


def _say_columns(found: Segmentation) -> None:
    if found.treated:
        say("\nPrepared:")
        for remark in found.treated:
            say(f"    {remark.column}: {remark.said}")
    if found.left_out:
        say("\nLeft out:")
        for remark in found.left_out:
            say(f"    {remark.column}: {remark.said}")
