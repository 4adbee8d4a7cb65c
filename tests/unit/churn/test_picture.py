"""Whether chances came true, as a picture."""

from datetime import date

from cs_engine.churn.picture import picture
from cs_engine.records.churn import Estimate
from cs_engine.records.churn_accounts import Alike, Caught, OutOfTime
from cs_engine.wording import Sentence

DAY, AREA = date(2026, 1, 5), Estimate(0.74, 0.66, 0.81)
GROUPS = (Alike(0.05, 0.02, 0.01, 0.0, 0.04, 300), Alike(0.6, 0.2, 0.25, 0.15, 0.4, 120))
CAUGHT = (Caught(0.05, Estimate(0.2)), Caught(0.1, Estimate(0.412, 0.3, 0.5)), Caught(1.0, Estimate(1.0, 1.0, 1.0)))
TESTED = OutOfTime(DAY, DAY, 8400, 437, AREA, 0.04, 0.05, 0.056, 0.052, 0.6, AREA, 700, GROUPS, CAUGHT)


def test_it_is_drawn_as_png_with_words_in_the_readers_language() -> None:
    """Every sentence passes through the reader's words, with the numbers behind the picture."""
    said: list[str] = []

    def say(words: Sentence) -> str:
        said.append(str(words))
        return str(words)

    drawn = picture(TESTED, say)
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    assert tuple(int.from_bytes(drawn[place : place + 4]) for place in (16, 20)) == (1440, 864)
    assert "Said 5.6% on average, 5.2% were lost" in said
    assert "The riskiest tenth: 41% of the losses" in said
    assert any(words.startswith("8,400 chances of 700 accounts, 2026-01-05 to") and "437" in words for words in said)
    assert drawn == picture(TESTED, say), "to the byte"
