"""Files that come to be loaded: dropped in the direct message, or given in the window of `/cs import`."""

from collections.abc import Iterable, Mapping
from typing import Any

from slack_bolt import Ack

from bot.access.answers import Answers
from bot.access.people import Caller
from bot.errors import StaleButton
from bot.ids import Field
from bot.imports.desk import Desk
from cs_engine.imports import Sender, SentFile
from cs_engine.wording import phrase

MOST_FILES = 10
LONGEST_NAME = 255
NO_FILES = phrase("There was no file in that; add one and submit it again.")


def take_dropped_files(event: Mapping[str, Any], cs: Answers, caller: Caller, desk: Desk) -> None:
    """Take files that somebody dropped in the direct message."""
    _take(event.get("files") or (), cs, caller, desk)


def take_given_files(ack: Ack, view: Mapping[str, Any], cs: Answers, caller: Caller, desk: Desk) -> None:
    """Take the files of the window, and close it."""
    _take((file for files in _entered(view, Field.FILES, "files") for file in files), cs, caller, desk)
    ack()


def _take(files: Iterable[object], cs: Answers, caller: Caller, desk: Desk) -> None:
    named = [file for file in files if isinstance(file, Mapping) and file.get("id")]
    sent = [SentFile(str(file["id"]), str(file.get("name") or "")[:LONGEST_NAME]) for file in named[:MOST_FILES]]
    if not sent:
        raise StaleButton(NO_FILES)
    sender = Sender(str(caller.user_id), str(caller.locale), str(caller.timezone))
    desk.take(cs.inbox, cs.inbox.receive(sender, sent))


def _entered(view: Mapping[str, Any], field: Field, key: str) -> Iterable[Any]:
    """Yield what was filled in under an element's id, in whichever block it stands."""
    for block in ((view.get("state") or {}).get("values") or {}).values():
        if field in block and block[field].get(key):
            yield block[field][key]
