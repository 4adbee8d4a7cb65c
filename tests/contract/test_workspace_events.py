"""What the app hears: messages where it is subscribed, mentions, reactions, people who join, and its own doings."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace.seed import ChannelSeed, InstalledApp, default_seed
from bot.workspace.server import Workspace
from tests.bolt import connected
from tests.heard import Heard

MIA, LEO, TARA, BOT = "U02MIA", "U03LEO", "U10TARA", "U01STEWARD"
TEAM, OTHER = "C01CSTEAM", "C09OTHER"


@contextmanager
def subscribed(*events: str) -> Iterator[tuple[Workspace, Heard]]:
    """A workspace whose app is subscribed to these events and hears everything, its own doings included."""
    start = default_seed()
    other = ChannelSeed(OTHER, "other", frozenset({MIA}))
    start = replace(start, app=InstalledApp(events=frozenset(events)), channels=(*start.channels, other))
    heard = Heard()
    with Workspace(start) as workspace:
        client = WebClient(workspace.bot_token, workspace.api_url)
        app = App(client=client, signing_secret=workspace.signing_secret, ignoring_self_events_enabled=False)
        heard.register(app)
        with connected(app, workspace):
            yield workspace, heard


def test_messages_are_heard_only_where_the_app_is_and_is_subscribed() -> None:
    """With message.channels the team's channel is heard, the direct message and a channel without the app are not."""
    with subscribed("message.channels") as (workspace, heard):
        mia = workspace.as_person(MIA)
        mia.say(OTHER, "unheard")
        mia.say(mia.dm, "unheard")
        mia.say(TEAM, "heard")
        events = heard.events(1)
        assert [(event["text"], event["channel_type"]) for event in events] == [("heard", "channel")]
        assert len(heard.wait_for(2, timeout=0.3)) == 1


def test_a_mention_is_an_event_of_its_own() -> None:
    """app_mention carries the text and the thread; a message without a mention is not told."""
    with subscribed("app_mention") as (workspace, heard):
        mia = workspace.as_person(MIA)
        root = mia.say(TEAM, "hello all")["ts"]
        mia.say(TEAM, f"<@{BOT}> how is Acme?", thread_ts=root)
        event = heard.events(1)[0]
        assert (event["type"], event["text"], event["thread_ts"]) == (
            "app_mention",
            f"<@{BOT}> how is Acme?",
            root,
        )
        assert event["event_ts"] == event["ts"]


def test_the_app_hears_its_own_messages() -> None:
    """As in Slack; they carry the bot's id, so that a bot can leave them alone, and edits are told as such."""
    with subscribed("message.channels") as (workspace, heard):
        client = WebClient(workspace.bot_token, workspace.api_url)
        sent = client.chat_postMessage(channel=TEAM, text="one")
        client.chat_update(channel=TEAM, ts=sent["ts"], text="two")
        client.chat_delete(channel=TEAM, ts=sent["ts"])
        events = heard.events(3)
        assert [event.get("subtype") for event in events] == [None, "message_changed", "message_deleted"]
        assert (events[0]["bot_id"], events[1]["message"]["text"]) == ("B01STEWARD", "two")
        assert events[1]["previous_message"]["text"] == "one"
        assert events[2]["deleted_ts"] == sent["ts"]


def test_reactions_are_told_both_ways() -> None:
    """A person's and the app's reactions come and go; reactions.get and the message show them."""
    with subscribed("reaction_added", "reaction_removed") as (workspace, heard):
        client = WebClient(workspace.bot_token, workspace.api_url)
        sent = client.chat_postMessage(channel=TEAM, text="done?")
        mia = workspace.as_person(MIA)
        mia.react(mia.messages(TEAM)[-1], "eyes")
        client.reactions_add(channel=TEAM, timestamp=sent["ts"], name="white_check_mark")
        shown = client.reactions_get(channel=TEAM, timestamp=sent["ts"])["message"]["reactions"]
        assert [(one["name"], one["users"]) for one in shown] == [("eyes", [MIA]), ("white_check_mark", [BOT])]
        mia.unreact(mia.messages(TEAM)[-1], "eyes")
        client.reactions_remove(channel=TEAM, timestamp=sent["ts"], name="white_check_mark")
        events = heard.events(4)
        assert [(event["type"], event["user"], event["reaction"]) for event in events] == [
            ("reaction_added", MIA, "eyes"),
            ("reaction_added", BOT, "white_check_mark"),
            ("reaction_removed", MIA, "eyes"),
            ("reaction_removed", BOT, "white_check_mark"),
        ]
        assert events[0]["item"] == {"type": "message", "channel": TEAM, "ts": sent["ts"]}
        assert mia.messages(TEAM)[-1].reactions == ()


@pytest.mark.parametrize(
    ("method", "name", "error"),
    [
        ("reactions_add", "eyes", "already_reacted"),
        ("reactions_add", "no such", "invalid_name"),
        ("reactions_remove", "tada", "no_reaction"),
    ],
)
def test_a_reaction_that_cannot_be_is_refused(method: str, name: str, error: str) -> None:
    """Twice the same, no emoji's name, and one that is not there."""
    with Workspace(default_seed()) as workspace:
        client = WebClient(workspace.bot_token, workspace.api_url)
        sent = client.chat_postMessage(channel=TEAM, text="x")
        client.reactions_add(channel=TEAM, timestamp=sent["ts"], name="eyes")
        with pytest.raises(SlackApiError, match=error):
            getattr(client, method)(channel=TEAM, timestamp=sent["ts"], name=name)


def test_who_joins_is_told_the_app_itself_too() -> None:
    """conversations.join and an invitation both tell member_joined_channel; joining twice is only warned about."""
    with subscribed("member_joined_channel") as (workspace, heard):
        client = WebClient(workspace.bot_token, workspace.api_url)
        assert client.conversations_join(channel=OTHER)["channel"]["is_member"] is True
        assert client.conversations_join(channel=OTHER)["warning"] == "already_in_channel"
        workspace.as_person(MIA).invite("#other", LEO)
        events = heard.events(2)
        assert [(event["user"], event.get("inviter")) for event in events] == [(BOT, None), (LEO, MIA)]
        assert client.chat_postMessage(channel=OTHER, text="I am here")["ok"]


def test_a_person_invites_the_app_to_a_private_channel() -> None:
    """Before, the channel does not exist for the app; after, it can post there."""
    with subscribed("member_joined_channel") as (workspace, heard):
        client = WebClient(workspace.bot_token, workspace.api_url)
        with pytest.raises(SlackApiError, match="channel_not_found"):
            client.conversations_info(channel="G04LEADERS")
        workspace.as_person("U01ROSA").invite("G04LEADERS", BOT)
        assert (heard.events(1)[0]["user"], heard.events(1)[0]["channel_type"]) == (BOT, "G")
        assert client.chat_postMessage(channel="G04LEADERS", text="hello")["ok"]


def test_a_message_from_another_company_says_whose_it_is() -> None:
    """The envelope says that the channel is shared, the event which team the person belongs to."""
    with subscribed("message.channels") as (workspace, heard):
        workspace.as_person(TARA).say("#ext-acme", "hi from Acme")
        body = heard.wait_for(1)[0]
        assert body["is_ext_shared_channel"] is True
        assert (body["event"]["user_team"], body["team_id"]) == ("T02ACME", "T01NORTHWIND")
