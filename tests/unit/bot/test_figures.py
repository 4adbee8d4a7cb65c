"""What is typed after `/cs metrics`, and how the answer reads."""

from dataclasses import replace

import pytest

from bot.figures import words
from bot.listeners.commands.cs_grammar import Request, read_cs
from bot.listeners.figures import understood
from tests.unit.templates.samples_figures import FALL, GROUPS, KEPT, MRR, PAGE
from tests.unit.templates.test_sweep import RENDERERS

FEW = replace(MRR, id="L6", unit="share", value=0.845, low=0.7, high=0.9123, n=7, before=0.9, small=True)


@pytest.mark.parametrize(
    ("said", "period", "by", "rest"),
    [
        ("", None, None, []),
        ("2026Q3", "2026q3", None, []),
        ("by CSM", None, "csm", []),
        ("2026-10 by plan", "2026-10", "plan", []),
        ("segment 2026", "2026", "segment", []),
        ("2026 by color", "2026", None, ["color"]),
    ],
)
def test_a_period_and_a_dimension_are_understood_in_any_order(
    said: str, period: str | None, by: str | None, rest: list[str]
) -> None:
    """And what is neither is left over."""
    reading = read_cs(f"metrics {said}")
    assert reading.request is Request.METRICS
    assert understood(reading.account) == (period, by, rest)


def test_each_figure_is_told_with_interval_change_and_basis() -> None:
    """Money moved by a share of itself, shares by points; what closes the waterfall stands below."""
    page = replace(PAGE, groups=(replace(GROUPS[0], figures=(MRR, FEW), waterfalls=(FALL,)),), notes=())
    text = words.metrics(RENDERERS["en"], replace(KEPT, page=page, restated=KEPT.restated[:1])).text
    assert "Figures of 2026Q3" in text
    assert "MRR at the end EUR €846 · −5.0% · 12 customers" in text
    assert "NRR EUR 84.5% · between 70.0% and 91.2% · −5.5 pts · 7 customers · ⚠️ few" in text
    assert "↻ Restated: GRR EUR was told as 80.0%, the book now says no value." in text
    assert "€890 → €846: came back €10 · expansion €20" in text


def test_groups_stand_beside_each_other_in_one_table() -> None:
    """A group is a row; what does not fit is counted, with the way to see it."""
    money = tuple(replace(each, of=currency) for currency in ("EUR", "USD") for each in (MRR, FEW))
    groups = tuple(replace(GROUPS[0], name=f"csm{number}@example.com", figures=money) for number in range(30))
    page = replace(PAGE, by="csm", groups=groups, notes=())
    message = words.metrics(RENDERERS["en"], replace(KEPT, page=page, restated=()))
    table = next(block for block in message.blocks if block["type"] == "table")
    shown = len(table["rows"]) - 1
    assert 3 <= shown < len(groups)
    assert f"and {len(groups) - shown} more" in message.text
    assert "steward metrics --by csm shows all." in message.text
    cell = table["rows"][1][3]["elements"][0]["elements"][0]["text"]
    assert cell == "EUR 84.5% (−5.5 pts) · ⚠️ few\nUSD 84.5% (−5.5 pts) · ⚠️ few"
