"""How good a guess is on exports of vendors, with the vocabulary written in view of some of them only."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from cs_engine.sources.guessing.guess import guess
from cs_engine.sources.guessing.records import SURE, Guess, Sample
from tests.unit.guessing.exports import Export
from tests.unit.guessing.exports_held_out import HELD_OUT
from tests.unit.guessing.exports_public import PUBLIC
from tests.unit.guessing.exports_tuned import TUNED
from tests.unit.guessing.measuring import Accuracy, measure

TODAY = date(2026, 11, 22)
RIGHT = 0.85
"""Fewer right columns would make correcting a guess as much work as writing a mapping."""
GROUPS: Mapping[str, Mapping[str, Sequence[Export]]] = {"tuned": TUNED, "held out": HELD_OUT, "public": PUBLIC}
EXPORTS = {f"{group}: {name}": files for group, exports in GROUPS.items() for name, files in exports.items()}


def guessed(files: Sequence[Export]) -> tuple[list[Sample], Guess]:
    """Guess from some files together."""
    samples = [Sample(file.file, file.cells(), file.rows) for file in files]
    return samples, guess(samples, today=TODAY)


def accuracy(files: Sequence[Export]) -> Accuracy:
    """Compare the guess with the truth."""
    samples, found = guessed(files)
    return measure(samples, found, {file.file: file.truth for file in files})


@pytest.mark.parametrize("name", EXPORTS)
def test_most_columns_are_right_and_no_wrong_one_is_sure(name: str) -> None:
    """At least 85 of 100 columns, and every wrong place is marked to be checked."""
    found = accuracy(EXPORTS[name])
    assert found.right >= RIGHT, found.wrong()
    assert found.surest_wrong < SURE, found.wrong()


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_of_exports_is_nearly_all_right(group: str) -> None:
    """Over all files of a group, the held-out ones as well."""
    verdicts = [verdict for files in GROUPS[group].values() for verdict in accuracy(files).verdicts]
    assert Accuracy(tuple(verdicts)).right >= 0.95


def test_every_column_has_a_confidence_and_a_reason() -> None:
    """Between 0 and 1, in a phrase; what is left out has a reason too."""
    for files in EXPORTS.values():
        _, found = guessed(files)
        assert all(0 < column.confidence <= 1 and column.reason for _, column in found.columns)
        assert all(one.reason for one in found.unused)
