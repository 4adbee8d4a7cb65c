"""``steward churn refresh``, ``models`` and ``use``: chances are kept, the money at stake goes by them, and back."""

from pathlib import Path

import pytest

from bot.config import load_settings
from cs_engine.records.account import Basis
from cs_engine.records.risk import Step
from cs_engine.records.sight import EVERYTHING
from cs_engine.service.churn.desk import RiskDesk
from cs_engine.service.memory import open_memory
from tests.contract.cli_home import Terminal, write_files
from tests.contract.test_cli_churn_accounts import ACCOUNTS, LOST, company


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Return the command line at a home of its own."""
    monkeypatch.setenv("STEWARD_HOME", str(tmp_path / "home"))
    return Terminal(capsys)


def test_chances_go_from_the_bands_to_a_model_and_back(terminal: Terminal, tmp_path: Path) -> None:
    """A refresh learns nothing; the night does. Money goes by the model, and by the bands again without one."""
    assert terminal("load", write_files(tmp_path / "in", company()), "--yes").code == 0
    assert terminal("refresh").code == 0
    with open_memory(load_settings().database_url) as store:
        view = RiskDesk(store).view(EVERYTHING)
        assert view.about is not None
        assert view.about.step in {Step.ASSUMED, Step.BANDS}
        assert view.about.model is None
    assert "No model has been learned yet" in terminal("churn", "models").out

    told = terminal("churn", "refresh", "--time-budget", "60", "--json").json
    assert (told["step"], told["method"], told["why"][:11]) == ("small", "monotone", "Past losses")
    (model,) = terminal("churn", "models", "--json").json
    assert (model["id"], model["in_use"], model["step"]) == (told["model"], True, "small")
    with open_memory(load_settings().database_url) as store:
        view = RiskDesk(store).view(EVERYTHING)
        assert 0 < view.count <= ACCOUNTS - LOST
        assert all(line.risk.step is Step.SMALL and line.risk.low is not None for line in view.lines)
        assert all(line.risk.curve[0].days == 30 and line.risk.farthest for line in view.lines)
        name, said = view.lines[0].risk.account_id, view.lines[0].risk.probability
        row = store.current(name)
        assert row is not None
        assert row.probability == pytest.approx(said)
        assert row.probability_basis is Basis.MODEL
        assert row.expected_revenue_at_risk == pytest.approx((row.arr or 0) * said, abs=0.01)
    assert terminal("refresh").code == 0
    with open_memory(load_settings().database_url) as store:
        again = store.current(name)
        assert again is not None
        assert again.probability_basis is Basis.MODEL


def test_why_no_model_could_be_learned_is_told(terminal: Terminal, tmp_path: Path) -> None:
    """Here and in Slack, until there is one: nothing is left out in silence."""
    assert terminal("load", write_files(tmp_path / "in", company()), "--yes").code == 0
    assert terminal("refresh").code == 0
    told = terminal("churn", "refresh", "--time-budget", "1").out
    assert "No model could be learned, so chances are what followed the bands: 0 s are too short for" in told


def test_an_earlier_model_can_be_put_back(terminal: Terminal, tmp_path: Path) -> None:
    """Or none; one that is not there is refused, and changes nothing."""
    assert terminal("load", write_files(tmp_path / "in", company()), "--yes").code == 0
    assert terminal("refresh").code == 0
    assert terminal("churn", "refresh", "--time-budget", "60").code == 0
    (model,) = terminal("churn", "models", "--json").json
    assert model["id"][:6] in terminal("churn", "models").out
    drawn = tmp_path / "model.png"
    assert f"Written: {drawn}" in terminal("churn", "models", "--picture", str(drawn)).err
    assert drawn.read_bytes().startswith(b"\x89PNG")
    nowhere = terminal("churn", "models", "--picture", str(tmp_path / "gone" / "model.png"))
    assert (nowhere.code, "cannot be written" in nowhere.err) == (2, True)
    gone = terminal("churn", "use", "zzz")
    assert (gone.code, "There is no model zzz" in gone.err) == (2, True)
    assert terminal("churn", "use", "none").code == 0
    assert "There is nothing to draw" in terminal("churn", "models", "--picture", str(tmp_path / "none.png")).err
    assert not terminal("churn", "models", "--json").json[0]["in_use"]
    assert terminal("churn", "use", model["id"]).code == 0
    assert terminal("churn", "models", "--json").json[0]["in_use"]


def test_a_challenger_that_cannot_be_judged_stays_aside(terminal: Terminal, tmp_path: Path) -> None:
    """Learned again on the same past there is no day that neither had seen: the one in use stays."""
    assert terminal("load", write_files(tmp_path / "in", company()), "--yes").code == 0
    assert terminal("refresh").code == 0
    assert terminal("churn", "refresh", "--time-budget", "60").code == 0
    first = terminal("churn", "models", "--json").json[0]["id"]
    assert terminal("churn", "refresh", "--learn", "--time-budget", "60").code == 0
    found = terminal("churn", "models", "--json").json
    assert [each["id"] for each in found if each["in_use"]] == [first]
