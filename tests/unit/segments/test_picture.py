"""The map of segments as a picture."""

from datetime import date

from cs_engine.records.segments import Method
from cs_engine.segments.picture import picture
from cs_engine.segments.segmenting import segment
from cs_engine.segments.ways import Wanted
from cs_engine.wording import Sentence
from tests.unit.segments.customers import noise, planted

TODAY = date(2026, 11, 22)
PNG = b"\x89PNG\r\n\x1a\n"


def test_segments_are_drawn_as_png_with_words_in_the_readers_language() -> None:
    """Every sentence passes through the reader's words: title, names, sizes and axes."""
    said: list[str] = []

    def say(words: Sentence) -> str:
        said.append(str(words))
        return str(words)

    found = segment(planted(), Wanted(), TODAY)
    assert found.drawing is not None
    drawn = picture(found.drawing, say)
    assert drawn.startswith(PNG)
    width, height = (int.from_bytes(drawn[place : place + 4]) for place in (16, 20))
    assert (width, height) == (1440, 864)
    assert "4 segments of 240 customers" in said
    assert {str(one.name) for one in found.segments} <= set(said)


def test_the_same_segments_give_the_same_picture() -> None:
    """To the byte."""
    drawing = segment(planted(), Wanted(), TODAY).drawing
    assert drawing is not None
    assert picture(drawing) == picture(drawing)


def test_where_there_are_no_segments_nothing_is_drawn() -> None:
    """A cloud without groups would say that there are some."""
    assert segment(noise("bell"), Wanted(Method.KMEANS), TODAY).drawing is None
