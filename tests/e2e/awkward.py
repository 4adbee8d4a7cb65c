"""The awkward accounts: what each first screen has to say, must not say, and why."""

from dataclasses import dataclass

JUDGED = ("Healthy", "Watch", "At risk", "Unknown")
"""Words of a band; who is not a running customer is in none."""
STAKES = ("decides", "can leave")
"""What is only said of a contract that is up for a decision."""


@dataclass(frozen=True, slots=True)
class Awkward:
    """One account that an ordinary health score gets wrong.

    Attributes:
        title: What is awkward about it.
        account: Its name in the simulated company.
        because: What has to hold, and why.
        says: Stands on the first screen.
        silent: Must not stand there.
        more: Stands behind *More*.
        more_silent: Must not stand there.
        not_judged: Factors that the receipt must not count.
        in_july: Whether it is looked at in the school holidays.
    """

    title: str
    account: str
    because: str
    says: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    more_silent: tuple[str, ...] = ()
    not_judged: tuple[str, ...] = ()
    in_july: bool = False

    @property
    def slug(self) -> str:
        """Its title as the name of a file."""
        return self.title.lower().replace(" ", "-")


AWKWARD = (
    Awkward(
        title="Trial",
        account="Bluefin Trial",
        because="A trial has a status instead of a score, in no band, and the card says until when.",
        says=("Trial · Bluefin Trial", "since Nov 13", "until Dec 13", "No score"),
        silent=(*JUDGED, *STAKES),
    ),
    Awkward(
        title="Paused",
        account="Winterpause Resorts",
        because="A paused customer does not use the product on purpose: no score, but the day it comes back.",
        says=("Paused · Winterpause Resorts", "since Nov 2", "back Jan 1", "No score"),
        silent=JUDGED,
    ),
    Awkward(
        title="Notice given",
        account="Farewell Freight",
        because="The decision has been made: Leaving, with the days of notice and of the end, and nothing to judge.",
        says=("Leaving · Farewell Freight", "notice Nov 10", "last day Jan 8", "ARR"),
        silent=(*JUDGED, *STAKES, "Trust"),
        more_silent=("renews",),
    ),
    Awkward(
        title="Left",
        account="Gone Fishing Gear",
        because="No longer a customer: since when, and no money at stake any more.",
        says=("Left · Gone Fishing Gear", "since Oct 14", "No score"),
        silent=(*JUDGED, *STAKES, "ARR"),
    ),
    Awkward(
        title="Unlimited seats",
        account="Openfloor Studios",
        because="There are no bought seats to fill: people are counted, a share of seats is not, and costs no points.",
        says=("Openfloor Studios ·", "ARR · annual"),
        silent=("Seats", "seats"),
        more=("active users",),
        more_silent=("seats",),
        not_judged=("Seats in use",),
    ),
    Awkward(
        title="School in July",
        account="Lindenhof School",
        because="July and August are its quiet months: empty classrooms are no reason to call it at risk.",
        says=("Lindenhof School ·", "ARR · annual"),
        silent=("At risk", "Usage trend", "Seats in use", "Days with use"),
        not_judged=("Usage trend", "Seats in use", "Days with use"),
        in_july=True,
    ),
    Awkward(
        title="Parent",
        account="Halden Group",
        because="A group is as well as its worst child with a fifth of the money; an average would look fine.",
        says=("Halden Group ·", "🔴 At risk · Halden Benelux · 50% of ARR"),
    ),
    Awkward(
        title="Two products",
        account="Twinpeak Analytics",
        because="One product is fine and the other is falling: the card names the one that falls.",
        says=("Twinpeak Analytics ·", "insight"),
        silent=("desk",),
    ),
    Awkward(
        title="Ten days old",
        account="Tenday Tools",
        because="Too young for a trend and for a judgment of its seats: it is scored on its milestones, and says so.",
        says=("Tenday Tools ·", "onboarding, day 11"),
        silent=("Usage trend", "Seats in use", "At risk"),
        not_judged=("Usage trend", "Seats in use"),
    ),
    Awkward(
        title="Always pays late",
        account="Paylater Print",
        because="It has always paid 25 days late: what is usual for this customer is no alarm and caps nothing.",
        says=("Healthy · Paylater Print", "monthly", "can leave any month"),
        silent=("capped", "overdue", "Overdue"),
    ),
    Awkward(
        title="No owner",
        account="Nobody's Nursery",
        because="Nobody looks after it, and the card says so instead of leaving the line out.",
        says=("Nobody's Nursery ·", "Unassigned: no CSM looks after it."),
    ),
    Awkward(
        title="CSM on leave",
        account="Holiday Harbour",
        because="Its CSM is away: *More* names who stands in.",
        says=("Holiday Harbour ·",),
        silent=("Unassigned",),
        more=("CSM leo.brandt@example.com", "backup noah.okafor@example.com"),
    ),
)
"""The twelve, in the order in which people tend to ask about them."""
