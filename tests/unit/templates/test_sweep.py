"""Every message, with usual, hostile, empty and extreme values, against Slack's rules."""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from jsonschema_rs import Draft7Validator
from slack_sdk.models.blocks import Block

from bot.limits import lint_view
from bot.rendering.message import Message
from bot.rendering.renderer import FOLDERS, Renderer, make_renderer, message_names
from tests.shared import shared
from tests.unit.bot.answers import TODAY
from tests.unit.templates.samples import SAMPLES, WINDOWS
from tests.unit.templates.samples_home import PAGES
from tests.unit.templates.twists import HOSTILE, TWISTS

RENDERER = make_renderer(Locale("en", "US"), ZoneInfo("UTC"), TODAY)
RENDERERS = {"en": RENDERER, "zh-CN": RENDERER.reading(Locale.parse("zh_CN"), ZoneInfo("UTC"), TODAY)}
LONGEST = ("usual", "long", "huge")
"""What makes a message long; that values stay inert does not depend on the words around them."""
MOST_BLOCKS = 90
"""Slack takes 100 on a Home page; some room is left."""
IN_ENGLISH = [("en", name, twist) for name in SAMPLES for twist in TWISTS]
IN_CHINESE = [("zh-CN", name, twist) for name in SAMPLES for twist in LONGEST]
EVERY_CASE = [*IN_ENGLISH, *IN_CHINESE]
NEWER = {"data_visualization"}
"""Blocks that neither Slack's schema nor its SDK knows yet; our own lint checks them."""
UNSEEN = {"Cc", "Cs", "Co"}
MARK = re.compile("(?<!\u2060)[*`~](?!\u2060)")
"""What formats; a value's own is between joiners."""
LOOSE = re.compile(r".*(?: [，。：；、！？（）]|[，。：；、！？（）] ).*")
"""A line with a space beside Chinese punctuation."""
UNBOUND = re.compile(r"\w[*`][^*`\n]+[*`]|[*`][^*`\n]+[*`]\w")
"""Formatting that touches a letter or a Chinese character: Slack would show its marks."""
JOINERS = "\u2060\u2068\u2069\u200c\u200d"


@cache
def rendered(name: str, twist: str, language: str = "en") -> tuple[Message, ...]:
    """Render a folder's samples; the renderer itself refuses what our lint finds."""
    return tuple(SAMPLES[name](RENDERERS[language], TWISTS[twist]))


@cache
def validator(surface: str) -> Draft7Validator:
    """Return the schema of a surface with Slack's limits."""
    return Draft7Validator(json.loads(shared("blockkit-schema", f"{surface}.limits.schema.json").read_text()))


def strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Return every string of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def texts(value: Any, *kinds: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Return the text of every object of these types."""
    if isinstance(value, dict):
        if value.get("type") in kinds:
            yield value["text"]
        for each in value.values():
            yield from texts(each, *kinds)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts(each, *kinds)


def drawn(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Return every string as it is seen: formatted words and the words around them are one."""
    if isinstance(value, dict) and value.get("type") == "mrkdwn":
        yield MARK.sub("", value["text"])
    elif isinstance(value, dict) and value.get("type") == "rich_text_section":
        yield "".join(texts(value["elements"], "text"))
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from drawn(each)


def test_every_folder_has_its_samples() -> None:
    """No message without a folder, no folder without samples."""
    assert sorted(message_names(RENDERER.environment)) == sorted(SAMPLES)


@pytest.mark.parametrize(("language", "name", "twist"), EVERY_CASE)
def test_a_message_fits_slacks_schema(language: str, name: str, twist: str) -> None:
    """Slack would take it, whatever the data says."""
    schema = validator("Home" if name in PAGES else "Modal" if name in WINDOWS else "Message")
    for message in rendered(name, twist, language):
        known = [block for block in message.blocks if block["type"] not in NEWER]
        payload: dict[str, Any] = {"blocks": known}
        window = {"type": "modal", **{each: {"type": "plain_text", "text": "Load"} for each in ("title", "submit")}}
        seen = {"text": message.text, "channel": "C1"}
        payload |= {"type": "home"} if name in PAGES else window if name in WINDOWS else seen
        problem = next(schema.iter_errors(payload), None)
        assert problem is None, f"{problem.instance_path}: {problem.message[:300]}"


@pytest.mark.parametrize(("language", "name", "twist"), EVERY_CASE)
def test_slacks_own_models_read_every_block(language: str, name: str, twist: str) -> None:
    """The SDK knows each block and finds nothing missing or too long in it."""
    for message in rendered(name, twist, language):
        for block in message.blocks:
            if block["type"] in NEWER:
                continue
            parsed = Block.parse(block)
            assert parsed is not None
            parsed.validate_json()


@pytest.mark.parametrize("twist", HOSTILE)
@pytest.mark.parametrize("name", SAMPLES)
def test_hostile_values_stay_inert(name: str, twist: str) -> None:
    """Nobody is called, nothing is formatted, no text is hidden or turned around."""
    for message in rendered(name, twist):
        assert not set("<>") & set(message.text)
        for text in texts(message.blocks, "mrkdwn"):
            assert not set("<>`~") & set(re.sub("\u2060[`~]\u2060", "", text))
            assert text.count("*") - text.count("\u2060*\u2060") in {0, 2}
        for text in (message.text, *strings(message.blocks)):
            odd = {c for c in text if unicodedata.category(c) in UNSEEN or unicodedata.category(c) == "Cf"}
            assert odd <= {*JOINERS, "\n"}
            assert "&#" not in text
            assert text.count("\u2068") == text.count("\u2069")


@pytest.mark.parametrize("language", RENDERERS)
@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - WINDOWS))
def test_the_text_says_what_the_blocks_say(name: str, language: str) -> None:
    """A screen reader, which reads only the text, misses no words of the blocks."""
    for message in rendered(name, "usual", language):
        heard = re.sub(r"\W+", " ", message.text)
        read = [block for block in message.blocks if block["type"] in {"rich_text", "context", "section"}]
        sections = [block.get("text") or block.get("fields") if block["type"] == "section" else block for block in read]
        for shown in texts(sections, "text", "plain_text", "mrkdwn"):
            assert re.sub(r"\W+", " ", shown).strip() in heard


@pytest.mark.parametrize("name", SAMPLES)
def test_no_space_stands_beside_chinese_punctuation(name: str) -> None:
    """Words and values are put together with spaces; next to bold, code and values Chinese shows none."""
    for twist in LONGEST:
        for message in rendered(name, twist, "zh-CN"):
            assert [seen for text in (message.text, *drawn(message.blocks)) for seen in LOOSE.findall(text)] == []


@pytest.mark.parametrize("language", RENDERERS)
@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_bold_touches_no_letter(name: str, language: str) -> None:
    """Slack formats only what stands between spaces or punctuation, and Chinese writes neither on its own."""
    for twist in LONGEST:
        for message in rendered(name, twist, language):
            shown = [re.sub("\u2060[*`]\u2060", "", text) for text in texts(message.blocks, "mrkdwn")]
            assert [found for text in shown for found in UNBOUND.findall(text)] == []


@pytest.mark.parametrize("name", [*sorted(PAGES), "health_card"])
def test_what_is_shown_in_views_may_stand_there(name: str) -> None:
    """Home and windows take fewer kinds of blocks than messages."""
    for twist in TWISTS:
        for message in rendered(name, twist):
            kind: dict[str, Any] = {"type": "home"}
            if name == "health_card":
                kind = {"type": "modal", "title": {"type": "plain_text", "text": "Steward"}}
            assert lint_view({**kind, "blocks": list(message.blocks)}) == []
            assert len(message.blocks) <= MOST_BLOCKS


def test_templates_never_join_with_a_tilde() -> None:
    """Jinja's `~` escapes for HTML, which Slack would show; `_` and `dots` join for Slack."""
    folder = next(folder for folder in FOLDERS if folder.exists())
    for template in folder.rglob("*.j2"):
        assert not re.search(r"\{[{%][^}]* ~ ", template.read_text()), template


def test_a_message_that_slack_would_refuse_does_not_leave(renderer_with_broken_template: Renderer) -> None:
    """A mistake of ours becomes an error with a reference, never a message that Slack drops."""
    with pytest.raises(Exception, match="odd: /blocks/0"):
        renderer_with_broken_template.render("odd")


@pytest.fixture
def renderer_with_broken_template() -> Renderer:
    """A renderer whose only message has a block that does not exist."""
    from jinja2 import DictLoader, Environment  # noqa: PLC0415 - only here

    broken = Environment(  # noqa: S701 - no values
        loader=DictLoader({"odd/text.j2": "Odd", "odd/blocks.json.j2": '{"type": "banner"}'})
    )
    return Renderer(broken, {}, RENDERER.reader)
