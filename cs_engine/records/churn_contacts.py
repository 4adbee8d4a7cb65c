"""Accounts that were contacted after a chance or a score was told, and those that were not; and a hold-out."""

from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from cs_engine.records.churn import Estimate

SALT = "held out from forecast alerts"
"""It never changes, so that the same accounts stay held out from night to night."""
DIGEST_BYTES = 8
PLACES = 1 << (8 * DIGEST_BYTES)


NOT_THE_EFFECT = (
    "The difference is not the effect of contact: accounts are contacted because they look shaky, those about to leave "
    "fall silent, and one that leaves soon leaves little time for it."
)


@dataclass(frozen=True, slots=True)
class HoldOut:
    """Accounts for which nothing acts on the chance alone.

    Attributes:
        share: of all accounts, above 0 and at most 0.5.
        since: the as-of day from which on this share is held out.
    """

    share: float
    since: date

    def holds(self, account_id: str) -> bool:
        """Tell whether an account is held out: by chance, but always the same; a larger share holds the smaller."""
        drawn = blake2b(f"{SALT}:{account_id}".encode(), digest_size=DIGEST_BYTES).digest()
        return int.from_bytes(drawn) < int(self.share * PLACES)


@dataclass(frozen=True, slots=True)
class ContactGroup:
    """Accounts on as-of days, and what became of them; figures are ``None`` where too few were lost to tell.

    Attributes:
        rows: accounts, once for every as-of day.
        accounts: different ones.
        lost: of these, those that a loss followed in time.
        said: mean probability; also ``None`` of a score, which is none.
        happened: share of rows that a loss followed, with its interval over accounts.
        roc_auc: with its interval over accounts.
    """

    rows: int
    accounts: int
    lost: int
    said: float | None
    happened: Estimate | None
    roc_auc: Estimate | None


@dataclass(frozen=True, slots=True)
class ByContact:
    """The same, by whether a contact followed the as-of day, and how not to read it."""

    contacted: ContactGroup
    untouched: ContactGroup
    note: str = NOT_THE_EFFECT


@dataclass(frozen=True, slots=True)
class Arm:
    """Forecasts whose outcome is due.

    Attributes:
        forecasts: windows of one account do not overlap.
        losses: that came.
        said: mean probability; ``None`` without any.
        happened: share of losses with its interval; ``None`` without any.
    """

    forecasts: int
    losses: int
    said: float | None
    happened: Estimate | None


@dataclass(frozen=True, slots=True)
class HoldOutTried:
    """What became of accounts that were held out, and of the others, since the share was set.

    Attributes:
        out: what is held out.
        held: those held out.
        others: those for which forecasts were acted on.
        difference: share of losses of the others less that of those held out, with its interval; ``None`` where too
            few forecasts are due, or too few were lost, to tell.
    """

    out: HoldOut
    held: Arm
    others: Arm
    difference: Estimate | None
