"""Accounts with a name and a tale: always there in a sample of at least 60, in its first places.

Every day in a tale counts from the anchor, the nominal end ``start + months``, not from the last day of data:
so a sample that is topped up day by day keeps its past, and the tale simply goes on.
Nothing else befalls these accounts: no random notice, pause, price change or leaving champion.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

LEAST_ACCOUNTS = 60
"""Below it the tales would be most of the company."""
MIA, LEO, ANA, NOAH = OWNERS = (
    "mia.chen@example.com",
    "leo.brandt@example.com",
    "ana.silva@example.com",
    "noah.okafor@example.com",
)
_RIGHT_TO_LEFT_MARK = "\u200f"
_RIGHT_TO_LEFT_OVERRIDE = "\u202e"
Points = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class PlannedTicket:
    """A ticket opened and closed on fixed days, counted from the anchor."""

    opened: int
    closed: int
    priority: str
    category: str


@dataclass(frozen=True, slots=True)
class PlannedAnswer:
    """An NPS answer of the champion on a fixed day, counted from the anchor."""

    day: int
    score: int
    comment: str


@dataclass(frozen=True, slots=True)
class Story:
    """One named account.

    Attributes:
        name: What people call it.
        tale: What is going on, in a sentence.
        traits: Columns of the population that are set outright.
        dates: The same for days, counted from the anchor.
        renews_in: Day of the next renewal, counted from the anchor; ``years`` before it the contract began.
        mood: Its steady health: 0 is the middle of the company, one is a standard deviation.
        usage: Points (day from the anchor, multiplier) of its use; empty = as everybody's.
        second_usage: The same for the second product.
        tickets: Tickets that must be there.
        answers: NPS answers that must be there; with them nobody is asked at random.
    """

    name: str
    tale: str
    traits: Mapping[str, object] = field(default_factory=dict)
    dates: Mapping[str, int] = field(default_factory=dict)
    renews_in: int = 150
    years: int = 3
    mood: float = 0.4
    usage: Points = ()
    second_usage: Points = ()
    tickets: tuple[PlannedTicket, ...] = ()
    answers: tuple[PlannedAnswer, ...] = ()


_ANNUAL = {"term": 12, "auto_renew": True, "notice_days": 60, "billing": 12}
_MID: Mapping[str, object] = {"segment": "mid", "country": "GB", "seats": 80, **_ANNUAL}
_CHILD = {**_MID, "parent_id": "ACC-00017", "owner": MIA, "industry": "logistics"}

ACME = Story(
    name="Acme",
    tale="Mid-size annual customer: five weeks of falling use, an urgent ticket, a passive champion, decision near",
    traits={**_MID, "owner": MIA, "country": "US", "seats": 120, "industry": "manufacturing", "utilization": 0.56},
    dates={"silent_from": -50},
    renews_in=107,
    years=4,
    mood=-0.4,
    usage=((-42, 1.0), (-28, 0.64), (-14, 0.5), (0, 0.45), (60, 0.4)),
    tickets=(PlannedTicket(-4, 6, "urgent", "bug"), PlannedTicket(-19, -17, "high", "integration")),
    answers=(
        PlannedAnswer(-215, 8, "Reliable, and our planners like it."),
        PlannedAnswer(-33, 7, "Works, but exports fail since the last release."),
    ),
)
_HOSTILE = (
    Story(
        "Acme Corp",
        "Shares a name with two others",
        {**_MID, "owner": LEO, "domain": "acmecorp.example", "industry": "retail", "seats": 65},
        renews_in=216,
        mood=0.7,
    ),
    Story(
        "ACME GmbH",
        "Shares a name with two others",
        {**_MID, "owner": ANA, "country": "DE", "domain": "acme-gmbh.example", "industry": "energy", "seats": 140},
        renews_in=301,
        mood=0.1,
    ),
    Story(
        'O\'Brien "Quality" Ltd',
        "Quotes in its name",
        {**_MID, "domain": "obrien-quality.example", "industry": "manufacturing", "seats": 55},
        renews_in=92,
    ),
    Story(
        "🚀 Launchpad",
        "An emoji in its name",
        {**_MID, "country": "US", "domain": "launchpad.example", "industry": "software", "seats": 45},
        renews_in=255,
        mood=1.0,
    ),
    Story(
        "华星科技",
        "A Chinese name",
        {**_MID, "country": "CN", "domain": "huaxing.example", "industry": "software", "chinese_name": True},
        renews_in=170,
        mood=0.6,
    ),
    Story(
        "<!channel> Holdings",
        "Would call everybody if it were not escaped",
        {**_MID, "owner": MIA, "domain": "channel-holdings.example", "industry": "finance"},
        renews_in=141,
    ),
    Story(
        f"{_RIGHT_TO_LEFT_MARK}שלום טק{_RIGHT_TO_LEFT_OVERRIDE} Ltd",
        "Right-to-left marks in its name",
        {**_MID, "domain": "shalom-tech.example", "industry": "software", "seats": 70},
        renews_in=282,
        mood=0.8,
    ),
    Story(
        "AT&C *Bold* _Under_ ~Gone~ `Code`",
        "Slack's own markup in its name",
        {**_MID, "domain": "atc.example", "industry": "media", "seats": 35},
        renews_in=200,
    ),
    Story(
        "The Very Long Established International Consortium for Maritime Logistics, Harbour Engineering, "
        "Container Refurbishment and Allied Coastal Services of the Northern Provinces",
        "A name longer than a line",
        {**_MID, "domain": "consortium.example", "industry": "logistics", "seats": 180},
        renews_in=330,
        mood=0.5,
    ),
)
_AWKWARD = (
    Story(
        "Bluefin Trial",
        "Trial: nine days in, three weeks to go",
        {**_MID, "owner": ANA, "seats": 40, "trial_days": 30, "industry": "retail"},
        {"signup": -9},
    ),
    Story(
        "Winterpause Resorts",
        "Paused: comes back in 40 days",
        {**_MID, "owner": NOAH, "industry": "travel"},
        {"pause_from": -20, "pause_until": 40},
        renews_in=190,
    ),
    Story(
        "Farewell Freight",
        "Notice given twelve days ago, leaves in seven weeks",
        {**_MID, "owner": MIA, "notice_days": 30, "industry": "logistics"},
        {"notice_on": -12},
        renews_in=48,
        mood=-1.2,
        usage=((-120, 1.0), (-12, 0.7)),
    ),
    Story(
        "Gone Fishing Gear",
        "Left 40 days ago",
        {**_MID, "owner": LEO, "industry": "retail"},
        {"notice_on": -110},
        renews_in=-39,
        mood=-1.2,
        usage=((-220, 1.0), (-110, 0.55)),
    ),
    Story(
        "Openfloor Studios",
        "Unlimited seats, 150 people expected",
        {**_MID, "owner": ANA, "seat_model": "unlimited", "seats": 0, "expected": 150, "industry": "media"},
        renews_in=235,
    ),
    Story(
        "Lindenhof School",
        "A school: nearly empty in July and August, and that is fine",
        {**_MID, "owner": NOAH, "country": "DE", "industry": "education", "quiet_months": "7,8"},
        renews_in=312,
    ),
    Story(
        "Halden Group",
        "Parent of three, one of them doing badly",
        {**_MID, "owner": MIA, "country": "NL", "seats": 150, "industry": "logistics"},
        renews_in=160,
        mood=0.6,
    ),
    Story(
        "Halden Benelux",
        "Child doing badly, with more than a fifth of the group's money",
        {**_CHILD, "country": "NL", "seats": 120},
        {"silent_from": -60},
        renews_in=130,
        mood=-1.3,
        usage=((-84, 1.0), (-7, 0.42)),
        tickets=(PlannedTicket(-9, 12, "urgent", "performance"), PlannedTicket(-40, -30, "high", "bug")),
        answers=(PlannedAnswer(-25, 3, "Too slow for our dispatchers; we are looking at others."),),
    ),
    Story("Halden Nordics", "Child doing well", {**_CHILD, "country": "SE", "seats": 60}, renews_in=205, mood=0.9),
    Story("Halden Iberia", "Child doing well", {**_CHILD, "country": "ES", "seats": 60}, renews_in=245, mood=0.8),
    Story(
        "Twinpeak Analytics",
        "Two products: desk is fine, insight is falling",
        {**_MID, "owner": LEO, "two_products": True, "industry": "finance", "seats": 110},
        renews_in=125,
        second_usage=((-70, 1.0), (-3, 0.35)),
    ),
    Story(
        "Tenday Tools",
        "Ten days old",
        {**_MID, "owner": ANA, "industry": "manufacturing", "seats": 50},
        {"signup": -10},
    ),
    Story(
        "Paylater Print",
        "Always pays about 25 days late",
        {
            **_MID,
            "owner": NOAH,
            "term": 1,
            "notice_days": 30,
            "billing": 1,
            "habit": 25.0,
            "due_days": 30,
            "industry": "media",
        },
        renews_in=8,
    ),
    Story("Nobody's Nursery", "Has no owner", {**_MID, "owner": "", "industry": "retail", "seats": 30}, renews_in=150),
    Story(
        "Holiday Harbour",
        "Its CSM Leo is on leave, Noah stands in",
        {**_MID, "owner": LEO, "backup": NOAH, "industry": "travel", "seats": 90},
        renews_in=110,
    ),
)
STORIES: tuple[Story, ...] = (ACME, *_HOSTILE, *_AWKWARD)
"""All named accounts, in the order of their places in the company."""


def account_id(place: int) -> str:
    """Return the identity of the account in a place, counted from 0."""
    return f"ACC-{place + 1:05d}"


AWKWARD: Mapping[str, str] = MappingProxyType({story.name: story.tale for story in _AWKWARD})
"""The awkward accounts that every page must get right: name to story."""
STORY_IDS: Mapping[str, str] = MappingProxyType({story.name: account_id(n) for n, story in enumerate(STORIES)})
"""Name to account_id of every named account."""
