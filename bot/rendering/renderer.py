"""Templates to messages: words from Jinja, language from gettext, checked against Slack's rules before they leave."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from bot.errors import UnfitMessageError
from bot.ids import ActionId, Field
from bot.limits import Problem, lint_message, lint_view
from bot.rendering import markup
from bot.rendering.catalogs import catalogs_in
from bot.rendering.formats import Reader, sparkline
from bot.rendering.message import Message
from bot.rendering.reasoned import reason_said, what_if_said
from cs_engine.records.risk import AccountRisk, RiskReason
from cs_engine.wording import Sentence

TEXT, BLOCKS = "text.j2", "blocks.json.j2"
PART = Markup("\x1e")
"""Divides the text of a message; a value cannot hold it, because control characters are taken out."""
PLAIN_LIMIT = 60
"""Characters of a value in a sentence that stands alone, such as beside a field."""
_HERE = Path(__file__).parents[1]
FOLDERS = (_HERE / "templates", _HERE.parent / "templates")
"""Where templates are: inside the installed package, or beside it in a checkout."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders message folders for one reader; `reading` gives the same templates to another one."""

    environment: Environment
    languages: Mapping[str, NullTranslations]
    reader: Reader

    def reading(self, locale: Locale, timezone: tzinfo, today: date) -> "Renderer":
        """Return a renderer that words and formats for somebody else."""
        known = self.languages.get(str(locale)) or self.languages.get(locale.language)
        translations = known or NullTranslations()
        return Renderer(self.environment, self.languages, Reader(locale, timezone, today, translations))

    def prepared(self) -> "Renderer":
        """Compile every template now, which takes seconds, so that no answer waits for it."""
        for name in self.environment.list_templates(extensions=["j2"]):
            self.environment.get_template(name)
        return self

    def render(self, name: str, /, **context: object) -> Message:
        """Render the folder `name`: first its text, then the blocks that lay out what the text said.

        The parts of the text, as `part` divides them, are `said[0]`, `said[1]` … for the blocks: nothing is worded
        twice, and a screen reader hears what others see.

        Raises:
            UnfitMessageError: the result breaks one of Slack's rules.
        """
        message, _ = self._filled(name, context)
        _refuse(name, lint_message(message.text, message.blocks))
        return message

    def plainly(self, said: Sentence) -> str:
        """Say a sentence in the reader's language where nothing is markup, such as beside a field of a window."""
        return str(json.loads(markup.plain(_worded(self.reader.translations, said, PLAIN_LIMIT))))

    def page(self, name: str, /, **context: object) -> Message:
        """Render the folder `name` as a Home page, which has room for more than a message.

        Raises:
            UnfitMessageError: the result breaks one of Slack's rules.
        """
        message, _ = self._filled(name, context)
        _refuse(name, lint_view({"type": "home", "blocks": list(message.blocks)}))
        return message

    def window(self, name: str, /, callback_id: str, about: str = "", **context: object) -> dict[str, Any]:
        """Render the folder `name` as a window that can be submitted.

        The first three parts of its text are the title, the word that submits and the one that closes; `about` is what
        Slack hands back with the submission.

        Raises:
            UnfitMessageError: the result breaks one of Slack's rules.
        """
        message, said = self._filled(name, context)
        title, submit, close = ({"type": "plain_text", "text": markup.readable(part)} for part in said[:3])
        view: dict[str, Any] = {"type": "modal", "callback_id": callback_id, "private_metadata": about, "title": title}
        view |= {"submit": submit, "close": close, "blocks": list(message.blocks)}
        _refuse(name, lint_view(view))
        return view

    def _filled(self, name: str, context: Mapping[str, object]) -> tuple[Message, list[Markup]]:
        text = self._fill(f"{name}/{TEXT}", context)
        said = [Markup(part) for part in text.split(PART)]  # noqa: S704 - each value came in inert
        blocks = tuple(_blocks(self._fill(f"{name}/{BLOCKS}", {**context, "said": said})))
        return Message("\n".join(filter(None, map(markup.readable, said))), blocks), said

    def _fill(self, template: str, context: Mapping[str, object]) -> str:
        return self.environment.get_template(template).render(context, reader=self.reader)


def _refuse(name: str, problems: Sequence[Problem]) -> None:
    if problems:
        raise UnfitMessageError(f"{name}: " + "; ".join(f"{found.pointer} {found.message}" for found in problems))


def make_renderer(locale: Locale, timezone: tzinfo, today: date, folders: tuple[Path, ...] = FOLDERS) -> Renderer:
    """Return the renderer of templates and languages in `folders`, of which the first that has a file wins.

    They are read once in a process, a template when it is first used.
    """
    blank = Reader(locale, timezone, today, NullTranslations())
    return Renderer(_environment(folders), _languages(folders), blank).reading(locale, timezone, today)


def message_names(environment: Environment) -> list[str]:
    """Every folder that is a message."""
    return [name.split("/")[0] for name in environment.list_templates() if name.endswith(f"/{BLOCKS}")]


_languages = cache(catalogs_in)


@cache
def _environment(folders: tuple[Path, ...]) -> Environment:
    """Build an environment in which a value can only come out inert and only our own filters exist."""
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,  # macros then return Markup, which `finalize` knows from values
        finalize=markup.protect,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters.clear()
    environment.filters.update(_filters())
    environment.globals.update({"_": _translate, "n_": _translate_count, "part": PART})
    environment.globals.update({"ids": ActionId, "fields": Field})
    return environment


def _filters() -> dict[str, Any]:
    exits = {"rich": markup.rich, "mrkdwn": markup.mrkdwn, "plain": markup.plain, "json": markup.as_json}
    shapes = {
        "array": markup.array,
        "dots": markup.dots,
        "short": markup.clean,
        "sparkline": sparkline,
        "length": len,
        "int": int,
        "joined": _joined,
        "each": _each,
        "holds": markup.tidy,
        "translated": _translated,
        "told": _told,
        "reason": _reason,
        "what_if": _what_if,
    }
    numbers = ("span", "money", "cents", "number", "points", "amount", "percent", "share", "score")
    formats = (*numbers, "day", "soon", "weekday", "clock", "country")
    return exits | shapes | {name: _for_reader(name) for name in formats}


def _joined(parts: Iterable[str], mark: str) -> str:
    """Join the parts of a value that nobody reads."""
    return str(mark).join(parts)


def _each(values: Iterable[object], word: Callable[[object], Markup]) -> list[Markup]:
    """Word every value with a macro."""
    return [word(value) for value in values]


def _for_reader(name: str) -> Any:  # noqa: ANN401 - Jinja takes any callable
    @pass_context
    def convert(context: Context, value: object, *arguments: object) -> str:
        converted: str = getattr(context["reader"], name)(value, *arguments)
        return converted

    return convert


@pass_context
def _translate(context: Context, message: str, /, **values: object) -> Markup:
    """Translate a line and put its values in, inert."""
    return _put(context["reader"].translations.gettext(message), values)


@pass_context
def _translate_count(context: Context, one: str, many: str, n: int, /, **values: object) -> Markup:
    """Translate a line that depends on the number `n`, which it may show as ``{n}``."""
    return _put(context["reader"].translations.ngettext(one, many, n), {"n": context["reader"].number(n), **values})


@pass_context
def _translated(context: Context, words: str) -> str:
    """Translate words that may be ours or somebody's, such as a step of a play; either way they come out inert."""
    return context["reader"].translations.gettext(words) if words else words


@pass_context
def _told(context: Context, said: str | Sentence, limit: int) -> Markup:
    """Say a sentence in the reader's language; its values come in inert, each at most `limit` characters long."""
    return _worded(context["reader"].translations, said, limit)


@pass_context
def _reason(context: Context, reason: RiskReason) -> Sentence:
    """Say a reason of a chance of a loss with the reader's numbers."""
    return reason_said(context["reader"], reason)


@pass_context
def _what_if(context: Context, risk: AccountRisk) -> Sentence | None:
    """Say what changes would come to with the reader's numbers."""
    return what_if_said(context["reader"], risk)


def _worded(translations: NullTranslations, said: str | Sentence, limit: int) -> Markup:
    if isinstance(said, str):
        return markup.protect(markup.clean(said, limit))
    values = {name: _worded(translations, value, limit) for name, value in said.values}
    return _put(translations.gettext(said.template), values)


def _put(line: str, values: Mapping[str, object]) -> Markup:
    if values:
        line = line.format(**{name: markup.protect(value) for name, value in values.items()})
    return Markup(line)  # noqa: S704 - the line is ours, its values are inert


def _blocks(text: str) -> Iterator[dict[str, Any]]:
    """Read blocks that stand one after another, without commas that a template could forget."""
    text = text.strip()
    decoder, position = json.JSONDecoder(), 0
    while position < len(text):
        block, position = decoder.raw_decode(text, position)
        yield block
        position = len(text) - len(text[position:].lstrip())
