"""The table [access]: what it means, and what is said about mistakes in it."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.access.rules import AccessRules, Reach, Role
from bot.config import load_settings
from bot.errors import BadSettings
from cs_engine.records.acting import Team

TABLE = """
[access]
default = "none"
[access.groups]
"@CS-Team" = "csm"
[access.people]
"Lena@Example.com" = "lead"
U0LENA = "admin"
[access.sees]
csm = "own"
viewer = ["smb", "mid"]
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of settings in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("STEWARD_ADMINS", raising=False)
    return tmp_path / "steward.toml"


def test_the_table_is_read(file: Path) -> None:
    """Handles without their @, addresses in any case, segments as they are written."""
    file.write_text(TABLE)
    rules = load_settings().access
    assert rules.default is Role.NONE
    assert rules.groups == {"cs-team": Role.CSM}
    assert rules.named(None, "LENA@example.com") is Role.LEAD
    assert rules.named("U0LENA", None) is Role.ADMIN
    assert rules.named("U0BEN", "ben@example.com") is None
    assert rules.sees == {Role.CSM: Reach.OWN, Role.VIEWER: ("smb", "mid")}


def test_without_a_table_members_are_viewers_of_everything(file: Path) -> None:
    """The first start needs no file."""
    assert load_settings().who_may_ask == AccessRules()
    assert AccessRules().default is Role.VIEWER


def test_the_environment_names_admins(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that somebody can always get in, whatever the file says."""
    file.write_text(TABLE)
    monkeypatch.setenv("STEWARD_ADMINS", "Lena@example.com, U0BEN")
    rules = load_settings().who_may_ask
    assert rules.named(None, "lena@example.com") is Role.ADMIN
    assert rules.named("U0BEN", None) is Role.ADMIN
    assert rules.default is Role.NONE


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"defualt": "csm"}, '[access] has no key "defualt"; it has default, groups, people, sees'),
        ({"default": "boss"}, '[access] default is "boss": a role is none, viewer, csm, lead or admin'),
        ({"groups": {"cs-team": "boss"}}, '[access.groups] "cs-team" is "boss": a role is'),
        ({"groups": {"cs team": "csm"}}, '[access.groups] "cs team" is no handle of a user group'),
        ({"groups": ["cs-team"]}, "[access.groups] is a table"),
        ({"people": {"lena": "csm"}}, '[access.people] "lena" is neither an e-mail address nor a Slack user id'),
        ({"people": {"lena@example.com": 3}}, '[access.people] "lena@example.com" is "3": a role is'),
        ({"sees": {"boss": "all"}}, '[access.sees] "boss" is no role that sees anything'),
        ({"sees": {"csm": "mine"}}, '[access.sees] csm is "mine": it is "all", "own" or a list of segments'),
        ("viewer", "[access] is a table"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_what_is_allowed(table: object, said: str) -> None:
    """Whoever wrote it finds it."""
    with pytest.raises(ValidationError) as refused:
        AccessRules.model_validate(table)
    assert said in str(refused.value)


def test_all_mistakes_are_named_at_once_and_nothing_starts(file: Path) -> None:
    """A table with a mistake is no table that lets everybody in."""
    file.write_text('[access]\ndefault = "boss"\n[access.people]\nlena = "csm"\n')
    with pytest.raises(BadSettings) as refused:
        load_settings()
    assert 'default is "boss"' in str(refused.value)
    assert '"lena" is neither' in str(refused.value)


def test_an_admin_in_the_environment_who_is_nobody_is_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is not enough to know a person by."""
    monkeypatch.setenv("STEWARD_ADMINS", "lena")
    with pytest.raises(BadSettings, match='STEWARD_ADMINS: "lena" is neither'):
        load_settings()


def test_leads_and_operators_are_who_the_access_rules_name() -> None:
    """Who leads is told when nobody has taken something, whoever runs the program when it does not work."""
    both = AccessRules(people={"Rosa@ours.example": Role.LEAD, "U02MIA": Role.ADMIN, "U03LEO": Role.CSM})
    assert both.team == Team(("rosa@ours.example",), ("U02MIA",))
    assert AccessRules(people={"U02MIA": Role.ADMIN}).team == Team(("U02MIA",), ("U02MIA",))
    assert AccessRules().team == Team()
