"""People at the customers: champions who sometimes leave, sponsors, admins, users, accountants."""

from dataclasses import dataclass

import numpy as np

from cs_engine.sample.days import NEVER, day_text
from cs_engine.sample.draws import BoolArray, IntArray, TextArray, between, uniform
from cs_engine.sample.names import people
from cs_engine.sample.scene import Columns, Scene, row_ids

ROLES = ("champion", "sponsor", "admin", "user", "billing", "champion")
"""One place per person; the last is the successor of the champion."""
CHAMPION, SPONSOR, ADMIN, USER, BILLING, SUCCESSOR = range(6)
_PRESENT = {
    "digital": (0.85, 0.15, 1.0, 0.5, 0.3),
    "mid": (0.95, 0.7, 1.0, 0.8, 0.6),
    "enterprise": (1.0, 0.95, 1.0, 0.9, 0.8),
}


@dataclass(frozen=True, slots=True)
class Roster:
    """When each place at each account is taken and left: (accounts, places), NEVER where it is not."""

    since: IntArray
    left: IntArray

    def present(self, days: IntArray) -> BoolArray:
        """Return who is there on each account's days: ``days`` (accounts, n) gives (accounts, n, places)."""
        return (days[:, :, None] >= self.since[:, None, :]) & (days[:, :, None] < self.left[:, None, :])


def roster(scene: Scene) -> Roster:
    """Draw who is there from when to when."""
    places = np.arange(SUCCESSOR)
    segments = scene.block.texts("segment")
    shares = np.array([_PRESENT[segment] for segment in segments])
    shares = np.where(scene.block.flags("steady")[:, None] & (places == CHAMPION), 1.0, shares)
    there = uniform(scene.draws.outer("contact", places)) < shares
    signup = scene.block.ints("signup")
    since = np.where(there, signup[:, None] + between(scene.draws.outer("contact-since", places), 0, 20), NEVER)
    left = np.full((len(signup), len(ROLES)), NEVER)
    had = there[:, CHAMPION] & (scene.away.champion_left <= scene.served_until)
    left[:, CHAMPION] = np.where(had, scene.away.champion_left, NEVER)
    follows = np.where(had, scene.away.successor_since, NEVER)
    return Roster(np.column_stack([since, follows]), left)


def contacts(scene: Scene, table: Roster) -> Columns:
    """Return one row per person who has come by the last day."""
    until = scene.span.until
    row, place = np.nonzero(table.since <= until)
    names, boxes = people(scene.draws.of(row), place, scene.block.texts("chinese_name")[row])
    domain = scene.block.texts("domain")[row]
    mail = [f"{box}@{host}" for box, host in zip(boxes.tolist(), domain.tolist(), strict=True)]
    return {
        "row": row,
        "contact_id": contact_ids(scene, row, place),
        "account_id": scene.block.texts("account_id")[row],
        "name": names,
        "email": np.array(mail, dtype=object),
        "role": np.array(ROLES, dtype=object)[place],
        "since": day_text(table.since[row, place], until),
        "left_on": day_text(table.left[row, place], until),
    }


def contact_ids(scene: Scene, row: IntArray, place: IntArray) -> TextArray:
    """Name people by account and place."""
    return row_ids(scene.block.texts("account_id")[row], "C", place + 1)
