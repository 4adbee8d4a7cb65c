"""The files of a workspace: first promised, then received, then shared in conversations."""

import mimetypes
import secrets
import time
from dataclasses import replace
from urllib.parse import quote

from bot.workspace.changes import Changes
from bot.workspace.errors import SlackError
from bot.workspace.records import File

FILE_MOST = 1_000_000_000
"""Slack takes files of up to one gigabyte."""
GUESSED = {".csv": "text/csv", ".jsonl": "application/x-ndjson", ".parquet": "application/vnd.apache.parquet"}
"""Types that `mimetypes` knows on some machines only."""


class Files:
    """All files and the tickets of those still to come; guarded by the workspace's one lock."""

    def __init__(self, changes: Changes) -> None:
        """Share the workspace's lock."""
        self._changes = changes
        self._files: dict[str, File] = {}
        self._tickets: dict[str, str] = {}

    def promise(self, name: str, size: int, user: str, base: str) -> tuple[str, File]:
        """Make room for a file that will be downloaded from `base`; returns the ticket that takes its bytes.

        Raises:
            SlackError: invalid_arguments for a size that is not from 1 to `FILE_MOST`.
        """
        if not 1 <= size <= FILE_MOST:
            raise SlackError("invalid_arguments")
        file_id = f"F{secrets.token_hex(5).upper()}"
        url = f"{base}/files-pri/{file_id}/download/{quote(name, safe='')}"
        file = File(file_id, name, name, user, size, url, int(time.time()), _mimetype(name))
        ticket = secrets.token_urlsafe(18)
        with self._changes:
            self._tickets[ticket] = file_id
            self._files[file_id] = file
        return ticket, file

    def receive(self, ticket: str, content: bytes) -> File:
        """Take the bytes of a promised file.

        Raises:
            SlackError: invalid_upload_url for an unknown or used ticket.
        """
        with self._changes:
            file = self._files.get(self._tickets.pop(ticket, ""))
            if file is None:
                raise SlackError("invalid_upload_url")
            return self.keep(replace(file, content=content, size=len(content)))

    def received(self, file_id: str) -> File:
        """A file whose bytes are here.

        Raises:
            SlackError: file_not_found.
        """
        file = self._files.get(file_id)
        if file is None or file.content is None:
            raise SlackError("file_not_found")
        return file

    def named(self, file_id: str) -> File | None:
        """The file with this id, or None."""
        return self._files.get(file_id)

    def keep(self, file: File) -> File:
        """Replace what is known of a file."""
        with self._changes:
            self._files[file.id] = file
            self._changes.tell()
        return file

    def drop(self, file_id: str) -> None:
        """Forget a file."""
        with self._changes:
            self._files.pop(file_id, None)
            self._changes.tell()


def _mimetype(name: str) -> str:
    suffix = f".{name.rpartition('.')[2].lower()}"
    return GUESSED.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
