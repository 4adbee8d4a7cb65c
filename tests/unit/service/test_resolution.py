"""What people type is taken for one account only when it can be no other."""

import pytest

from cs_engine.errors import NothingToShow
from cs_engine.records.account import Candidates
from cs_engine.records.portfolio import Scope
from tests.unit.service.desk import MONDAY, WEEK, Desk, kept

RTL = "\u202eelppA\u202c"
NAMES = {
    "A1": "Acme",
    "A2": "Acme Corp",
    "A3": "ACME GmbH",
    "B1": "Böhm & Söhne",
    "C1": "Ｆｕｌｌｗｉｄｔｈ  Fruit",
    "D1": "Globex",
    "E1": "北京云图",
    "F1": "<!channel>",
    "G1": 'The "Quoted" O\u2019Neill 🚀',
    "H1": RTL,
    "I1": "100% _like_",
}
DOMAINS = {"A2": "acme-corp.example", "D1": "globex.example"}


@pytest.fixture
def crowd(desk: Desk) -> Desk:
    """Return a desk whose memory knows these names."""
    desk.store.write_snapshots(kept(key, name, domain=DOMAINS.get(key)) for key, name in NAMES.items())
    return desk


def found(desk: Desk, query: str) -> str | list[str]:
    """Return the account that was found, or the several it could be."""
    answer = desk.answers().account_health(query)
    return [each.account_id for each in answer.candidates] if isinstance(answer, Candidates) else answer.account_id


@pytest.mark.parametrize(("account_id", "name"), NAMES.items())
def test_an_exact_id_or_name_is_the_account(crowd: Desk, account_id: str, name: str) -> None:
    """However hostile the name, and although others begin with it."""
    assert found(crowd, account_id) == account_id
    assert found(crowd, name) == account_id


@pytest.mark.parametrize(
    ("query", "account_id"),
    [
        ("acme", "A1"),
        ("  ACME  ", "A1"),
        ("ａｃｍｅ", "A1"),
        ("Acme   corp", "A2"),
        ("fullwidth fruit", "C1"),
        ("BÖHM & SÖHNE", "B1"),
        ("acme-corp.example", "A2"),
        ("https://www.globex.example/start", "D1"),
        ("jo@globex.example", "D1"),
    ],
)
def test_case_width_spaces_and_web_addresses_do_not_matter(crowd: Desk, query: str, account_id: str) -> None:
    """A unique exact name wins over longer names, and a domain is as good as a name."""
    assert found(crowd, query) == account_id


@pytest.mark.parametrize(
    ("query", "account_id"),
    [("glob", "D1"), ("gmbh", "A3"), ("corp acme", "A2"), ("söh", "B1"), ("北京", "E1"), ("quoted", "G1")],
)
def test_words_or_their_beginnings_are_enough_when_only_one_account_has_them(
    crowd: Desk, query: str, account_id: str
) -> None:
    """In any order."""
    assert found(crowd, query) == account_id


@pytest.mark.parametrize("query", ["globx", "glbex", "globexx", "Böhm & Sohne"])
def test_a_typo_is_taken_for_the_only_name_it_can_be(crowd: Desk, query: str) -> None:
    """One letter too few, too many, or without its dots."""
    assert found(crowd, query) in {"D1", "B1"}


def test_several_that_fit_are_all_offered_and_none_is_chosen(crowd: Desk) -> None:
    """The beginning of three names names none."""
    answer = crowd.answers().account_health("acm")
    assert isinstance(answer, Candidates)
    assert answer.exact
    assert [each.account_id for each in answer.candidates] == ["A1", "A2", "A3"]


def test_two_accounts_of_one_name_are_never_acted_on(crowd: Desk) -> None:
    """Names equal after folding are equal; the id still tells them apart."""
    crowd.store.write_snapshots([kept("A9", " ACME ")])
    answer = crowd.answers().account_health("Acme")
    assert isinstance(answer, Candidates)
    assert (answer.exact, [each.account_id for each in answer.candidates]) == (True, ["A1", "A9"])
    assert found(crowd, "A9") == "A9"


def test_a_typo_between_two_names_is_offered_both(crowd: Desk) -> None:
    """What sounds like two accounts is neither."""
    crowd.store.write_snapshots([kept("D2", "Globix")])
    assert found(crowd, "globx") == ["D1", "D2"]


def test_without_any_that_fits_the_three_closest_are_offered(crowd: Desk) -> None:
    """Not exact, so that the answer can say so."""
    answer = crowd.answers().account_health("zzyzx")
    assert isinstance(answer, Candidates)
    assert not answer.exact
    assert len(answer.candidates) == 3
    assert answer.query == "zzyzx"


@pytest.mark.parametrize("query", ["%", "_", "' OR 1=1 --", "*", "(", "\\", "🚀🚀", "\x00", "a" * 3000, "", " "])
def test_nothing_that_can_be_typed_acts_on_an_account_it_does_not_name(crowd: Desk, query: str) -> None:
    """Wildcards, quotes and emptiness choose nobody."""
    answer = crowd.answers().account_health(query)
    assert isinstance(answer, Candidates) or query in answer.name


def test_an_account_that_was_renamed_is_found_by_its_present_name_only(crowd: Desk) -> None:
    """The newest snapshot says what it is called."""
    crowd.store.write_snapshots([kept("D1", "Initech", MONDAY + WEEK)])
    assert found(crowd, "initech") == "D1"
    assert isinstance(crowd.answers().account_health("globex"), Candidates)


def test_names_are_suggested_by_the_words_they_begin_with(crowd: Desk) -> None:
    """In alphabetical order, and no more than asked for."""
    answers = crowd.answers()
    assert [each.name for each in answers.suggest("ac")] == ["Acme", "Acme Corp", "ACME GmbH"]
    assert [each.name for each in answers.suggest("ac", limit=2)] == ["Acme", "Acme Corp"]
    assert len(answers.suggest("")) == len(NAMES)


def test_an_empty_memory_says_what_to_do_next(desk: Desk) -> None:
    """Before the first refresh no name is known."""
    answers = desk.answers()
    with pytest.raises(NothingToShow, match="steward refresh"):
        answers.account_health("acme")


@pytest.mark.parametrize("page", [-1, 0, 99, 10**30])
def test_a_page_that_no_list_has_is_the_nearest_one_that_it_has(crowd: Desk, page: int) -> None:
    """Whatever an old or a foreign button asks for."""
    listed = crowd.answers().portfolio(Scope.TEAM, owner=None, page=page)
    assert (listed.page, listed.pages) == (1 if page < 1 else 2, 2)
