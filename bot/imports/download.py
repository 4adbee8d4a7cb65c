"""Fetch files that people sent, from Slack and from nowhere else."""

import re
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPMessage
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from cs_engine.errors import BadFile
from cs_engine.imports import SentFile
from cs_engine.wording import phrase

FILES = ("https", "files.slack.com")
"""Where Slack keeps files."""
SECONDS = 60
PIECE = 1 << 20
MOST_NAME = 100
MEGABYTE = 1_000_000
NEW_NAME = "file"
SCOPE = phrase("Slack does not let me read files; add the scope files:read to the app and install it again.")


@dataclass(frozen=True, slots=True)
class Downloads:
    """Fetches files with the bot's token; `most_mb` is the size that one file may have."""

    client: WebClient
    most_mb: int

    def fetch(self, files: Sequence[SentFile], folder: Path) -> None:
        """Write files into a folder, under their own names as far as these are safe.

        Raises:
            BadFile: a file is gone, too large, or not one that Slack itself hands out.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for file, name in zip(files, safe_names([file.name for file in files]), strict=True):
            if not (folder / name).exists():
                self._fetch(file, folder, name)

    def _fetch(self, file: SentFile, folder: Path, name: str) -> None:
        address = self._address(file, name)
        part = folder.with_name(f"{folder.name}.part")
        request = urllib.request.Request(address, headers={"Authorization": f"Bearer {self.client.token}"})  # noqa: S310 - the address was checked
        opener = urllib.request.build_opener(_SameHost(self._allowed()))
        try:
            with opener.open(request, timeout=SECONDS) as answer, part.open("wb") as out:
                if answer.headers.get_content_type() == "text/html" and not name.lower().endswith((".html", ".htm")):
                    raise BadFile(SCOPE)
                self._copy(answer, out, name)
            part.replace(folder / name)
        except (urllib.error.URLError, TimeoutError, ConnectionError) as failure:
            raise BadFile(phrase("{name} could not be fetched from Slack; send it again."), name=name) from failure
        finally:
            part.unlink(missing_ok=True)

    def _address(self, file: SentFile, name: str) -> str:
        """Ask Slack where a file is, whatever the message said.

        Raises:
            BadFile: it is gone, too large, or elsewhere.
        """
        try:
            known: dict[str, Any] = self.client.files_info(file=file.id)["file"]
        except SlackApiError as refused:
            if refused.response["error"] == "missing_scope":
                raise BadFile(SCOPE) from refused
            raise BadFile(phrase("{name} is no longer in Slack; send it again."), name=name) from refused
        if int(known.get("size") or 0) > self.most_mb * MEGABYTE:
            raise self._too_large(name)
        address = str(known.get("url_private_download") or known.get("url_private") or "")
        if _place(address) not in self._allowed():
            raise BadFile(phrase("{name} is not kept by Slack itself; download it and send the file."), name=name)
        return address

    def _copy(self, answer: IO[bytes], out: IO[bytes], name: str) -> None:
        left = self.most_mb * MEGABYTE
        while piece := answer.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise self._too_large(name)
            out.write(piece)

    def _too_large(self, name: str) -> BadFile:
        says = phrase("{name} is larger than {mb} MB; pack it (zip or gz), or load it with `steward load`.")
        return BadFile(says, name=name, mb=self.most_mb)

    def _allowed(self) -> frozenset[tuple[str, str]]:
        return frozenset({FILES, _place(self.client.base_url)})


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows Slack to where files are kept, and nowhere else: the token travels along."""

    def __init__(self, allowed: frozenset[tuple[str, str]]) -> None:
        self._allowed = allowed

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Follow a redirect to an allowed host.

        Raises:
            HTTPError: it leads elsewhere.
        """
        if _place(newurl) not in self._allowed:
            raise urllib.error.HTTPError(newurl, HTTPStatus.FORBIDDEN, "leads away from Slack", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def safe_names(names: Sequence[str]) -> list[str]:
    """Return names under which files can be written: no folders, nothing hidden, none twice."""
    found: list[str] = []
    for name in names:
        plain = re.sub(r"[^\w.() -]", "_", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
        stem, dot, ending = (plain or NEW_NAME).rpartition(".")
        stem, dot, ending = (stem, dot, ending) if stem else (ending, "", "")
        short = f"{stem[:MOST_NAME]}{dot}{ending[:20]}"
        number, candidate = 1, short
        while candidate.lower() in {taken.lower() for taken in found}:
            number += 1
            candidate = f"{stem[:MOST_NAME]}-{number}{dot}{ending[:20]}"
        found.append(candidate)
    return found


def _place(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower()
