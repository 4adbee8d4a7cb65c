"""A model is one file without code, with checksums, and a newer or damaged one is refused."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cs_engine.churn.filing import MANIFEST, VERSION, model_id, packed, unpacked
from cs_engine.churn.learning import learn
from cs_engine.churn.machine import Machine
from cs_engine.errors import BadFile
from cs_engine.records.churn import Estimate, Model, Wanted
from cs_engine.records.churn_accounts import Alike, Caught, Grounds, OutOfTime, Spread
from cs_engine.records.loss_curve import LossCurve, Situation, Stretch
from cs_engine.records.risk import Step
from tests.unit.churn.people import customers, people


@pytest.fixture(scope="module")
def machine() -> Machine:
    """Return a small machine."""
    return learn(customers(200), Wanted(lambda: 0.0, Model.LOGISTIC))


def changed(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return an archive with some of its files changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, one in files.items():
            archive.writestr(name, one)
    return buffer.getvalue()


def set_in(**values: Any) -> Callable[[dict[str, bytes]], None]:  # noqa: ANN401 - JSON
    """Return a change of the manifest."""

    def change(files: dict[str, bytes]) -> None:
        files[MANIFEST] = json.dumps({**json.loads(files[MANIFEST]), **values}).encode()

    return change


def test_a_model_says_the_same_after_being_kept(machine: Machine) -> None:
    """And the same model is the same file."""
    content = packed(machine)
    frame, _ = people(50, seed=4)
    again = unpacked(content, "churn.model")
    assert again.probability(frame) == pytest.approx(machine.probability(frame), abs=1e-9)
    assert (again.learned.method, again.base_rate) == ("logistic", machine.base_rate)
    assert packed(machine) == content


def test_what_reasons_need_is_kept_and_models_from_before_are_read(machine: Machine) -> None:
    """One that does not know what of it is noise tells no reasons, but all the same chances."""
    able = replace(machine, telling={"usage": 0.25}, typical={"visits": 8.0})
    again = unpacked(packed(able), "churn.model")
    assert (again.telling, again.typical) == (able.telling, able.typical)

    def forget(files: dict[str, bytes]) -> None:
        body = json.loads(files[MANIFEST])
        for name in ("telling", "typical"):
            del body["content"][name]
        body["checksum"] = hashlib.sha256(json.dumps(body["content"], sort_keys=True).encode()).hexdigest()
        files[MANIFEST] = json.dumps(body).encode()

    before = unpacked(changed(packed(able), forget), "churn.model")
    assert (before.telling, before.typical) == ({}, {})


def test_what_a_model_of_the_book_stands_on_is_kept_with_it(machine: Machine) -> None:
    """As plain JSON; a file that was written before there was any has none."""
    day, sure = date(2026, 1, 5), Estimate(0.8, 0.7, 0.9)
    groups, caught = (Alike(0.1, 0.05, 0.06, 0.03, 0.11, 90),), (Caught(0.1, sure),)
    tested = OutOfTime(day, day, 900, 42, sure, 0.04, 0.05, 0.03, 0.03, 0.6, sure, 90, groups, caught)
    spreads = (Spread("use", 1.0, (1.0, 2.0), (0.3, 0.3, 0.3, 0.1)),)
    grounds = Grounds(Step.SMALL, day, day, 40, 23, 90, tested, spreads)
    stretch = Stretch(Situation.FAR_DECIDES, 90, 180, 1.5, -0.1, -3.2, 90, 12)
    curve = LossCurve(90, (stretch,), {90: groups, 180: groups})
    content = packed(replace(machine, grounds=grounds, curve=curve))
    again = unpacked(content, "accounts.model")
    assert (again.grounds, again.curve) == (grounds, curve)
    assert unpacked(packed(machine), "churn.model").grounds is None
    assert unpacked(packed(machine), "churn.model").curve is None
    assert model_id(content) != model_id(packed(machine))


def test_a_newer_model_is_refused_with_what_to_do(machine: Machine) -> None:
    """One sentence."""
    newer = changed(packed(machine), set_in(version=VERSION + 1))
    with pytest.raises(BadFile, match=r"churn\.model was written by a newer Steward \(model version 2; this one reads"):
        unpacked(newer, "churn.model")


def test_a_damaged_model_is_refused(machine: Machine) -> None:
    """Whatever part of it was changed."""

    def spoil(files: dict[str, bytes]) -> None:
        files["0/logistic.json"] += b" "

    with pytest.raises(BadFile, match=r"churn\.model is damaged: 0/logistic\.json is not what was written"):
        unpacked(changed(packed(machine), spoil), "churn.model")
    with pytest.raises(BadFile, match=r"is damaged: model\.json"):
        unpacked(changed(packed(machine), set_in(content={})), "churn.model")


@pytest.mark.parametrize("content", [b"", b"id,probability\n", packed.__name__.encode()])
def test_what_is_no_model_is_refused(content: bytes) -> None:
    """Any other file."""
    with pytest.raises(BadFile, match="is no model that `steward churn train` wrote"):
        unpacked(content, "preds.csv")
