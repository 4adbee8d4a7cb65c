"""One spelling for names and domains, so that people find an account however they type it."""

import unicodedata

_INVISIBLE = "Cf"
"""Unicode's format characters (direction marks, zero-width joiners): nobody types them, so they tell no names apart."""


def fold(name: str) -> str:
    """Return the spelling under which ``name`` is stored and looked up.

    NFKC makes look-alike code points one, case folding ignores case in every script, format characters
    and repeated white space are dropped. Folding twice changes nothing.

    Args:
        name: what a source or a person wrote; may be empty.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    visible = "".join(letter for letter in folded if unicodedata.category(letter) != _INVISIBLE)
    return " ".join(visible.split())


def fold_domain(domain: str) -> str:
    """Return the bare host of a domain, web address or mail address.

    ``https://www.Acme.com/about``, ``mailto:``-less ``ana@acme.com`` and ``acme.com`` are all ``acme.com``.

    Args:
        domain: what a source or a person wrote; may be empty.
    """
    host = fold(domain).split("://")[-1].split("/")[0].split("@")[-1]
    return host.removeprefix("www.").rstrip(".")
