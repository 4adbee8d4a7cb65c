"""Words in other languages."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from bot.errors import STALE_WINDOW, Explanation, StaleButton, explain
from bot.listeners.commands.cs_grammar import CS_USAGES
from bot.listeners.commands.grammar import USAGES
from bot.rendering.renderer import FOLDERS, Renderer, make_renderer
from cs_engine.errors import BadFile
from cs_engine.plays.reading import play_strings
from cs_engine.sources.reasons import reason_of
from cs_engine.wording import Sentence, phrase, sentence
from tests.unit.bot.answers import TODAY

KEYWORDS = {"_": None, "n_": (1, 2), "phrase": None}
TEMPLATES = next(folder for folder in FOLDERS if folder.exists())
LANGUAGES = ("zh_CN",)
"""Every language beside English."""
PLACEHOLDER = re.compile(r"\{\w*\}")
COMMAND = re.compile(r"`[^`]+`")


@cache
def extracted() -> Mapping[str, tuple[str, ...]]:
    """Return every source string that babel.cfg finds, by its singular."""
    with (TEMPLATES / "locale" / "babel.cfg").open() as file:
        methods, _ = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # Babel leaves it untyped
    wanted = [(pattern, method) for pattern, method in methods if not pattern.endswith(".toml")]
    skip = {".venv", "node_modules", "docs", "tests"}
    found = extract_from_dir(
        TEMPLATES.parent, wanted, keywords=KEYWORDS, directory_filter=lambda path: Path(path).name not in skip
    )
    strings = [(words,) if isinstance(words, str) else words for _, _, words, _, _ in found]
    return {each[0]: each for each in (*strings, *((words,) for words in play_strings())) if each[0]}


@cache
def catalog(language: str) -> Catalog:
    """Return the catalog of a language as it is written."""
    with (TEMPLATES / "locale" / language / "LC_MESSAGES" / "steward.po").open("rb") as file:
        return read_po(file, locale=language)


def translations(language: str) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return, by the singular, what a catalog translates and with which words: one for each form it knows."""
    pairs = ((each.id, each.string) for each in catalog(language) if each.id)
    whole = ((_several(source), _several(words)) for source, words in pairs)
    return {source[0]: (source, words) for source, words in whole}


def _several(words: object) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)  # type: ignore[arg-type]  # Babel: a str, a list or a tuple


def reading(language: str) -> Renderer:
    """Return a renderer for somebody who reads a language."""
    english = make_renderer(Locale("en", "US"), ZoneInfo("UTC"), TODAY)
    return english.reading(Locale.parse(language), ZoneInfo("UTC"), TODAY)


def test_extraction_finds_the_words_of_templates_commands_plays_and_errors() -> None:
    """What is not found could not be translated."""
    found = extracted()
    assert {"Why?", "{n} week", "What you can ask"} <= {each.strip("*") for each in found}
    assert {usage.means for usage in (*USAGES, *CS_USAGES)} <= found.keys()
    assert {str(STALE_WINDOW), "{file} {what}", *play_strings()} <= found.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_everything_and_nothing_that_is_gone(language: str) -> None:
    """No string without a translation, none that is only guessed, none that nobody shows any more."""
    known = translations(language)
    assert {source for source, (_, words) in known.items() if not all(words)} == set()
    assert [each.id for each in catalog(language) if each.id and each.fuzzy] == []
    assert extracted().keys() - known.keys() == set()
    assert known.keys() - extracted().keys() == set()
    assert list(catalog(language).obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_shows_the_same_values(language: str) -> None:
    """A value that the source shows is shown, and none that nobody fills; a plural may leave its number to words."""
    wrong = []
    for source, words in translations(language).values():
        named = {name for form in source for name in PLACEHOLDER.findall(form)}
        always = set.intersection(*(set(PLACEHOLDER.findall(form)) for form in source))
        if len(source) > 1:
            named.add("{n}")
        wrong += [each for each in words if not always <= set(PLACEHOLDER.findall(each)) <= named]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_what_is_typed_and_pressed_as_it_is(language: str) -> None:
    """Commands stay as they are typed; bold opens and closes."""
    for source, words in translations(language).values():
        for each in words:
            assert sorted(COMMAND.findall(each)) == sorted(COMMAND.findall(source[-1])), each
            assert each.count("*") % 2 == 0, each
            assert each.count("`") % 2 == 0, each


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_for_translators_stay_as_they_are_when_written_again(language: str) -> None:
    """A catalog names no places in the code, no dates and no tools: it changes only when words do."""
    text = (TEMPLATES / "locale" / language / "LC_MESSAGES" / "steward.po").read_text()
    assert not re.search(r"^#[:~.|]|Date:|Generated-By|Bugs-To", text, re.MULTILINE)


def test_an_error_is_told_in_the_readers_language() -> None:
    """The sentence of an error is English for logs and terminals, and the reader's own in Slack."""
    error = StaleButton(STALE_WINDOW)
    assert str(error) == STALE_WINDOW
    assert reading("zh_CN").render("error", explanation=explain(error)).text == "此窗口已失效。请关闭后重新打开。"
    assert reading("en_US").render("error", explanation=explain(error)).text == STALE_WINDOW


def test_values_of_a_sentence_stay_inert_and_what_is_no_phrase_of_ours_is_only_a_value() -> None:
    """A file may be called as it likes; words that nobody marked are shown, not formatted."""
    inner = sentence(phrase("is a damaged archive ({error}); copy or export it again."), error="<!here> {x}")
    error = BadFile(phrase("{file} {what}"), file="*a*.zip", what=inner)
    assert str(error) == "*a*.zip is a damaged archive (<!here> {x}); copy or export it again."
    told = reading("zh_CN").render("error", explanation=Explanation(error.sentence, None)).text
    assert told.replace("\u2060", "") == "*a*.zip：是损坏的压缩包（&lt;!here&gt; {x}）；请重新复制或导出。"
    shown = reading("zh_CN").render("error", explanation=Explanation(sentence("*Open* {this}"), None)).text
    assert shown.replace("\u2060", "") == "*Open* {this}"


def test_a_sentence_is_changed_in_its_values_only() -> None:
    """Paths of ours are taken out of what people are told, at any depth."""
    inner = sentence(phrase("is a packed {form}; unpack it and load the file."), form="here/x")
    outer = sentence(phrase("{file} {what}"), file="here/a", what=inner)
    changed: Sentence = outer.changed(lambda text: text.removeprefix("here/"))
    assert str(changed) == "a is a packed x; unpack it and load the file."


def test_a_reason_that_was_kept_in_english_is_told_in_the_readers_language() -> None:
    """With its values; words that are no reason of ours are shown as they are."""
    chinese = reading("zh_CN")
    told = {
        "is no date": "不是日期",
        "is below 0": "小于 0",
        "is none of a, b": "不在可选值之内：a, b",
        "the line has 3 cells instead of 5": "该行有 3 个单元格，应为 5 个",
        "was refused by <!here>": "was refused by <!here>",
    }
    assert {text: chinese.plainly(reason_of(text)) for text in told} == told
    assert {str(reason_of(text)) for text in told} == told.keys()


def test_numbers_and_units_are_written_as_the_language_does() -> None:
    """Small amounts are whole in both; Chinese counts in ten thousands, and names days and hours."""
    english, chinese = reading("en_US").reader, reading("zh_CN").reader
    assert [english.money(each, "EUR") for each in (999.6, 1649.14, 48_500)] == ["€1K", "€1.6K", "€48.5K"]
    assert [chinese.money(each, "EUR") for each in (999.6, 1649.14, 48_500)] == ["€1000", "€1649", "€4.8万"]
    assert (english.span(82, 110, "days"), chinese.span(82, 110, "days")) == ("82 → 110 d", "82 → 110 天")


def test_a_reader_of_another_language_reads_it(tmp_path: Path) -> None:
    """A catalog is all that a language needs; what it lacks stays English; a value stays inert."""
    catalog = Catalog(locale="de")
    catalog.add("*What you can ask*", "*Das kann man fragen*")
    catalog.add("No account has {email} as its CSM or backup, so there is no list of yours.", "Nichts für {email}.")
    home = tmp_path / "locale" / "de" / "LC_MESSAGES"
    home.mkdir(parents=True)
    with (home / "steward.po").open("wb") as file:
        write_po(file, catalog)
    english = make_renderer(Locale("en"), ZoneInfo("UTC"), TODAY, (tmp_path, *FOLDERS))
    austrian = english.reading(Locale("de", "AT"), ZoneInfo("UTC"), TODAY)
    assert austrian.render("health_help", usages=USAGES).text.startswith("Das kann man fragen")
    assert english.render("health_help", usages=USAGES).text.startswith("What you can ask")
    assert "Nichts für &lt;!here&gt;." in austrian.render("not_mapped", email="<!here>").text
    assert "Meanwhile" in austrian.render("not_mapped", email="x@y.z").text
