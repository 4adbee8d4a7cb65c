"""Industries: what ships is sound and takes effect, and what is wrong is told in a sentence."""

from pathlib import Path

import pytest

from bot.config import load_settings
from cs_engine.errors import BadInput, BadPlay
from cs_engine.journey.industry import INDUSTRIES, industry_named, read_industry
from cs_engine.journey.rules import load_rules
from cs_engine.plays.reading import PRESETS, changed_presets
from cs_engine.service.industries import plays_of, ways_of
from cs_engine.service.scoring.scorecards import scorecards_in

FOLDER = Path(__file__).parents[3] / "cs_engine" / "presets" / "industries"
SAAS = (FOLDER / "saas.toml").read_text(encoding="utf-8")


def test_every_file_that_ships_is_an_industry_of_its_name() -> None:
    """And there is no other."""
    assert sorted(path.stem for path in FOLDER.iterdir()) == list(INDUSTRIES)
    assert [industry_named(name).name for name in INDUSTRIES] == list(INDUSTRIES)


@pytest.mark.parametrize("name", INDUSTRIES)
def test_an_industry_changes_something_and_explains_everything(name: str) -> None:
    """Scorecard, stage rules and plays differ from the general ones; every part has its reason."""
    industry = industry_named(name)
    general = {play.name: play for play in plays_of(None, None)}
    special = {play.name: play for play in plays_of(None, name)}
    assert scorecards_in(FOLDER / "none", name)[-1].formula_version.startswith(f"{name}@")
    assert ways_of(name).rules != load_rules()
    assert special != general
    assert industry.features.keys() == industry.feature_reasons.keys()
    assert all(len(why) >= 10 for why in (*industry.reasons.values(), *(figure.why for figure in industry.figures)))


def test_onboarding_and_renewal_keep_their_scorecards(tmp_path: Path) -> None:
    """Only everybody else's changes; a company's own scorecards win over any industry."""
    assert [card.name for card in scorecards_in(tmp_path, "iot")] == ["onboarding", "renewal", "iot"]
    own = Path("cs_engine/presets/simple.toml").read_text(encoding="utf-8")
    (tmp_path / "simple.toml").write_text(own, encoding="utf-8")
    assert [card.name for card in scorecards_in(tmp_path, "iot")] == ["simple"]


def test_a_shop_has_no_renewals_to_prepare() -> None:
    """Plays that do not fit are left out, the others stay."""
    names = {play.name for play in plays_of(None, "ecommerce")}
    assert names == set(PRESETS) - {"renewal-30", "renewal-60", "renewal-90", "expansion"}


def test_own_stage_rules_win_over_the_industrys(tmp_path: Path) -> None:
    """What the own file does not say is the industry's."""
    own = tmp_path / "stages.toml"
    own.write_text("[relationship]\nnew_days = 30\n", encoding="utf-8")
    rules = ways_of("ecommerce", own).rules
    assert (rules.relationship.new_days, rules.relationship.lapse_days) == (30, 120)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("sas", "did you mean 'saas'?"),
        ("health-tec", "did you mean 'healthtech'?"),
        ("mining", "use one of ecommerce, "),
    ],
)
def test_an_unknown_industry_is_told_with_the_closest(said: str, told: str) -> None:
    """The sentence names the setting."""
    with pytest.raises(BadInput) as caught:
        industry_named(said)
    assert told in str(caught.value)
    assert "`industry`" in str(caught.value)


def test_spelling_does_not_matter() -> None:
    """People write it with a hyphen or a capital."""
    assert industry_named("E-Commerce").name == "ecommerce"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('metric = "NRR"', 'metric = "NRX"', "no metric of the catalogue"),
        ("usage = 40 ", "usage = 45 ", "add up to 105"),
        ("usage = 40 ", "use = 40 ", "the balanced scorecard has no 'use'; did you mean 'usage'?"),
        ("conversion_days = 45", "conversion_days = 450", "conversion_days <= conversion_at_most_days"),
        ("conversion_days = 45", "conversion_day = 45", "is not known here"),
        ("[plays]", "[playz]", "is not known here; did you mean `plays`?"),
    ],
)
def test_a_malformed_industry_is_told_with_the_fix(before: str, after: str, told: str) -> None:
    """The existing loaders check what an industry changes."""
    with pytest.raises(BadInput) as caught:
        read_industry(SAAS.replace(before, after, 1), "saas.toml")
    assert told in str(caught.value)
    assert str(caught.value).startswith("saas.toml:")


def test_a_play_that_does_not_exist_is_told_with_the_closest() -> None:
    """So is one that is changed into nonsense."""
    with pytest.raises(BadPlay, match="there is no play 'welcom'; did you mean 'welcome'"):
        changed_presets(["welcom"], {}, "saas.toml")
    with pytest.raises(BadPlay, match="priority"):
        changed_presets([], {"welcome": {"priority": 900}}, "saas.toml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[relationship]\nnew_days = 400\n", "new_days <= new_at_most_days"),
        ("[relationship]\nnew_dayz = 4\n", "did you mean `new_days`?"),
        ("[usual_days]\nfriend = 4\n", "friend"),
        ("[relationship", "not readable as TOML"),
    ],
)
def test_malformed_stage_rules_are_told_with_their_file(tmp_path: Path, text: str, told: str) -> None:
    """File, line and what to do."""
    own = tmp_path / "stages.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_rules(own)
    assert told in str(caught.value)
    assert str(caught.value).startswith(str(own))


def test_the_setting_may_be_written_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`industry` and `steward_industry` mean the same in steward.toml."""
    monkeypatch.chdir(tmp_path)
    for name in ("industry", "steward_industry"):
        (tmp_path / "steward.toml").write_text(f'{name} = "iot"\n', encoding="utf-8")
        assert load_settings().industry == "iot"


@pytest.mark.parametrize("name", INDUSTRIES)
def test_the_page_names_the_figures_of_an_industry(name: str) -> None:
    """In the order of the preset, the most telling first."""
    page = (FOLDER.parents[2] / "docs" / "journey.md").read_text(encoding="utf-8")
    assert f"| `{name}` | {', '.join(figure.metric.key for figure in industry_named(name).figures)} |" in page
