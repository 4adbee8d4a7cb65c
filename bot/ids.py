"""Names that Slack sends back when somebody clicks: one per thing that can be clicked."""

import re
from enum import StrEnum
from typing import Self


class ActionId(StrEnum):
    """What a button or menu asks for.

    Slack wants ids to differ within a block, so several of a kind carry a suffix: ``account.pick.2``.
    """

    WHY = "account.why"
    HISTORY = "account.history"
    MORE = "account.more"
    LESS = "account.less"
    SHARE = "account.share"
    OPEN = "account.open"
    """Shows an account beside what is there."""
    PICK = "account.pick"
    """Shows an account instead of the question that was asked."""
    FIND = "account.find"
    """A menu that searches all accounts while somebody types."""
    PAGE = "list.page"
    BANDS = "list.bands"

    IMPORT_LOAD = "import.load"
    IMPORT_DISMISS = "import.dismiss"
    IMPORT_COLUMNS = "import.columns"
    """Opens the window in which columns are given to others."""
    IMPORT_DATES = "import.dates"
    IMPORT_NUMBERS = "import.numbers"

    @property
    def pattern(self) -> re.Pattern[str]:
        """What the id looks like when Slack sends it back, with or without a suffix."""
        return re.compile(rf"^{re.escape(self)}(\.\w+)?$")

    @classmethod
    def of(cls, sent: str) -> Self | None:
        """Return the id that Slack sent back, None when it is none of ours."""
        return next((each for each in cls if each.pattern.match(sent)), None)


class WindowId(StrEnum):
    """A window that can be submitted."""

    IMPORT_FILES = "import.files"
    IMPORT_COLUMNS = "import.columns"


class Field(StrEnum):
    """What is filled in in a window."""

    FILES = "import.sent"
    COLUMN = "import.column"
