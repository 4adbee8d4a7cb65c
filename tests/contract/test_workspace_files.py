"""Files: uploaded by the app in three steps, uploaded by people, read, downloaded and deleted."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace.seed import InstalledApp, Seed, default_seed
from bot.workspace.server import Workspace
from tests.bolt import Transport, office
from tests.heard import Heard

MIA, LEO, TEAM = "U02MIA", "U03LEO", "C01CSTEAM"
CSV = b"account_id,name\n1,Acme\n"


def seed() -> Seed:
    """A seed whose app hears of messages and files."""
    events = {"message.im", "message.channels", "file_shared"}
    return replace(default_seed(), app=InstalledApp(events=frozenset(events)))


@pytest.fixture(scope="module")
def workspace() -> Iterator[Workspace]:
    """A workspace without a bot."""
    with Workspace(default_seed()) as running:
        yield running


@pytest.fixture
def client(workspace: Workspace) -> WebClient:
    """The bot's client."""
    return WebClient(workspace.bot_token, workspace.api_url)


def download(client: WebClient, url: str) -> httpx.Response:
    """Fetch a private address with the bot's token."""
    return httpx.get(url, headers={"Authorization": f"Bearer {client.token}"})


def test_the_client_uploads_a_file_to_a_channel(workspace: Workspace, client: WebClient) -> None:
    """files_upload_v2 works unchanged; people see the message with its comment and its file."""
    done = client.files_upload_v2(channel=TEAM, filename="chart.png", content="pixels", initial_comment="The week")
    message = workspace.as_person(MIA).messages(TEAM)[-1]
    assert (message.text, message.files) == ("The week", (done["file"]["id"],))
    about = client.files_info(file=done["file"]["id"])["file"]
    assert (about["mimetype"], about["size"], about["channels"]) == ("image/png", 6, [TEAM])
    assert download(client, about["url_private"]).content == b"pixels"


def test_a_file_without_a_channel_stays_private(workspace: Workspace, client: WebClient) -> None:
    """No message is posted, and the app itself can read it."""
    before = len(workspace.as_person(MIA).messages(TEAM))
    done = client.files_upload_v2(filename="book.xlsx", content="cells", title="Book")
    about = client.files_info(file=done["file"]["id"])["file"]
    assert (about["title"], about["channels"], about["is_public"]) == ("Book", [], False)
    assert len(workspace.as_person(MIA).messages(TEAM)) == before


def test_an_upload_address_works_once_and_its_file_only_when_it_came(client: WebClient) -> None:
    """The second post is refused; a promised file that never came does not exist."""
    promised = client.files_getUploadURLExternal(filename="a.csv", length=3)
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": promised["file_id"]}])
    assert [httpx.post(promised["upload_url"], content=b"a,b").status_code for _ in range(2)] == [200, 404]
    assert client.files_completeUploadExternal(files=[{"id": promised["file_id"]}])["files"][0]["size"] == 3


def test_without_the_token_a_page_of_html_comes(workspace: Workspace, client: WebClient) -> None:
    """As in Slack a download without a token answers 200 with a page to sign in, which is not the file."""
    shared = workspace.as_person(MIA).upload("#cs-team", "accounts.csv", CSV)
    url = client.files_info(file=shared["file"])["file"]["url_private"]
    response = httpx.get(url)
    assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (200, "text/html")


@pytest.mark.parametrize("transport", list(Transport))
def test_a_person_drops_a_file_in_the_direct_message(transport: Transport) -> None:
    """The app gets the message with subtype file_share and, apart from it, file_shared; it can download the bytes."""
    heard = Heard()
    with office(transport, heard.register, seed=seed()) as workspace:
        mia = workspace.as_person(MIA)
        mia.upload(mia.dm, "accounts.csv", CSV, "Here they are")
        events = {event["type"]: event for event in heard.events(2)}
        message, shared = events["message"], events["file_shared"]
        assert (message["subtype"], message["text"], message["channel_type"]) == ("file_share", "Here they are", "im")
        assert (shared["user_id"], shared["channel_id"]) == (MIA, mia.dm)
        assert shared["file_id"] == message["files"][0]["id"]
        client = WebClient(workspace.bot_token, workspace.api_url)
        assert message["files"][0]["mimetype"] == "text/csv"
        assert download(client, message["files"][0]["url_private_download"]).content == CSV


def test_files_where_the_app_is_not_are_not_found(workspace: Workspace, client: WebClient) -> None:
    """A file in a private channel without the app does not exist for it."""
    shared = workspace.as_person("U01ROSA").upload("G04LEADERS", "plans.csv", CSV)
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_info(file=shared["file"])


def test_only_own_files_are_deleted(workspace: Workspace, client: WebClient) -> None:
    """A person's file stays; the app's goes, and its message says so."""
    theirs = workspace.as_person(MIA).upload(TEAM, "accounts.csv", CSV)
    with pytest.raises(SlackApiError, match="cant_delete_file"):
        client.files_delete(file=theirs["file"])
    ours = client.files_upload_v2(channel=TEAM, filename="a.txt", content="x")["file"]["id"]
    client.files_delete(file=ours)
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_info(file=ours)
    newest = client.conversations_history(channel=TEAM, limit=1)["messages"][0]
    assert newest["files"] == [{"mode": "tombstone"}]


def test_the_page_uploads_and_downloads(workspace: Workspace) -> None:
    """Bytes go in as they are and come back to those in the channel; a form from elsewhere is refused."""
    with httpx.Client(base_url=workspace.url) as page:
        asked = {"user": MIA, "channel": TEAM, "name": "accounts.csv", "text": "new"}
        raw = {"content-type": "application/octet-stream"}
        done = page.post("api-page/upload", params=asked, content=CSV, headers=raw).json()
        shown = page.get("api-page/history", params={"user": MIA, "channel": TEAM}).json()["messages"][-1]
        assert [(file["id"], file["name"]) for file in shown["files"]] == [(done["file"], "accounts.csv")]
        assert page.get(f"api-page/file/{done['file']}", params={"user": LEO}).content == CSV
        assert page.get(f"api-page/file/{done['file']}", params={"user": "U10TARA"}).status_code == 404
        assert page.post("api-page/upload", params=asked, data={"x": "y"}).status_code == 403
        assert page.post("api-page/upload", params={"user": MIA}, content=CSV, headers=raw).status_code == 400
        empty = page.post("api-page/upload", params=asked, content=b"", headers=raw).json()
        assert (empty["ok"], empty["error"]) == (False, "invalid_arguments")
