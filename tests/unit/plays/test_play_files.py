"""Plays as files: what ships, a company's own, and what is wrong with a malformed one."""

import re
from pathlib import Path

import pytest

from cs_engine.errors import BadPlay
from cs_engine.plays.extraction import extract
from cs_engine.plays.reading import PRESETS, load_play, load_plays, load_presets, play_strings, preset_texts, read_play
from cs_engine.records.plays import StepOwner
from tests.unit.plays.standings import PLAY, play


def test_every_preset_is_named_like_its_file_and_starts_by_hand() -> None:
    """Nothing starts by itself in a company that has not said so."""
    assert tuple(preset.name for preset in load_presets()) == PRESETS
    assert [preset.name for preset in load_presets() if preset.by_rule] == []


def test_there_is_no_other_file_among_the_presets() -> None:
    """One that nobody lists would never be found."""
    folder = Path(__file__).parents[3] / "cs_engine" / "presets" / "plays"
    assert sorted(path.stem for path in folder.iterdir()) == list(PRESETS)


def test_own_plays_replace_their_namesakes(tmp_path: Path) -> None:
    """And stand beside the others."""
    (tmp_path / "calm.toml").write_text(PLAY)
    (tmp_path / "silence.toml").write_text(PLAY.replace("calm-down", "silence"))
    found = {each.name: each for each in load_plays(tmp_path)}
    assert len(found) == len(PRESETS) + 1
    assert found["silence"].title == "Calm down"
    assert found["silence"].own
    assert not found["welcome"].own


def test_without_a_folder_those_that_ship_serve(tmp_path: Path) -> None:
    """A company writes its own when it wants to."""
    assert load_plays(tmp_path / "none") == load_presets()


def test_the_version_follows_what_a_play_says_and_nothing_else() -> None:
    """Comments and spaces change nothing."""
    assert play(f"# A comment\n{PLAY}").version == play().version
    assert play(PLAY.replace("Breathe", "Breathe out")).version != play().version


def test_a_step_is_the_csms_unless_it_says_otherwise() -> None:
    """Most of them are."""
    lead = PLAY.replace("after = 0", 'after = 0\nowner = "lead"')
    assert play().steps[0].owner is StepOwner.CSM
    assert play(lead).steps[0].owner is StepOwner.LEAD


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('title = "Calm down"\n', "", "calm.toml:1: title: is missing; add `title = ...`"),
        ("priority = 50", "priority = 50\naudiense = {}", "audiense: is not known here; did you mean `audience`?"),
        ('name = "calm-down"', 'name = "Calm down"', "calm.toml:2: name: String should match pattern"),
        ("priority = 50", "priority = 500", "calm.toml:5: priority:"),
        ("priority = 50", 'priority = 50\ntouches = ["usge"]', "calm.toml:6: touches"),
        (
            "priority = 50",
            'priority = 50\ntouches = ["contract"]',
            "touches: contract is nothing that steps can change",
        ),
        ("usage_trend = {", "usage_tend = {", "calm.toml:7: trigger.facts.usage_tend: is no column to choose by"),
        ("below = 0.7", "under = 0.7", "calm.toml:7: trigger.facts.usage_trend: is a number; write {"),
        (
            'metric = "active_users"',
            'metric = "active_user"',
            "calm.toml:12: goal.metric: 'active_user' is nothing that a goal can be measured on; did you mean 'active",
        ),
        (
            'metric = "active_users"',
            'metric = "days_to_decision"',
            "calm.toml:12: goal.metric: 'days_to_decision' is nothing that a goal",
        ),
        ("rises_times = 1.2\n", "", "calm.toml:11: goal: needs exactly one of rises_to, falls_to"),
        ("rises_times = 1.2", "rises_times = 1.2\nrises_to = 9", "calm.toml:11: goal: needs exactly one of rises_to"),
        ("rises_times = 1.2", "rises_times = 0.9", "calm.toml:13: goal.rises_times:"),
        ("after = 0", 'after = 0\nowner = "boss"', "calm.toml:11: steps[0].owner:"),
        ("after = 0", 'after = 5\n[[steps]]\ntext = "Earlier"\nafter = 1', "steps: must stand in the order"),
        ("usage_trend = { below = 0.7 }\n", "", "calm.toml:6: trigger: needs `families`"),
        ("priority = 50", "priority = 50\naudience = { active_users = { below = 3 } }", "audience.active_users: is no"),
        ("priority = 50", 'priority = 50\nstart = "sometimes"', "calm.toml:6: start:"),
        ("priority = 50", "priority = ", "calm.toml:5: not readable as TOML"),
    ],
)
def test_a_malformed_play_is_one_sentence(before: str, after: str, said: str) -> None:
    """With the file, the line and the key, and what to do about it."""
    assert before in PLAY
    with pytest.raises(BadPlay) as told:
        read_play(PLAY.replace(before, after), "calm.toml")
    assert said in str(told.value)
    assert "\n" not in str(told.value)


def test_the_example_in_the_documentation_is_a_play() -> None:
    """Who copies it gets something that works."""
    page = Path(__file__).parents[3] / "docs" / "plays.md"
    (example,) = re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert read_play(example, "plays.md").name == "security-review"


def test_two_own_plays_of_one_name_are_refused(tmp_path: Path) -> None:
    """Which of them counts would be chance."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text(PLAY)
    with pytest.raises(BadPlay, match=r"two\.toml:2: name: 'calm-down' is also in .*one\.toml; rename one of them\."):
        load_plays(tmp_path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Such as one that is no text."""
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadPlay, match=r"bad\.toml:1: cannot be read"):
        load_play(tmp_path / "bad.toml")


def test_extraction_finds_every_word_of_every_preset(tmp_path: Path) -> None:
    """What a catalog is made from is what people read."""
    found: list[str] = []
    for name, text in preset_texts():
        file = tmp_path / f"{name}.toml"
        file.write_text(text)
        with file.open("rb") as opened:
            found += [words for _, _, words, _ in extract(opened, {}, (), {})]
    assert set(found) == set(play_strings())
