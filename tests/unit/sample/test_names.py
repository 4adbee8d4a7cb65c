"""Names of companies and people."""

import numpy as np
import pytest

from cs_engine.sample.draws import Draws
from cs_engine.sample.names import INDUSTRIES, company_names, industries, people
from cs_engine.sample.stories import STORIES

MANY = np.arange(200_000)


@pytest.mark.parametrize("chinese", [True, False])
def test_no_two_companies_share_a_name(chinese: bool) -> None:  # noqa: FBT001  pytest passes parameters by position
    """Two hundred thousand names differ, in either language, and so do their domains."""
    names, domains = company_names(MANY, np.full(len(MANY), chinese, dtype=object))
    assert (len(set(names)), len(set(domains))) == (len(MANY), len(MANY))


def test_no_company_takes_the_name_of_a_tale() -> None:
    """The named accounts keep their names to themselves."""
    names, _ = company_names(MANY, np.zeros(len(MANY), dtype=object))
    assert not set(names) & {story.name for story in STORIES}


def test_the_name_says_the_line_of_business() -> None:
    """An account of the education industry is called a school, college, academy or learning."""
    names, _ = company_names(MANY[:2000], np.zeros(2000, dtype=object))
    schools = names[industries(MANY[:2000]) == INDUSTRIES.index("education")]
    assert all(any(word in name for word in ("School", "College", "Academy", "Learning")) for name in schools)


def test_people_in_china_have_chinese_names_and_latin_mailboxes() -> None:
    """The name is written as the person writes it, the address as mail servers want it."""
    draws, chinese = Draws(7, np.arange(50)), np.arange(50) < 25
    names, boxes = people(draws, np.zeros(50, dtype=np.int64), chinese.astype(object))
    assert [not name.isascii() for name in names] == chinese.tolist()
    assert all(box.isascii() for box in boxes)
