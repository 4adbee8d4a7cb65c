"""The words of other languages, read from their catalogs when the program starts; nothing has to be compiled before."""

from collections.abc import Mapping
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

DOMAIN = "steward"


def catalogs_in(folders: tuple[Path, ...]) -> Mapping[str, NullTranslations]:
    """Return the translations of every language that has a catalog, by the full name of its locale.

    A language in several folders is taken from the last. What a catalog marks as uncertain stays untranslated.
    """
    found = (path for folder in folders for path in sorted(folder.glob(f"locale/*/LC_MESSAGES/{DOMAIN}.po")))
    return {str(Locale.parse(path.parents[1].name)): _translations(path) for path in found}


def _translations(path: Path) -> NullTranslations:
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.parents[1].name, domain=DOMAIN)
    packed = BytesIO()
    write_mo(packed, catalog)
    packed.seek(0)
    return Translations(packed, DOMAIN)
