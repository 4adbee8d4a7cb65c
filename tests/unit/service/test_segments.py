"""Segments from the book into the memory, and what people are told of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cs_engine.errors import NothingToShow
from cs_engine.plays.reading import load_plays
from cs_engine.records.segments import Method
from cs_engine.records.sight import EVERYTHING, Sight
from cs_engine.service.segments.desk import SegmentDesk
from cs_engine.service.segments.keeping import keep_segments
from tests.unit.service.desk import MONDAY, WEEK, Desk
from tests.unit.service.kinds_of_customers import ANA, EACH, tables


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Yield a desk with twelve accounts of each kind."""
    with Desk.opened(tmp_path) as opened:
        opened.put(tables())
        yield opened


def told(desk: Desk) -> SegmentDesk:
    """Return the desk that people ask."""
    return SegmentDesk(desk.store, load_plays())


def keys(desk: Desk) -> dict[str, str]:
    """Return who is in which segment."""
    with desk.store.viewing() as memory:
        return memory.segments.keys()


def test_before_the_first_time_there_is_nothing(desk: Desk) -> None:
    """And without scores nothing can be found."""
    assert told(desk).view(EVERYTHING) is None
    assert told(desk).drawing(EVERYTHING) is None
    with pytest.raises(NothingToShow, match="steward refresh"):
        keep_segments(desk.store, desk.book_url)


def test_segments_are_kept_with_size_share_and_profile(desk: Desk) -> None:
    """Three groups; the large ones bring most of the ARR; shares add up to 1."""
    desk.refresh(MONDAY)
    kept = keep_segments(desk.store, desk.book_url)
    assert (kept.as_of, kept.since, kept.method) == (MONDAY, None, Method.KMEANS)
    view = told(desk).view(EVERYTHING)
    assert view is not None
    assert [line.size for line in view.lines] == [EACH] * 3
    assert sum(line.share for line in view.lines) == pytest.approx(1.0)
    assert sum(line.arr_share or 0.0 for line in view.lines) == pytest.approx(1.0)
    assert max(line.arr_share or 0.0 for line in view.lines) == pytest.approx(0.8, abs=0.04)
    assert all(line.segment.traits for line in view.lines)
    assert (view.moves, view.drawable) == ((), True)


def test_a_move_is_told_once_with_both_names(desk: Desk) -> None:
    """At the refresh after it; the next one has nothing to tell."""
    desk.refresh(MONDAY)
    keep_segments(desk.store, desk.book_url)
    earlier = keys(desk)
    desk.put(tables(shrunk="A03"))
    desk.refresh(MONDAY + WEEK)
    keep_segments(desk.store, desk.book_url)
    keep_segments(desk.store, desk.book_url)
    view = told(desk).view(EVERYTHING)
    assert view is not None
    assert (view.as_of, view.since) == (MONDAY + WEEK, MONDAY)
    assert [(move.account_id, move.name, move.before, move.after) for move in view.moves] == [
        ("A03", "Customer A03", earlier["A00"], earlier["A02"])
    ]
    assert {line.segment.key: (line.came, line.went) for line in view.lines} == {
        earlier["A00"]: (0, 1),
        earlier["A01"]: (0, 0),
        earlier["A02"]: (1, 0),
    }
    desk.refresh(MONDAY + 2 * WEEK)
    keep_segments(desk.store, desk.book_url)
    later = told(desk).view(EVERYTHING)
    assert later is not None
    assert (later.since, later.moves) == (MONDAY + WEEK, ())


def test_who_sees_some_accounts_is_told_of_these_alone(desk: Desk) -> None:
    """Sizes, shares, moves and points; a stranger sees no segment at all."""
    desk.refresh(MONDAY)
    keep_segments(desk.store, desk.book_url)
    anas = Sight(owner=ANA)
    view, drawing = told(desk).view(anas), told(desk).drawing(anas)
    assert view is not None
    assert drawing is not None
    assert [line.size for line in view.lines] == [EACH // 2] * 3
    assert (view.accounts, drawing.customers, len(drawing.map.points)) == (18, 18, 18)
    assert {int(point.account_id[1:]) % 2 for point in drawing.map.points} == {1}
    nothing = told(desk).view(Sight(segments=()))
    assert nothing is not None
    assert (nothing.lines, nothing.accounts, nothing.drawable) == ((), 0, False)
    assert told(desk).drawing(Sight(segments=())) is None


def test_shares_of_arr_need_one_currency_or_rates(desk: Desk) -> None:
    """Euros and dollars are not added up; each is told beside its currency."""
    desk.put(tables(currency="USD"))
    desk.refresh(MONDAY)
    keep_segments(desk.store, desk.book_url)
    view = told(desk).view(EVERYTHING)
    assert view is not None
    assert {line.arr_share for line in view.lines} == {None}
    assert {currency for line in view.lines for currency, _ in line.arr} == {"EUR", "USD"}
