"""From customers to segments with names, profiles and advice."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from cs_engine.errors import BadInput
from cs_engine.records.segments import Method
from cs_engine.segments.rules import columns_of, load_presets, read_rule
from cs_engine.segments.segmenting import segment
from cs_engine.segments.ways import Wanted
from tests.unit.segments.customers import names, noise, planted

TODAY = date(2026, 11, 22)
AUTO, KMEANS, TIERS = Wanted(), Wanted(Method.KMEANS), Wanted(Method.TIERS, value="mrr")
DEEP = read_rule(
    'name = "deep"\ntitle = "Deep users"\nplays = ["expansion"]\n[when]\ndepth = { at_least = 3 }\n',
    "deep.toml",
    columns_of(planted()),
)


def test_groups_are_named_and_told_by_what_sets_them_apart() -> None:
    """With both typical values and the effect, strongest first; no two have one name."""
    found = segment(planted(), AUTO, TODAY)
    assert (found.method, found.structure) == (Method.KMEANS, True)
    assert len({str(one.name) for one in found.segments}) == len(found.segments) == 4
    assert sum(one.size for one in found.segments) == len(found.assigned)
    assert sum(one.share for one in found.segments) == pytest.approx(1.0)
    for one in found.segments:
        assert [abs(each.effect) for each in one.traits] == sorted((abs(t.effect) for t in one.traits), reverse=True)
    said = str(found.segments[0].traits[0].said)
    assert "elsewhere" in said
    assert "(effect " in said


def test_without_structure_value_tiers_serve_and_both_is_said() -> None:
    """Nothing is made up; who asks for clusters alone gets none."""
    frame = noise("bell").assign(mrr=np.exp(np.linspace(0, 6, 240)))
    found = segment(frame, replace(AUTO, value="mrr"), TODAY)
    assert (found.method, found.structure) == (Method.TIERS, False)
    assert "No groups are to be found" in str(found.why)
    assert "Tiers by monthly revenue" in str(found.why)
    assert {one.key for one in found.segments} == {"high", "medium", "low"}
    assert segment(frame, KMEANS, TODAY).segments == ()


def test_without_structure_and_value_the_rules_that_ship_serve() -> None:
    """Who is in none of them is in no segment, and is counted."""
    frame = noise("bell")
    known = pd.DataFrame({"seats": 50.0, "term_months": 12.0, "tenure_days": np.arange(240.0)}, frame.index)
    wanted = Wanted(shipped=load_presets(columns_of(known)), known=known)
    found = segment(frame, wanted, TODAY)
    assert found.method is Method.RULES
    assert [(one.key, one.size, one.by_rule) for one in found.segments] == [("getting-started", 90, True)]
    assert len(found.unassigned) == 150


def test_rules_win_over_clusters() -> None:
    """Everybody for whom a rule holds is in its segment, first in the list; clusters are made of the others."""
    frame = planted()
    found = segment(frame, replace(KMEANS, rules=(DEEP,)), TODAY)
    deep = set(frame.index[frame["depth"] >= 3])
    assert {account for account, key in found.assigned.items() if key == "deep"} == deep
    first, *others = found.segments
    assert (str(first.name), first.by_rule, first.plays) == ("Deep users", True, ("expansion",))
    assert others
    assert not any(one.by_rule for one in others)


def test_labels_stay_the_same_across_refreshes_and_a_move_is_an_event() -> None:
    """Customers come, go and change; the others keep their key but for one in a hundred who stands between two."""
    frame = planted()
    first = segment(frame, KMEANS, TODAY)
    later = planted(280).iloc[20:]
    wanderer, example = later.index[0], later.index[1]
    later.loc[wanderer] = later.loc[example]
    second = segment(later, replace(KMEANS, before=first.assigned), TODAY)
    both = [name for name in frame.index if name in second.assigned]
    assert len(both) == 220
    changed = [name for name in both if first.assigned[name] != second.assigned[name]]
    assert [move.account_id for move in second.moves] == changed
    assert (changed[0], second.assigned[wanderer]) == (wanderer, first.assigned[example])
    assert len(changed) <= 3


def test_another_way_of_segmenting_moves_nobody() -> None:
    """From tiers to clusters nobody went anywhere."""
    frame = planted().assign(mrr=np.linspace(1, 100, 240))
    tiers = segment(frame, TIERS, TODAY)
    assert segment(frame, replace(KMEANS, before=tiers.assigned), TODAY).moves == ()


@pytest.mark.parametrize("wanted", [KMEANS, TIERS, Wanted(Method.WARD), Wanted(Method.FACTORS)])
def test_the_order_of_rows_and_the_unit_of_money_change_nothing(wanted: Wanted) -> None:
    """The same customers, the same segments."""
    frame = planted().assign(mrr=np.exp(np.random.default_rng(3).normal(6, 1.2, 240)))
    found = segment(frame, wanted, TODAY)
    shuffled = frame.sample(frac=1, random_state=2).assign(mrr=lambda rows: rows["mrr"] * 7.1)
    assert segment(shuffled, wanted, TODAY).assigned == found.assigned


def test_factors_come_with_their_table() -> None:
    """Loadings, communalities and explained variance beside the clusters by scores."""
    draws = np.random.default_rng(1)
    common = draws.normal(size=(300, 2))
    values = np.repeat(common, 3, axis=1) + 0.4 * draws.normal(size=(300, 6))
    found = segment(pd.DataFrame(values, names(300), list("abcdef")), Wanted(Method.FACTORS), TODAY)
    assert found.factors is not None
    assert len(found.factors.factors) == 2
    assert 0.7 < found.factors.explained < 1.0
    assert "2 factors explain" in str(found.why)


def test_a_profile_suggests_what_to_do() -> None:
    """Who uses little needs a reason to come back; who has many tickets needs them solved first."""
    draws = np.random.default_rng(1)
    troubled = np.arange(200) < 60
    frame = pd.DataFrame(
        {
            "active_users": draws.normal(np.where(troubled, 5, 40), 3),
            "tickets": draws.poisson(np.where(troubled, 9, 1)),
        },
        names(200),
    )
    found = segment(frame, Wanted(Method.KMEANS, k=2), TODAY)
    small = next(one for one in found.segments if one.size < 100)
    assert {"usage-drop", "urgent-ticket"} <= set(small.plays)
    assert any("solved" in str(need) for need in small.needs)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Wanted(Method.KMEANS, k=1), "1 groups of 240 customers cannot be made"),
        (Wanted(Method.WARD, k=240), "cannot be made; ask for 2 to 239"),
        (Wanted(Method.TIERS, value="gone"), "no column gone with numbers"),
        (Wanted(Method.TIERS), "--value"),
        (Wanted(Method.RFM), "recency"),
        (Wanted(Method.SATISFACTION), "--rating"),
        (Wanted(Method.RULES), "no rules"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(wanted: Wanted, words: str) -> None:
    """And says what is missing."""
    with pytest.raises(BadInput, match=words):
        segment(planted(), wanted, TODAY)


def test_a_customer_who_is_there_twice_is_refused() -> None:
    """One row per customer."""
    frame = planted(20)
    with pytest.raises(BadInput, match="Customer c00003 is there twice"):
        segment(pd.concat([frame, frame.loc[["c00003"]]]), AUTO, TODAY)
    with pytest.raises(BadInput, match="no customers"):
        segment(frame.iloc[:0], AUTO, TODAY)


def test_satisfaction_groups_are_named_by_their_rating() -> None:
    """Three groups, the satisfied first."""
    frame = planted(groups=3).assign(rating=[[2.0, 3.0, 5.0][place % 3] for place in range(240)])
    found = segment(frame, Wanted(Method.SATISFACTION, rating="rating"), TODAY)
    assert [one.key for one in found.segments] == ["satisfied", "neutral", "dissatisfied"]
    assert [one.size for one in found.segments] == [80, 80, 80]
