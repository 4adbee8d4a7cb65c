"""Segments that keep their key, and who went from one to another."""

from datetime import date

import pandas as pd

from cs_engine.segments.matching import is_cluster, kept_keys, moves

TODAY = date(2026, 11, 22)


def clusters(sizes: dict[int, str]) -> pd.Series:
    """Return the cluster of each customer; customers are single letters."""
    return pd.Series({name: label for label, names in sizes.items() for name in names}).sort_index()


def test_the_first_time_keys_go_by_size() -> None:
    """The largest is s1; of equals the one with the smaller label."""
    assert kept_keys({}, clusters({0: "ab", 1: "cdef", 2: "gh"})) == {1: "s1", 0: "s2", 2: "s3"}


def test_a_cluster_keeps_the_key_of_those_it_holds() -> None:
    """Whatever k-means calls it and however large it is now; customers who left or are new change nothing."""
    before = dict.fromkeys("abcd", "s1") | dict.fromkeys("efgh", "s2") | {"gone": "s2"}
    assert kept_keys(before, clusters({0: "efghxyz", 1: "abc", 2: "d"})) == {0: "s2", 1: "s1", 2: "s3"}


def test_a_split_leaves_the_key_with_the_larger_part() -> None:
    """The other part is new, and never gets a key that somebody had."""
    before = dict.fromkeys("abcdef", "s1") | dict.fromkeys("gh", "s2")
    assert kept_keys(before, clusters({0: "ab", 1: "cdef", 2: "gh"})) == {1: "s1", 0: "s3", 2: "s2"}


def test_a_segment_strewn_over_others_has_no_successor() -> None:
    """Less than a quarter in common is another segment."""
    others = {name: f"s{2 + place // 3}" for place, name in enumerate("fghijklmnopqrst")}
    found = kept_keys(
        dict.fromkeys("abcde", "s1") | others, clusters({0: "afgh", 1: "bijk", 2: "clmn", 3: "dopq", 4: "erst"})
    )
    assert set(found.values()) == {"s2", "s3", "s4", "s5", "s6"}


def test_tiers_are_no_clusters() -> None:
    """A cluster that happens to hold all high-value customers is not called by their tier."""
    assert kept_keys(dict.fromkeys("ab", "high"), clusters({0: "ab", 1: "cd"})) == {0: "s1", 1: "s2"}
    assert is_cluster("s12")
    assert not is_cluster("self-service")


def test_a_move_is_told_of_who_was_there_before_and_is_now() -> None:
    """By customer, with both segments and the day."""
    moved = moves({"a": "s1", "b": "s1", "gone": "s2"}, {"a": "s2", "b": "s1", "new": "s1"}, TODAY)
    assert [(each.account_id, each.before, each.after, each.on) for each in moved] == [("a", "s1", "s2", TODAY)]
