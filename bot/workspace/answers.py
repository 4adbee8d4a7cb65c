"""What a person has entered: which field each input element answers in, its initial value, and what is missing."""

from collections.abc import Iterable
from typing import Any

from bot.workspace.records import Json, elements_of

ANSWER_FIELDS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "overflow": ("selected_option", ""),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", ""),
}
"""Element type → (field that holds the answer in payloads, field that presets it in the block)."""

STATELESS = {"overflow"}
"""Elements whose choice is sent once and never kept in a view's state."""

REQUIRED = "Please complete this required field."


def initial_values(blocks: Iterable[Json]) -> Json:
    """The state a freshly opened view has: `{block_id: {action_id: {"type", <answer field>}}}`."""
    values: Json = {}
    for block in blocks:
        for element in elements_of(block):
            kind = str(element.get("type"))
            if kind in ANSWER_FIELDS and kind not in STATELESS:
                field, preset = ANSWER_FIELDS[kind]
                empty: Any = [] if field.endswith("s") else None
                entry = {"type": kind, field: element.get(preset, empty)}
                values.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return values


def merged(values: Json, entered: Json) -> Json:
    """`values` with what was `entered` laid over it; entries for elements the view does not have are left out."""
    return {
        block_id: {
            action_id: {**entry, **entered.get(block_id, {}).get(action_id, {})} for action_id, entry in row.items()
        }
        for block_id, row in values.items()
    }


def missing(blocks: Iterable[Json], values: Json) -> dict[str, str]:
    """Required input blocks without an answer, as Slack's own client words it: `{block_id: sentence}`."""
    return {
        block["block_id"]: REQUIRED
        for block in blocks
        if block.get("type") == "input" and not block.get("optional") and not _answered(block["element"], block, values)
    }


def answer(element: Json, value: str) -> Json:
    """What the page sends when a person gives an element this value: text, a date, or the value of an option.

    Raises:
        LookupError: the element offers no option with that value.
    """
    kind = str(element["type"])
    if kind not in ANSWER_FIELDS:
        return {"type": kind, "value": element.get("value")}
    field, _ = ANSWER_FIELDS[kind]
    if field == "selected_option":
        return {"type": kind, field: _option(element, value)}
    if field == "selected_options":
        return {"type": kind, field: [_option(element, one) for one in value.split(",")]}
    if field == "files":
        return {"type": kind, field: [{"id": one} for one in value.split(",")]}
    return {"type": kind, field: value.split(",") if field.endswith("s") else value}


def _option(element: Json, value: str) -> Json:
    groups = [group["options"] for group in element.get("option_groups", ())]
    for option in [*element.get("options", ()), *(option for group in groups for option in group)]:
        if option.get("value") == value:
            return dict(option)
    if "external" in str(element["type"]):
        return {"text": {"type": "plain_text", "text": value}, "value": value}
    message = f"{element.get('action_id')} offers no option with the value {value!r}."
    raise LookupError(message)


def _answered(element: Json, block: Json, values: Json) -> bool:
    field, _ = ANSWER_FIELDS.get(str(element.get("type")), ("value", ""))
    given = values.get(block["block_id"], {}).get(element.get("action_id"), {}).get(field)
    return given not in (None, "", [])
