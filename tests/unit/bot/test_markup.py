"""Values in messages are inert, whatever they hold."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from bot.rendering import markup

VALUE = st.text(max_size=60)


def test_only_our_own_markup_is_styled() -> None:
    """Stars of the template make bold, stars of a value stay stars."""
    line = Markup("*{}* has `{}`").format(markup.protect("a*b*"), markup.protect("`x`"))
    styled = [(part["text"], part.get("style")) for part in json.loads(markup.rich(line))]
    assert styled == [("a*b*", {"bold": True}), (" has ", None), ("`x`", {"code": True})]


def test_a_mention_in_a_value_is_escaped() -> None:
    """A customer called `<!channel>` calls nobody."""
    assert json.loads(markup.mrkdwn("<!channel> & co")) == "&lt;!channel&gt; &amp; co"
    assert markup.readable("<!channel>") == "&lt;!channel&gt;"


def test_formatting_characters_of_a_value_are_broken() -> None:
    """Slack reads no bold, italic, strike or code out of a name."""
    assert json.loads(markup.mrkdwn("*a* _b_ ~c~ `d`")) == "".join(
        f"\u2060{character}\u2060" if character in "*_~`" else character for character in "*a* _b_ ~c~ `d`"
    )


def test_plain_text_shows_a_value_as_it_is() -> None:
    """Nothing is markup in plain text, so nothing is escaped."""
    assert json.loads(markup.plain('*R&D* <b> "q"')) == '*R&D* <b> "q"'


def test_words_and_values_are_put_together_without_spaces_beside_chinese_punctuation() -> None:
    """As Chinese is written; between Chinese and figures, and in English, spaces stay."""
    line = Markup("*续约* ：共 {} 个， *{}* （新） 。 ").format(3, markup.protect("Acme"))
    assert markup.readable(line) == "续约：共 3 个，Acme（新）。"
    assert markup.readable("Renewals: 3 (new). Good") == "Renewals: 3 (new). Good"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\nb\tc\r\nd", "a b c d"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("\u0000\u0007", "—"),
        ("", ""),
        ("x" * 50, "x" * 9 + "…"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("北京", "北京"),
    ],
)
def test_a_value_is_one_visible_line(value: str, shown: str) -> None:
    """Line breaks become spaces; control, override and private characters go; emoji hold together."""
    assert markup.clean(value, 10) == shown


def test_right_to_left_text_is_isolated() -> None:
    """A Hebrew or Arabic name does not turn the rest of the line around."""
    assert markup.clean("سلام") == "\u2068سلام\u2069"


def test_an_unknown_value_cannot_be_shown_by_accident() -> None:
    """A template has to word what is unknown."""
    with pytest.raises(TypeError, match="None"):
        markup.protect(None)


@given(VALUE)
def test_cleaning_twice_changes_nothing(value: str) -> None:
    """A value that passed once passes again as it is."""
    assert markup.clean(markup.clean(value)) == markup.clean(value)


@given(VALUE)
def test_no_value_becomes_markup(value: str) -> None:
    """In rich text a value is one unstyled text; in mrkdwn it holds no angle bracket and no bare formatting."""
    elements = json.loads(markup.rich(value))
    assert [element.get("style") for element in elements] == [None] * len(elements)
    shown = json.loads(markup.mrkdwn(value))
    assert not set("<>") & set(shown)
    for position, character in enumerate(shown):
        assert character not in "*_~`" or shown[position - 1 : position + 2] == f"\u2060{character}\u2060"
