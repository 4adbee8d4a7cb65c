"""`/cs segments` and its picture, through real Bolt and the localhost Slack."""

import contextlib
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from slack_sdk import WebClient

from bot.access.rules import AccessRules, Reach, Role
from bot.app import create_app
from bot.cli.demo_seed import demo_seed
from bot.cli.working import working
from bot.config import load_settings
from bot.ids import ActionId
from bot.workspace.person import PersonDriver
from bot.workspace.records import Message
from bot.workspace.scopes import ALL
from bot.workspace.seed import Seed
from bot.workspace.server import Workspace
from cs_engine.service.customer_success import CustomerSuccess
from cs_engine.service.segments.keeping import keep_segments
from tests.bolt import connected
from tests.unit.service.desk import MONDAY, WEEK, Desk
from tests.unit.service.kinds_of_customers import tables

ROSA, MIA, SAM = "U01ROSA", "U02MIA", "U06SAM"
"""A lead, a CSM who sees her own accounts, and a viewer."""
MIAS, TEAM = "mia.chen@example.com", "#cs-team"
RULES = AccessRules(people={ROSA: Role.LEAD, MIA: Role.CSM, SAM: Role.VIEWER}, sees={Role.CSM: Reach.OWN})
TUESDAY = datetime(2026, 11, 24, 10, 0)  # noqa: DTZ001 - the workspace's wall clock
PATIENCE_SECONDS = 120.0
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class Office:
    """A workspace with the bot, and a book with customers of three kinds."""

    workspace: Workspace
    client: WebClient
    desk: Desk

    def person(self, who: str) -> PersonDriver:
        """Return somebody at their keyboard."""
        return self.workspace.as_person(who)

    def asked(self, who: str = ROSA) -> Message:
        """Ask for the segments and return the answer, which is there when the command is."""
        assert self.person(who).command(TEAM, "/cs", "segments")["ok"]
        return self.person(who).messages(TEAM)[-1]

    def pressed(self, words: str, who: str = ROSA) -> Message:
        """Ask for the picture, and wait for what is said about it."""
        person = self.person(who)
        person.click(self.asked(who), ActionId.SEGMENTS_PICTURE)
        found = person.wait_for(
            lambda: [each for each in person.messages(TEAM) if words in each.text], PATIENCE_SECONDS
        )
        assert found, [each.text for each in person.messages(TEAM)]
        return found[-1]


@pytest.fixture(scope="module")
def segmented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Do what the nightly jobs do, two Mondays in a row; one customer has become small in between."""
    folder = tmp_path_factory.mktemp("segmented")
    with Desk.opened(folder) as desk:
        for monday, shrunk in ((MONDAY, None), (MONDAY + WEEK, "A06")):
            desk.put(tables(owner=MIAS, shrunk=shrunk))
            desk.refresh(monday)
            keep_segments(desk.store, desk.book_url)
    return folder


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Open offices, over nothing or over a copy of a home."""
    with contextlib.ExitStack() as stack:

        def office(seed: Seed, home: Path | None = None) -> Office:
            if home:
                shutil.copytree(home, tmp_path, dirs_exist_ok=True)
            workspace = Workspace(seed)
            workspace.clock.set(TUESDAY)
            settings = load_settings(steward_home=tmp_path, steward_timezone="Europe/Berlin", access=RULES)
            desk = stack.enter_context(Desk.opened(tmp_path))
            stack.enter_context(workspace)
            cs = stack.enter_context(contextlib.closing(CustomerSuccess.open(settings.database_url, workspace.clock)))
            client = WebClient(workspace.bot_token, base_url=workspace.api_url)
            stack.enter_context(connected(create_app(settings, cs, client, workspace.clock), workspace))
            return Office(workspace, client, desk)

        yield office


@pytest.fixture
def office(opened: Callable[..., Office], segmented: Path) -> Office:
    """A workspace whose app may do everything, and has found segments."""
    return opened(demo_seed(), segmented)


@pytest.fixture
def new_office(opened: Callable[..., Office]) -> Office:
    """One where nobody has been scored yet."""
    return opened(demo_seed())


def test_before_the_first_night_it_is_said_when_there_will_be_segments(new_office: Office) -> None:
    """And there is no button."""
    answer = new_office.asked()
    assert "Nothing has been found yet" in answer.text
    assert answer.element(ActionId.SEGMENTS_PICTURE) is None


def test_the_nightly_job_finds_and_keeps_them(new_office: Office) -> None:
    """At one o'clock, after everybody was scored; whoever asks then gets the answer."""
    new_office.desk.put(tables(owner=MIAS))
    clock, settings = new_office.workspace.clock, load_settings(steward_home=new_office.desk.folder, access=RULES)
    with working(settings, clock, None, look_back=timedelta(0), on_moved=clock.on_moved):
        clock.set(clock() + timedelta(days=1))
        until = time.monotonic() + PATIENCE_SECONDS
        while "by clusters in the data" not in (answer := new_office.asked()).text:
            assert time.monotonic() < until, answer.text
            time.sleep(0.2)
    assert "36 accounts" in answer.text


def test_segments_are_told_with_size_money_profile_advice_and_moves(office: Office) -> None:
    """From what was stored, in one answer that only the asker sees."""
    answer = office.asked()
    assert answer.ephemeral
    assert answer.text.startswith("Segments · 36 accounts · by clusters in the data · as of Nov 2")
    assert "13 accounts (36%) · " in answer.text
    assert "11 accounts (31%) · 79% of ARR · 1 moved out" in answer.text
    assert "elsewhere" in answer.text
    assert "(effect +" in answer.text
    assert "Plays: " in answer.text
    assert "→ " in answer.text
    assert "Moved since Nov 1" in answer.text
    assert "Customer A06: " in answer.text
    assert "1 moved in" in answer.text
    assert office.person(ROSA).command(TEAM, "/health", "Customer A06 history")["ok"]
    assert "Moved from segment “" in office.person(ROSA).messages(TEAM)[-1].text
    assert "1 moved out" in answer.text


def test_the_picture_comes_by_direct_message(office: Office) -> None:
    """As PNG with words for who cannot see it; where it was asked for stands where it is."""
    assert office.pressed("The picture is in your direct messages").ephemeral
    rosa = office.person(ROSA)
    (file,) = rosa.messages(rosa.dm)[-1].files
    about = office.client.files_info(file=file)["file"]
    assert (about["title"], about["mimetype"]) == ("Map of the segments", "image/png")
    assert "36 customers in 3 segments" in about["alt_txt"]
    content = httpx.get(about["url_private"], headers={"Authorization": f"Bearer {office.client.token}"}).content
    assert content.startswith(PNG)


def test_without_the_scope_it_is_refused_clearly(opened: Callable[..., Office], segmented: Path) -> None:
    """What whoever installed it may keep back, and how it still can be had."""
    seed = demo_seed()
    office = opened(replace(seed, app=replace(seed.app, scopes=ALL - {"files:write"})), segmented)
    before = len(office.person(ROSA).messages(office.person(ROSA).dm))
    told = office.pressed("files:write")
    assert "I may not send files here. Ask an admin" in told.text
    assert "steward segment --picture map.png" in told.text
    assert len(office.person(ROSA).messages(office.person(ROSA).dm)) == before


def test_what_slack_does_not_take_is_said(office: Office) -> None:
    """Instead of nothing at all; the next press may work."""
    office.workspace.faults.refuse("files.completeUploadExternal", "internal_error", times=1)
    assert "Slack did not take the picture" in office.pressed("Slack did not take").text
    office.pressed("The picture is in your direct messages")


def test_who_sees_only_their_own_accounts_is_told_of_these(office: Office) -> None:
    """Numbers, moves and points; a viewer sees all of them, and no money."""
    mine = office.asked(MIA)
    assert mine.text.startswith("Segments · 18 accounts")
    assert "Customer A06: " in mine.text
    seen = office.asked(SAM).text
    assert "36 accounts" in seen
    assert "ARR" not in seen
    assert "monthly revenue 4" not in seen
    assert "monthly revenue 5" not in seen
