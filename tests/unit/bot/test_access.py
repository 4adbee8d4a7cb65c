"""Which role somebody has, and what it lets them see."""

from dataclasses import fields, is_dataclass
from itertools import pairwise
from typing import Any

import pytest

from bot.access.policy import NOTHING, RIGHTS, Asker, Right, Standing, access_of, role_of
from bot.access.redaction import redacted, redacted_list
from bot.access.rules import AccessRules, Reach, Role
from bot.listeners import messages
from bot.listeners.lists import ListState
from bot.listeners.messages import CardOptions
from bot.rendering.renderer import Renderer
from cs_engine.records.portfolio import Scope
from cs_engine.records.sight import EVERYTHING, Sight, Withheld
from tests.unit.bot.answers import portfolio, report
from tests.unit.bot.awkward import AWKWARD
from tests.unit.templates.samples import EVERYTHING as EVERYTHING_KNOWN

LENA = Asker(Standing.MEMBER, "U0LENA", "Lena@example.com", frozenset({"cs-team", "cs-leads"}), looks_after=True)
BEN = Asker(Standing.MEMBER, "U0BEN", "ben@example.com")
MONEY_FIELDS = {"arr", "arr_share", "expected_revenue_at_risk", "currency", "mrr", "price", "amount"}
COMMENT_FIELDS = {"comment", "text", "note"}
MONEY_SIGNS = "$€£¥"
ACCOUNTS = (report(), EVERYTHING_KNOWN, *AWKWARD.values())


@pytest.mark.parametrize(
    ("rules", "role"),
    [
        (AccessRules(), Role.CSM),
        (AccessRules(default=Role.LEAD), Role.LEAD),
        (AccessRules(default=Role.NONE), Role.CSM),
        (AccessRules(groups={"cs-team": Role.VIEWER}), Role.VIEWER),
        (AccessRules(groups={"cs-team": Role.CSM, "cs-leads": Role.LEAD}), Role.LEAD),
        (AccessRules(groups={"cs-leads": Role.LEAD}, people={"lena@example.com": Role.VIEWER}), Role.VIEWER),
        (AccessRules(people={"lena@example.com": Role.CSM, "U0LENA": Role.ADMIN}), Role.ADMIN),
        (AccessRules(people={"lena@example.com": Role.NONE}), Role.NONE),
    ],
)
def test_a_name_wins_over_groups_groups_over_the_book_and_the_default(rules: AccessRules, role: Role) -> None:
    """Lena is in two groups and looks after accounts."""
    assert role_of(rules, LENA) is role


def test_a_member_who_is_named_nowhere_is_what_members_are() -> None:
    """A viewer, unless the table says otherwise."""
    assert role_of(AccessRules(), BEN) is Role.VIEWER
    assert role_of(AccessRules(default=Role.NONE), BEN) is Role.NONE


@pytest.mark.parametrize("standing", [each for each in Standing if each is not Standing.MEMBER])
def test_nobody_but_a_full_member_has_a_role(standing: Standing) -> None:
    """Not even when named as an admin."""
    asker = Asker(standing, "U0LENA", "lena@example.com", frozenset({"cs-leads"}), looks_after=True)
    rules = AccessRules(default=Role.ADMIN, people={"U0LENA": Role.ADMIN}, groups={"cs-leads": Role.ADMIN})
    access = access_of(rules, asker)
    assert (access.role, access.rights, access.sight) == (Role.NONE, frozenset(), NOTHING)


def test_each_role_may_all_that_the_one_below_may() -> None:
    """Nobody loses by rising."""
    rights = [RIGHTS[role] for role in Role]
    assert all(lower < higher for lower, higher in pairwise(rights))


@pytest.mark.parametrize(
    ("seen", "sight"),
    [
        (Reach.ALL, EVERYTHING),
        (Reach.OWN, Sight(owner="Lena@example.com")),
        (("smb",), Sight(segments=("smb",))),
        ((), NOTHING),
    ],
)
def test_a_role_sees_as_far_as_the_table_says(seen: Reach | tuple[str, ...], sight: Sight) -> None:
    """All accounts, one's own, or segments."""
    assert access_of(AccessRules(sees={Role.CSM: seen}), LENA).sight == sight
    assert access_of(AccessRules(sees={Role.VIEWER: seen}), LENA).sight == EVERYTHING


def test_own_accounts_of_somebody_without_an_address_are_none() -> None:
    """Never all."""
    rules = AccessRules(sees={Role.VIEWER: Reach.OWN})
    assert access_of(rules, Asker(Standing.MEMBER, "U0BEN")).sight == NOTHING


def holds(record: Any, names: set[str]) -> list[object]:  # noqa: ANN401 - any record
    """Return what stands in the fields of these names, at any depth."""
    if isinstance(record, tuple):
        return [found for each in record for found in holds(each, names)]
    if not is_dataclass(record):
        return []
    found: list[object] = []
    for each in fields(record):
        value = getattr(record, each.name)
        found += [value] if each.name in names and value not in (None, ()) else holds(value, names)
    return found


def test_no_field_of_a_redacted_record_holds_money_or_a_comment() -> None:
    """Whatever a template does, it cannot show what is not there."""
    for account in ACCOUNTS:
        assert holds(redacted(account, RIGHTS[Role.VIEWER]), MONEY_FIELDS | COMMENT_FIELDS) == []
    assert holds(redacted_list(portfolio(), RIGHTS[Role.VIEWER]), MONEY_FIELDS) == []
    assert holds(report(), MONEY_FIELDS)
    assert holds(report(), COMMENT_FIELDS)


def test_each_right_is_its_own() -> None:
    """Who may see money does not see comments for it."""
    only_money = redacted(report(), {Right.SEE_MONEY})
    assert only_money.stake == report().stake
    assert only_money.withheld == {Withheld.COMMENTS}
    assert redacted(report(), frozenset(Right)) == report()
    assert redacted_list(portfolio(), frozenset(Right)) == portfolio()


def test_no_message_a_viewer_can_get_tells_an_amount_or_a_comment(renderer: Renderer) -> None:
    """Every message about every account of the tests, and none says that what is hidden is unknown."""
    viewer = RIGHTS[Role.VIEWER]
    seen = [redacted(account, viewer) for account in ACCOUNTS]
    listed = redacted_list(portfolio(), viewer)
    told_to_viewers = [
        *(messages.card(renderer, account, CardOptions(full=full)) for account in seen for full in (True, False)),
        *(messages.receipt(renderer, account) for account in seen),
        messages.account_list(renderer, listed, ListState(Scope.TEAM)),
    ]
    for message in told_to_viewers:
        told = f"{message.text} {message.blocks}"
        assert not set(MONEY_SIGNS) & set(told)
        assert [hidden for hidden in ("ARR", "48K", "48,000", "8.6K", "Too slow", "unknown A") if hidden in told] == []


def test_what_is_left_out_is_said_where_it_would_be_missed(renderer: Renderer) -> None:
    """Behind *More* and below a list, once."""
    seen = redacted(report(), RIGHTS[Role.VIEWER])
    more = messages.card(renderer, seen, CardOptions(full=True)).text
    assert "Not shown for your role money · survey comments" in more
    assert "annual · decides Dec 12 (T-20)" in messages.card(renderer, seen).text
    listed = messages.account_list(renderer, redacted_list(portfolio(), RIGHTS[Role.VIEWER]), ListState(Scope.TEAM))
    assert "money: not shown for your role" in listed.text
