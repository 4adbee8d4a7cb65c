"""Names are found however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_engine.storage.names import fold, fold_domain


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  ACME   GmbH ", "acme gmbh"),
        ("Straße", "strasse"),
        ("\uff21\uff23\uff2d\uff25", "acme"),
        ("\u202eAcme\u202c", "acme"),
        ("北京  科技", "北京 科技"),
        ("Cafe\u0301", "caf\u00e9"),
        ("", ""),
    ],
)
def test_spellings_of_one_name_fold_to_one_key(written: str, folded: str) -> None:
    """Case, width, accents' encoding, direction marks and spaces do not tell names apart."""
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    """A folded name is its own key."""
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize("written", ["acme.com", "https://www.Acme.com/about?x=1", "ana@ACME.com", "acme.com."])
def test_a_domain_is_found_by_address_and_mail(written: str) -> None:
    """Web addresses and mail addresses lead to the same domain."""
    assert fold_domain(written) == "acme.com"
