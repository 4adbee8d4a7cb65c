"""Everybody who is not a plain colleague: guests, other companies, people who left; group messages and presence."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace.errors import SlackError
from bot.workspace.seed import PEOPLE, ChannelSeed, Person, default_seed
from bot.workspace.server import Workspace
from tests.bolt import Transport, office
from tests.heard import Heard

MIA, LEO, DANA, GIL, TARA, WEI = "U02MIA", "U03LEO", "U08DANA", "U09GIL", "U10TARA", "U11WEI"
TEAM, WINS, SHARED = "C01CSTEAM", "C03WINS", "C05SHARED"
STRANGER = Person("U99FAR", "far.away", "Far Away", team_id="T09FAR")


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    """A workspace without a bot, with a stranger and a channel to which another company was invited."""
    seed = default_seed((*PEOPLE, STRANGER))
    members = frozenset({MIA, seed.app.user_id})
    pending = ChannelSeed("C07INVITED", "ext-globex", members, pending=("T03GLOBEX",))
    channels = tuple(replace(one, members=one.members - {STRANGER.id}) for one in seed.channels)
    with Workspace(replace(seed, channels=(*channels, pending))) as running:
        yield running


@pytest.fixture
def client(workspace: Workspace) -> WebClient:
    """The bot's client."""
    return WebClient(workspace.bot_token, workspace.api_url)


def test_a_guest_is_marked_and_sees_only_their_channels(workspace: Workspace, client: WebClient) -> None:
    """users.info says restricted; elsewhere the guest finds no channel."""
    guest = client.users_info(user=GIL)["user"]
    assert (guest["is_restricted"], guest["is_ultra_restricted"], guest["team_id"]) == (True, False, "T01NORTHWIND")
    gil = workspace.as_person(GIL)
    gil.say(WINS, "congratulations")
    for channel in (TEAM, SHARED):
        with pytest.raises(SlackError, match="channel_not_found"):
            gil.say(channel, "hello?")


def test_a_single_channel_guest_is_restricted_too() -> None:
    """Slack marks every single-channel guest as both."""
    one = Person("U1", "one", "One", is_ultra_restricted=True)
    with Workspace(replace(default_seed(), people=(one,))) as workspace:
        guest = WebClient(workspace.bot_token, workspace.api_url).users_info(user="U1")["user"]
        assert (guest["is_restricted"], guest["is_ultra_restricted"]) == (True, True)


def test_someone_of_another_company_has_its_team_and_no_address(client: WebClient) -> None:
    """In a shared channel they are no stranger; somebody with whom nothing is shared is one."""
    tara, far, mia = (client.users_info(user=user)["user"] for user in (TARA, STRANGER.id, MIA))
    assert (tara["team_id"], tara["profile"]["team"], tara["is_stranger"]) == ("T02ACME", "T02ACME", False)
    assert "email" not in tara["profile"]
    assert far["is_stranger"] is True
    assert "is_stranger" not in mia


def test_a_shared_channel_names_the_other_company(client: WebClient) -> None:
    """conversations.info and conversations.members tell who else reads; an invitation is pending."""
    about = client.conversations_info(channel=SHARED)["channel"]
    assert (about["is_shared"], about["is_ext_shared"]) == (True, True)
    assert about["connected_team_ids"] == ["T02ACME"]
    assert TARA in client.conversations_members(channel=SHARED)["members"]
    invited = client.conversations_info(channel="C07INVITED")["channel"]
    assert (invited["is_ext_shared"], invited["is_pending_ext_shared"]) == (False, True)
    assert invited["pending_connected_team_ids"] == ["T03GLOBEX"]


@pytest.mark.parametrize(
    ("user", "error"),
    [("U0", "user_not_found"), (DANA, "user_disabled"), ("U01STEWARD", "cannot_dm_bot"), (TARA, "user_not_found")],
)
def test_who_cannot_be_written_to_is_refused_by_name(client: WebClient, user: str, error: str) -> None:
    """Nobody, someone who left, the app itself, and someone of another company."""
    with pytest.raises(SlackApiError, match=error):
        client.conversations_open(users=user)


def test_a_person_who_is_deactivated_can_do_nothing_more(workspace: Workspace, client: WebClient) -> None:
    """From one moment to the next users.info says deleted and nobody acts as them."""
    workspace.change_person("U06SAM", deleted=True)
    assert client.users_info(user="U06SAM")["user"]["deleted"] is True
    with pytest.raises(SlackError, match="user_not_found"):
        workspace.as_person("U06SAM")
    with pytest.raises(SlackApiError, match="user_disabled"):
        client.conversations_open(users="U06SAM")


def test_a_group_message_is_one_for_the_same_people(workspace: Workspace, client: WebClient) -> None:
    """The first call makes it, the next finds it; members read it, and it is listed as mpim."""
    first = client.conversations_open(users=f"{MIA},{LEO}")
    again = client.conversations_open(users=f"{LEO},{MIA}")
    channel = first["channel"]
    assert ("already_open" in first, again["already_open"], again["channel"]["id"]) == (False, True, channel["id"])
    assert (channel["is_mpim"], channel["name"]) == (True, "mpdm-mia.chen--leo.brandt-1")
    client.chat_postMessage(channel=channel["id"], text="for you two")
    assert workspace.as_person(LEO).messages(channel["id"])[-1].text == "for you two"
    assert [one["id"] for one in client.conversations_list(types="mpim")["channels"]] == [channel["id"]]
    with pytest.raises(SlackError, match="channel_not_found"):
        workspace.as_person(WEI).messages(channel["id"])


def test_people_have_their_own_language_and_zone(client: WebClient) -> None:
    """users.info with include_locale tells both."""
    wei, jonas = (client.users_info(user=user, include_locale=True)["user"] for user in (WEI, "U12JONAS"))
    assert (wei["locale"], wei["tz"], wei["tz_offset"]) == ("zh-CN", "Asia/Shanghai", 28_800)
    assert jonas["locale"] == "de-DE"


def test_user_groups_name_their_people(client: WebClient) -> None:
    """The list with users agrees with the list of one group; an unknown group is none."""
    groups = {group["handle"]: group for group in client.usergroups_list(include_users=True)["usergroups"]}
    team = groups["cs-team"]
    assert client.usergroups_users_list(usergroup=team["id"])["users"] == team["users"]
    assert (MIA in team["users"], team["user_count"]) == (True, 4)
    assert "users" not in client.usergroups_list()["usergroups"][0]
    with pytest.raises(SlackApiError, match="no_such_subteam"):
        client.usergroups_users_list(usergroup="S0")


def test_team_bot_and_profile_are_told(client: WebClient) -> None:
    """team.info, bots.info and users.profile.get agree with auth.test and users.info."""
    me = client.auth_test()
    assert client.team_info()["team"]["id"] == me["team_id"]
    assert client.bots_info(bot=me["bot_id"])["bot"]["user_id"] == me["user_id"]
    assert client.users_profile_get(user=MIA)["profile"]["email"] == "mia.chen@example.com"


def test_several_people_are_present_side_by_side(workspace: Workspace, client: WebClient) -> None:
    """Whoever has a keyboard is active, the others are away."""
    ana, noah = workspace.as_person("U04ANA"), workspace.as_person("U05NOAH")
    ana.say(TEAM, "morning")
    noah.say(TEAM, "morning, Ana")
    assert [message.text for message in ana.messages(TEAM)[-2:]] == ["morning", "morning, Ana"]
    presence = {user: client.users_getPresence(user=user)["presence"] for user in ("U04ANA", "U05NOAH", "U12JONAS")}
    assert presence == {"U04ANA": "active", "U05NOAH": "active", "U12JONAS": "away"}


def test_a_click_by_someone_of_another_company_says_so() -> None:
    """The payload's user has the other company's team, the payload's team is ours."""
    heard = Heard()
    button = {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}}
    with office(Transport.SOCKET, heard.register) as workspace:
        client = WebClient(workspace.bot_token, workspace.api_url)
        client.chat_postMessage(channel=SHARED, text="x", blocks=[{"type": "actions", "elements": [button]}])
        tara = workspace.as_person(TARA)
        assert tara.click(tara.messages(SHARED)[-1], "more") == {"ok": True}
        body = heard.wait_for(1)[0]
        assert (body["user"]["team_id"], body["team"]["id"]) == ("T02ACME", "T01NORTHWIND")
