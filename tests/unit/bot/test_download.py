"""Fetching files: only from Slack, only so large, under names that do no harm."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.imports.download import Downloads, safe_names
from cs_engine.errors import BadFile
from cs_engine.imports import SentFile

TOKEN = "xoxb-secret"
CSV = b"account_id,name\n1,Acme\n"


@dataclass
class Host:
    """A host on localhost: what it answers by path, and which tokens it saw."""

    url: str
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    tokens: list[str | None] = field(default_factory=list)


@contextmanager
def host() -> Iterator[Host]:
    """Serve on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known.tokens.append(self.headers.get("authorization"))
            self._answer()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"] or 0))
            self._answer()

        def _answer(self) -> None:
            status, headers, body = known.answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known = Host(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield known
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def slack() -> Iterator[Host]:
    """A Slack that keeps one file."""
    with host() as known:
        known.answers["/file"] = (200, {"content-type": "text/csv"}, CSV)
        keeps(known, f"{known.url}/file")
        yield known


@pytest.fixture
def elsewhere() -> Iterator[Host]:
    """A host that is not Slack."""
    with host() as known:
        known.answers["/file"] = (200, {}, CSV)
        yield known


def keeps(slack: Host, address: str, size: int = len(CSV)) -> None:
    """Have Slack say where the file is."""
    about = f'{{"ok": true, "file": {{"id": "F1", "size": {size}, "url_private_download": "{address}"}}}}'
    slack.answers["/api/files.info"] = (200, {"content-type": "application/json"}, about.encode())


def fetch(slack: Host, folder: Path, name: str = "a.csv") -> Path:
    """Fetch the file."""
    client = WebClient(TOKEN, base_url=f"{slack.url}/api/")
    Downloads(client, 1).fetch([SentFile("F1", name)], folder)
    return folder / name


def test_a_file_comes_with_the_token(slack: Host, tmp_path: Path) -> None:
    """And is not fetched again when it is there."""
    for _ in range(2):
        assert fetch(slack, tmp_path / "in").read_bytes() == CSV
    assert slack.tokens == [f"Bearer {TOKEN}"]


def test_the_token_goes_nowhere_else(slack: Host, elsewhere: Host, tmp_path: Path) -> None:
    """Neither by what Slack says about a file kept by others, nor by a redirect, nor by another scheme."""
    for address in (f"{elsewhere.url}/file", f"{slack.url}@{elsewhere.url[7:]}/file", "file:///etc/hostname", ""):
        keeps(slack, address)
        with pytest.raises(BadFile, match="not kept by Slack"):
            fetch(slack, tmp_path)
    keeps(slack, f"{slack.url}/moved")
    slack.answers["/moved"] = (302, {"location": f"{elsewhere.url}/file"}, b"")
    with pytest.raises(BadFile, match="could not be fetched"):
        fetch(slack, tmp_path)
    assert elsewhere.tokens == []
    assert list(tmp_path.iterdir()) == []


def test_a_redirect_within_slack_is_followed(slack: Host, tmp_path: Path) -> None:
    """Slack moves files."""
    keeps(slack, f"{slack.url}/moved")
    slack.answers["/moved"] = (302, {"location": f"{slack.url}/file"}, b"")
    assert fetch(slack, tmp_path).read_bytes() == CSV


def test_a_file_is_only_so_large(slack: Host, tmp_path: Path) -> None:
    """Whatever Slack said about its size."""
    keeps(slack, f"{slack.url}/file", size=2_000_000)
    with pytest.raises(BadFile, match="larger than 1 MB"):
        fetch(slack, tmp_path)
    keeps(slack, f"{slack.url}/file", size=10)
    slack.answers["/file"] = (200, {}, b"x" * 2_000_000)
    with pytest.raises(BadFile, match="larger than 1 MB"):
        fetch(slack, tmp_path)
    assert list(tmp_path.rglob("*.csv")) == []


def test_a_page_to_sign_in_is_no_file(slack: Host, tmp_path: Path) -> None:
    """It comes with status 200 when the app may not read files."""
    slack.answers["/file"] = (200, {"content-type": "text/html; charset=utf-8"}, b"<p>Sign in")
    with pytest.raises(BadFile, match="files:read"):
        fetch(slack, tmp_path)


def test_a_file_that_is_gone_is_one_sentence(slack: Host, tmp_path: Path) -> None:
    """Deleted, or of another workspace."""
    slack.answers["/api/files.info"] = (200, {}, b'{"ok": false, "error": "file_not_found"}')
    with pytest.raises(BadFile, match=r"a\.csv is no longer in Slack"):
        fetch(slack, tmp_path)


def test_names_lead_nowhere_and_differ() -> None:
    """No folder, nothing hidden, none twice, none too long."""
    wild = ["../../etc/passwd", "C:\\x\\a.csv", "a.csv", "A.CSV", "", "..", ".env", "x" * 999 + ".csv", "<!here>.csv\n"]
    names = safe_names(wild)
    assert len({name.lower() for name in names}) == len(wild)
    assert all(name and not name.startswith(".") and not set("/\\\n<>") & set(name) for name in names)
    assert max(map(len, names)) <= 130
    assert names[:2] == ["passwd", "a.csv"]
    assert safe_names(["usage (2).csv.gz"]) == ["usage (2).csv.gz"]
