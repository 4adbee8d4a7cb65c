"""Words in other languages."""

from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from bot.listeners.commands.grammar import USAGES
from bot.rendering.renderer import FOLDERS, make_renderer
from tests.unit.bot.answers import TODAY

KEYWORDS = {"_": None, "n_": (1, 2), "phrase": None}
METHODS = [("templates/**.j2", "jinja2"), ("bot/listeners/**.py", "python")]


def sources() -> set[str]:
    """Return every source string that extraction finds, as the comments of babel.cfg tell to do it."""
    root = next(folder for folder in FOLDERS if folder.exists()).parent
    found = extract_from_dir(root, METHODS, keywords=KEYWORDS, directory_filter=lambda path: ".venv" not in path)
    return {each for _, _, words, _, _ in found for each in ((words,) if isinstance(words, str) else words)}


def test_extraction_finds_the_words_of_templates_and_of_the_command_table() -> None:
    """What is not found could not be translated."""
    found = sources()
    assert {"Why?", "{n} week", "{n} weeks", "What you can ask"} <= {each.strip("*") for each in found}
    assert {usage.means for usage in USAGES} <= found


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
