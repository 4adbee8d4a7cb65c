"""Who the customers are: the fixed traits of every account, drawn once."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cs_engine.sample.days import NEVER, YEAR_MONTHS, Span, add_months
from cs_engine.sample.draws import BoolArray, Draws, FloatArray, IntArray, TextArray, between, normal, pick, uniform
from cs_engine.sample.names import INDUSTRIES, company_names, industries
from cs_engine.sample.stories import LEAST_ACCOUNTS, MIA, OWNERS, STORIES, Story, account_id

Traits = Mapping[str, TextArray | IntArray | FloatArray | BoolArray]
"""Columns of the population, one entry per account."""
COUNTRIES = ("US", "GB", "DE", "FR", "IT", "ES", "NL", "SE", "CN", "SG", "AU")
_COUNTRY_WEIGHTS = (26, 13, 14, 9, 5, 5, 6, 4, 10, 4, 4)
CURRENCIES = {"US": "USD", "GB": "GBP", "CN": "CNY", "SG": "USD", "AU": "USD"}
"""Every other country pays in EUR."""
_RATES = {"USD": 1.0, "EUR": 0.92, "GBP": 0.8, "CNY": 7.1}
SEGMENTS = ("digital", "mid", "enterprise")
_SEGMENT_WEIGHTS = (45, 40, 15)
_TERMS = (1, 3, 12, 24, 36)
_TERM_WEIGHTS = {"digital": (64, 6, 30, 0, 0), "mid": (26, 8, 60, 6, 0), "enterprise": (4, 0, 70, 16, 10)}
_SEATS = {"digital": (12.0, 0.6), "mid": (75.0, 0.55), "enterprise": (380.0, 0.6)}
"""Median and spread of ln(seats)."""
_PRICES = {"digital": (16.0, 26.0), "mid": (22.0, 38.0), "enterprise": (20.0, 34.0)}
"""US dollars per seat and month."""
_SEAT_MODELS = ("named", "concurrent", "unlimited", "consumption")
_SEAT_MODEL_WEIGHTS = (78, 8, 8, 6)
MISSABLE = ("usage", "tickets", "responses", "touchpoints", "contacts", "invoices", "milestones")
MISSING_EVERY = 17
"""One account in so many lacks a table: a little over 5 %, as some had nothing to lose in it."""
_CHINESE_NAMES = 0.6
"""Share of accounts in China whose name is written in Chinese."""
_KNOWN_QUIET = 0.8
"""Share of schools whose quiet months are known."""
_LAPSE_SHARE = 0.6
"""Of contracts without auto-renewal: those that end in silence when they end."""
_BACKUP_SHARE = 0.15
_LATE_PAYERS = 0.1
_OLD_SHARE = 0.7
_OLDEST_DAYS = 1500
_TRIAL_SHARE = 0.3
_TRIAL_WINS = 0.62
_CHILD_SHARE = 0.06
_STORY_PRICE = 27.0
"""US dollars per seat and month of the named accounts."""
_NO_OWNER_SHARE = 0.04


def population(span: Span, draws: Draws, accounts: int) -> pd.DataFrame:
    """Return one row per account with its fixed traits, the named accounts put in when there is room for them."""
    who = _identity(draws)
    deal = _deal(draws, who["segment"], who["currency"])
    traits = pd.DataFrame({**who, **deal, **_care(draws, accounts), **_start(span, draws, who), **_nature(draws)})
    if accounts < LEAST_ACCOUNTS:
        return traits
    return with_stories(traits, span, draws.accounts)


def _choice(values: tuple[str, ...], places: IntArray) -> TextArray:
    return np.array(values, dtype=object)[places]


def _identity(draws: Draws) -> dict[str, TextArray]:
    country = _choice(COUNTRIES, pick(draws.outer("country"), _COUNTRY_WEIGHTS))
    chinese = (country == "CN") & (uniform(draws.outer("chinese-name")) < _CHINESE_NAMES)
    industry = _choice(INDUSTRIES, industries(draws.accounts))
    name, domain = company_names(draws.accounts, chinese.astype(object))
    quiet = (industry == "education") & (country != "AU") & (uniform(draws.outer("quiet")) < _KNOWN_QUIET)
    return {
        "account_id": np.array([account_id(place) for place in draws.accounts.tolist()], dtype=object),
        "name": name,
        "domain": domain,
        "country": country,
        "chinese_name": (country == "CN").astype(object),
        "industry": industry,
        "currency": np.array([CURRENCIES.get(place, "EUR") for place in country], dtype=object),
        "segment": _choice(SEGMENTS, pick(draws.outer("segment"), _SEGMENT_WEIGHTS)),
        "quiet_months": np.where(quiet, "7,8", "").astype(object),
    }


def _deal(draws: Draws, segment: TextArray, currency: TextArray) -> Traits:
    term = np.select(
        [segment == name for name in SEGMENTS],
        [np.array(_TERMS)[pick(draws.outer("term"), _TERM_WEIGHTS[name])] for name in SEGMENTS],
    ).astype(np.int64)
    long = term >= YEAR_MONTHS
    model = _choice(_SEAT_MODELS, pick(draws.outer("seat-model"), _SEAT_MODEL_WEIGHTS))
    heads = _per_segment(segment, {name: median for name, (median, _) in _SEATS.items()})
    spread = _per_segment(segment, {name: width for name, (_, width) in _SEATS.items()})
    seats = np.maximum(4, np.round(heads * np.exp(spread * normal(draws.outer("seats"))))).astype(np.int64)
    auto = uniform(draws.outer("auto-renew")) < np.where(long, 0.72, 1.0)
    billing = np.where(long, np.array((12, 3, 1))[pick(draws.outer("billing"), (60, 22, 18))], term)
    notice = np.array((30, 60, 90))[pick(draws.outer("notice-days"), (40, 40, 20))]
    return {
        "term": term,
        "auto_renew": auto,
        "lapses": ~auto & (uniform(draws.outer("lapses")) < _LAPSE_SHARE),
        "notice_days": np.where(long, notice, np.array((0, 14, 30))[pick(draws.outer("notice-days"), (50, 20, 30))]),
        "billing": billing,
        "due_days": np.array((14, 30, 45))[pick(draws.outer("due-days"), (30, 60, 10))],
        "seat_model": model,
        "seats": seats,
        "expected": np.where(model == "named", 0, np.round(seats * 0.9)).astype(np.int64),
        "price": _price(draws, segment) * np.array([_RATES[code] for code in currency]),
        "two_products": uniform(draws.outer("two-products")) < np.where(segment == "digital", 0.06, 0.26),
        "second_after": between(draws.outer("second-after"), 40, 600),
    }


def _per_segment(segment: TextArray, values: dict[str, float]) -> FloatArray:
    return np.array([values[name] for name in segment], dtype=np.float64)


def _price(draws: Draws, segment: TextArray) -> FloatArray:
    low = _per_segment(segment, {name: edge for name, (edge, _) in _PRICES.items()})
    high = _per_segment(segment, {name: edge for name, (_, edge) in _PRICES.items()})
    return low + (high - low) * uniform(draws.outer("price"))


def _care(draws: Draws, accounts: int) -> Traits:
    owner = _choice(OWNERS, draws.accounts % len(OWNERS))
    nobody = uniform(draws.outer("no-owner")) < _NO_OWNER_SHARE
    backup = uniform(draws.outer("backup")) < _BACKUP_SHARE
    return {
        "owner": np.where(nobody, "", owner).astype(object),
        "next_owner": np.where(nobody, "", _choice(OWNERS, (draws.accounts + 1) % len(OWNERS))).astype(object),
        "backup": np.where(backup, _choice(OWNERS, (draws.accounts + 2) % len(OWNERS)), "").astype(object),
        "parent_id": _parents(draws, accounts),
        "missing": _missing(draws),
    }


def _parents(draws: Draws, accounts: int) -> TextArray:
    """Return the parent of some accounts: one of the few before them that is no child itself."""
    parents = draws.accounts - between(draws.outer("parent"), 1, 6)
    child = uniform(draws.outer("child")) < _CHILD_SHARE
    grandchild = uniform(Draws(draws.seed, parents).outer("child")) < _CHILD_SHARE
    first = len(STORIES) if accounts >= LEAST_ACCOUNTS else 0
    child &= ~grandchild & (parents >= first)
    return np.array([account_id(p) if c else "" for p, c in zip(parents, child, strict=True)], dtype=object)


def _missing(draws: Draws) -> TextArray:
    """Return the table that an account's source never delivered: one account of each group, tables in turn."""
    group = draws.accounts // MISSING_EVERY
    chosen = between(Draws(draws.seed, group).outer("missing"), 0, MISSING_EVERY)
    return np.where(draws.accounts % MISSING_EVERY == chosen, _choice(MISSABLE, group % len(MISSABLE)), "")


def _start(span: Span, draws: Draws, who: dict[str, TextArray]) -> Traits:
    """Return when each account signed up, before the span or evenly over it up to the anchor, and its trial."""
    old = uniform(draws.outer("old")) < _OLD_SHARE
    before = span.start - between(draws.outer("signup"), 30, _OLDEST_DAYS)
    within = between(draws.outer("signup"), span.start, max(span.anchor - 5, span.start + 1))
    tries = ~old & (uniform(draws.outer("trial")) < _TRIAL_SHARE) & (who["segment"] != "enterprise")
    return {
        "signup": np.where(old, before, within),
        "trial_days": np.where(tries, between(draws.outer("trial-days"), 14, 31), 0),
        "converts": ~tries | (uniform(draws.outer("converts")) < _TRIAL_WINS),
        "notice_on": np.full(len(old), NEVER),
        "pause_from": np.full(len(old), NEVER),
        "pause_until": np.full(len(old), NEVER),
        "silent_from": np.full(len(old), NEVER),
    }


def _nature(draws: Draws) -> Traits:
    """Return what no table says: lasting fit, outside pull, weakness in paying, and habits of use."""
    tired = uniform(draws.outer("late-payer")) < _LATE_PAYERS
    slow = 14 + 18 * uniform(draws.outer("habit-late"))
    return {
        "fit": normal(draws.outer("fit")),
        "exposure": normal(draws.outer("exposure")),
        "solvency": normal(draws.outer("solvency")),
        "habit": np.where(tired, slow, -3 + 5 * normal(draws.outer("habit"))),
        "utilization": np.clip(np.exp(-0.72 + 0.25 * normal(draws.outer("utilization"))), 0.12, 1.0),
        "intensity": np.exp(2.3 + 0.5 * normal(draws.outer("intensity"))),
        "steady": np.zeros(len(tired)),
        "mood": np.zeros(len(tired)),
    }


def with_stories(traits: pd.DataFrame, span: Span, accounts: IntArray) -> pd.DataFrame:
    """Return the traits with those of the named accounts of this block put in."""
    told = [(row, STORIES[place]) for row, place in enumerate(accounts.tolist()) if place < len(STORIES)]
    columns = {name: traits[name].to_numpy(copy=True) for name in traits}
    for row, story in told:
        for name, value in _told_traits(story, span, str(columns["owner"][row])).items():
            columns[name][row] = value
    return pd.DataFrame(columns)


def _told_traits(story: Story, span: Span, owner: str) -> dict[str, object]:
    plain = {
        "name": story.name,
        "steady": 1.0,
        "mood": story.mood,
        "missing": "",
        "parent_id": "",
        "chinese_name": False,
    }
    calm = {
        "trial_days": 0,
        "converts": True,
        "lapses": False,
        "seat_model": "named",
        "expected": 0,
        "quiet_months": "",
    }
    use = {"utilization": 0.72, "two_products": False, "habit": 2.0, "intensity": 10.0, "backup": ""}
    told = {**plain, **calm, **use, "owner": owner or MIA, "domain": _domain(story.name), **story.traits}
    currency = CURRENCIES.get(str(told["country"]), "EUR")
    told = {**told, "currency": currency, "price": _RATES[currency] * _STORY_PRICE}
    first = add_months(np.array(span.anchor + story.renews_in), np.array(-12 * story.years))
    return {**told, "signup": int(first), **{name: span.anchor + day for name, day in story.dates.items()}}


def _domain(name: str) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in name.lower().replace("'", "")).split()
    return f"{'-'.join(words)}.example"
