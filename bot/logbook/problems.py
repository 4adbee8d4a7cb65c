"""What is wrong with fields of a window, said beside them in the reader's language."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bot.ids import Field
from bot.rendering.renderer import Renderer
from cs_engine.records.logged import FieldError, LogField

PLACES: Mapping[LogField, Field] = MappingProxyType(
    {
        LogField.AT: Field.LOG_WHEN,
        LogField.NOTE: Field.LOG_NOTE,
        LogField.CONTACTS: Field.LOG_CONTACTS,
        LogField.REASONS: Field.LOG_REASONS,
        LogField.CHAMPION_NAME: Field.LOG_CHAMPION_NAME,
        LogField.PULSE: Field.LOG_PULSE,
        LogField.PULSE_REASON: Field.LOG_PULSE_REASON,
        LogField.FALSE_ALARM: Field.LOG_EPISODE,
        LogField.MUTED_UNTIL: Field.LOG_EPISODE,
        LogField.STEP: Field.LOG_STEP,
        LogField.DUE_ON: Field.LOG_DUE,
        LogField.STEP_OWNER: Field.LOG_STEP_OWNER,
        LogField.EFFECTIVE_ON: Field.RENEWAL_DATE,
        LogField.AMOUNT: Field.RENEWAL_AMOUNT,
        LogField.COMPETITOR: Field.RENEWAL_COMPETITOR,
        LogField.CALL: Field.FORECAST_CALL,
    }
)
"""Where each field stands in the windows; a window in which it does not stand says it at its first input."""


class Unfit(StrEnum):
    """What only Slack can tell."""

    NOT_KNOWN = "not_known"
    """An account that does not exist for this person."""
    NOT_A_MEMBER = "not_a_member"
    """A guest, a bot, or somebody of another company."""


def at_fields(
    renderer: Renderer,
    view: Mapping[str, Any],
    errors: Iterable[FieldError],
    places: Mapping[LogField, Field] = PLACES,
) -> dict[str, str]:
    """Word errors, each for the input that it is about."""
    inputs = _inputs(view.get("blocks"))
    said: dict[str, str] = {}
    for error in errors:
        place = places[error.field]
        message = renderer.render("field_problem", field=error.field, wrong=error.wrong, limit=error.limit)
        said.setdefault(place if place in inputs or not inputs else inputs[0], message.text)
    return said


def _inputs(blocks: object) -> list[str]:
    """Return the ids of a window's inputs; what Slack would never send has none."""
    known = [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    return [str(block.get("block_id")) for block in known if block.get("type") == "input"]


def at_field(renderer: Renderer, field: Field, problem: Unfit) -> dict[str, str]:
    """Word what only Slack can tell, for the input that it is about."""
    return {field: renderer.render("field_problem", field="", wrong=problem, limit=None).text}
