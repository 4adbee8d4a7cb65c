"""Names that Slack sends back when somebody clicks: one per thing that can be clicked."""

from enum import StrEnum


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
