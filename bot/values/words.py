"""Messages about what accounts are still worth."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.rendering.fitting import fitting
from bot.rendering.message import Message
from bot.rendering.renderer import Renderer
from cs_engine.records.lifetime_value import MONEY_INPUTS, SHARE_INPUTS, LifetimeValue
from cs_engine.records.value_view import AccountValue, ValuesView

CURRENCIES = (6, 4, 2, 1)
"""Currencies of a message: as many of these as fit."""


@dataclass(frozen=True, slots=True)
class Input:
    """Something that went into a value: how it is called, how much, and whether that is an amount or a share."""

    name: str
    number: float
    money: bool
    share: bool
    currency: str | None


def values(renderer: Renderer, view: ValuesView | None) -> Message:
    """Word what the accounts come to by currency and method, and who is worth most."""
    found = view.currencies if view else ()
    return fitting(
        lambda most: renderer.render("value", view=view, currencies=found[:most], more=len(found[most:])), CURRENCIES
    )


def value(renderer: Renderer, account: tuple[str, str], view: AccountValue | None) -> Message:
    """Word what one account is worth; ``account`` is its id and name, which stand there also when nothing is known."""
    account_id, name = account
    lines = view.lines if view else ()
    inputs = [tuple(_inputs(line.value)) for line in lines]
    told = {"account_id": account_id, "name": name, "view": view, "inputs": inputs}
    return fitting(
        lambda most: renderer.render("value_account", lines=lines[:most], more=len(lines[most:]), **told), CURRENCIES
    )


def _inputs(one: LifetimeValue) -> Iterator[Input]:
    for name, number in one.inputs:
        yield Input(name, number, name in MONEY_INPUTS, name in SHARE_INPUTS, one.currency)
