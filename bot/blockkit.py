"""Block Kit as data: what every block, element and object may hold.

Source: Slack's Block Kit reference; numbers are its limits in Unicode code points and items.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.shapes import Anything, Fields, Flag, Items, Number, Problem, Shape, Spec, String, Text

DATA_TABLE_TOTAL = 20_000
"""Characters of text in all cells of one data table."""


@dataclass(frozen=True, slots=True)
class Is:
    """An object whose `type` is one of these; the type's own shape and rule then apply."""

    types: tuple[str, ...]

    def check(self, value: object, at: str) -> Iterator[Problem]:
        """Check the type, the shape, and the rule across fields."""
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(value, dict) or kind not in self.types:
            yield Problem(f"{at}/type", f"unsupported type: {kind}")
            return
        faults = list(Fields({"type!": Anything(), **SHAPES[kind]}).check(value, at))
        yield from faults
        fault = RULES[kind](value) if kind in RULES and not faults else None
        if fault is not None:
            yield Problem(at, fault)


def _joined(*parts: Shape) -> Shape:
    return {name: spec for part in parts for name, spec in part.items()}


FLAG, ANY, NAME = Flag(), Anything(), String(255)
STYLE = String(choices=("primary", "danger"))
CONFIRM = Fields(
    _joined(
        {"title": Text(100, plain=True), "text!": Text(300), "confirm": Text(30, plain=True)},
        {"deny": Text(30, plain=True), "style": STYLE},
    )
)
OPTION_PARTS: dict[str, Spec] = {"value!": String(150), "url": String()}
OPTION = Fields({"text!": Text(75, plain=True), "description": Text(75, plain=True), **OPTION_PARTS})
RICH_OPTION = Fields({"text!": Text(75), "description": Text(75), **OPTION_PARTS})
GROUP = Fields({"label!": Text(75, plain=True), "options!": Items(OPTION, 100)})
IMAGE: dict[str, Spec] = {"image_url": String(), "slack_file": ANY, "alt_text!": String(2000)}
FEEDBACK = Fields({"text!": Text(75, plain=True), "value!": String(2000), "accessibility_label": String(75)})
ACTION: dict[str, Spec] = {"action_id": NAME, "confirm": CONFIRM, "focus_on_load": FLAG}
PICK: dict[str, Spec] = ACTION | {"placeholder": Text(150, plain=True)}
MANY: dict[str, Spec] = PICK | {"max_selected_items": Number(1)}
ENTRY: dict[str, Spec] = PICK | {"dispatch_action_config": ANY, "initial_value": String(least=0)}
CHOICES: dict[str, Spec] = {"options": Items(OPTION, 100), "option_groups": Items(GROUP, 100)}
CONVERSATION: dict[str, Spec] = {"default_to_current_conversation": FLAG, "filter": ANY}
INLINE = ("text", "link", "user", "channel", "usergroup", "emoji", "date", "broadcast", "color", "team")
RICH_PARTS = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")
CELLS = Is(("raw_text", "raw_number", "rich_text"))
SINGLE_SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
SELECTS = (*SINGLE_SELECTS, *(f"multi_{kind}" for kind in SINGLE_SELECTS))
CHOOSERS = (*SELECTS, "checkboxes", "radio_buttons", "datepicker", "timepicker", "datetimepicker")
ENTRIES = ("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input", "file_input")
PRESSED = ("button", "overflow", "workflow_button")
AXES = Fields({"categories!": Items(String(20), 20), "x_label": String(50), "y_label": String(50), "label": String(50)})
POINT = Fields({"label!": String(20), "value!": Number()})
SERIES = Fields({"name!": String(20), "data!": Items(POINT, 20)})
SLICE = Fields({"label!": String(20), "value!": Number(positive=True)})
CHART: dict[str, Spec] = {"series!": Items(SERIES, 12), "axis_config!": AXES}
TASK: dict[str, Spec] = {"task_id!": String(), "title!": String(), "details": Is(("rich_text",))}
TASK |= {"status!": String(choices=("pending", "in_progress", "complete", "error")), "output": Is(("rich_text",))}
TASK |= {"sources": Items(Is(("url",)))}
CARD: dict[str, Spec] = {"hero_image": Is(("image",)), "icon": Is(("image",)), "slack_icon": ANY}
CARD |= {"title": Text(150), "subtitle": Text(150), "body": Text(200), "subtext": Text(200)}
CARD |= {"actions": Items(Is(("button",)), 3)}
VIDEO: dict[str, Spec] = {"alt_text!": String(200), "title!": Text(200, plain=True), "title_url": String()}
VIDEO |= {"thumbnail_url!": String(), "video_url!": String(), "author_name": String(50)}
VIDEO |= {"provider_name": String(50), "provider_icon_url": String(), "description": Text(200, plain=True)}
PLAIN_BLOCKS = ("actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video")
CONTAINED = (*PLAIN_BLOCKS, "file", "table")


TEXTS: dict[str, Shape] = {
    "plain_text": {"text!": String(), "emoji": FLAG},
    "mrkdwn": {"text!": String(), "verbatim": FLAG},
    "text": {"text!": String(40_000), "style": ANY},
    "link": {"url!": String(), "text": String(), "unsafe": FLAG, "style": ANY},
    "user": {"user_id!": String(), "style": ANY},
    "channel": {"channel_id!": String(), "style": ANY},
    "usergroup": {"usergroup_id!": String(), "style": ANY},
    "team": {"team_id!": String(), "style": ANY},
    "emoji": {"name!": String(), "unicode": String(), "url": String(), "skin_tone": Number(), "style": ANY},
    "date": {"timestamp!": Number(), "format!": String(), "fallback": String(), "url": String(), "style": ANY},
    "broadcast": {"range!": String(choices=("here", "channel", "everyone")), "style": ANY},
    "color": {"value!": String(), "style": ANY},
    "rich_text_section": {"elements!": Items(Is(INLINE), least=0), "border": ANY},
    "rich_text_quote": {"elements!": Items(Is(INLINE), least=0), "border": ANY},
    "rich_text_preformatted": {"elements!": Items(Is(("text", "link")), least=0), "border": ANY, "language": String()},
    "rich_text_list": _joined(
        {"elements!": Items(Is(RICH_PARTS[:1])), "style!": String(choices=("bullet", "ordered"))},
        {"indent": Number(0, 8), "offset": Number(0), "border": ANY},
    ),
    "raw_text": {"text!": String()},
    "raw_number": {"value!": Number(), "text!": String()},
    "url": {"url!": String(), "text!": String()},
}
ELEMENTS: dict[str, Shape] = {
    "button": ACTION
    | {"text!": Text(75, plain=True), "value": String(2000), "url": String(), "style": STYLE}
    | {"accessibility_label": String(75), "agent_prompt": String(4000)},
    "workflow_button": ACTION
    | {"text!": Text(75, plain=True), "workflow!": ANY, "style": STYLE}
    | {"accessibility_label": String(75)},
    "icon_button": ACTION
    | {"text!": Text(75, plain=True), "icon!": String(), "value": String(2000)}
    | {"accessibility_label": String(75), "visible_to_user_ids": Items(String(), 10)},
    "feedback_buttons": {"action_id": NAME, "positive_button!": FEEDBACK, "negative_button!": FEEDBACK},
    "overflow": ACTION | {"options!": Items(OPTION, 5)},
    "checkboxes": ACTION | {"options!": Items(RICH_OPTION, 10), "initial_options": Items(RICH_OPTION, 10)},
    "radio_buttons": ACTION | {"options!": Items(RICH_OPTION, 10), "initial_option": RICH_OPTION},
    "static_select": PICK | CHOICES | {"initial_option": OPTION},
    "external_select": PICK | {"initial_option": OPTION, "min_query_length": Number(0)},
    "users_select": PICK | {"initial_user": String()},
    "channels_select": PICK | {"initial_channel": String(), "response_url_enabled": FLAG},
    "conversations_select": PICK | CONVERSATION | {"initial_conversation": String(), "response_url_enabled": FLAG},
    "multi_static_select": MANY | CHOICES | {"initial_options": Items(OPTION, 100)},
    "multi_external_select": MANY | {"initial_options": Items(OPTION, 100), "min_query_length": Number(0)},
    "multi_users_select": MANY | {"initial_users": Items(String())},
    "multi_channels_select": MANY | {"initial_channels": Items(String())},
    "multi_conversations_select": MANY | CONVERSATION | {"initial_conversations": Items(String())},
    "datepicker": PICK | {"initial_date": String(10)},
    "timepicker": PICK | {"initial_time": String(5), "timezone": String()},
    "datetimepicker": ACTION | {"initial_date_time": Number(0)},
    "plain_text_input": ENTRY | {"multiline": FLAG, "min_length": Number(0, 3000), "max_length": Number(1, 3000)},
    "number_input": ENTRY | {"is_decimal_allowed!": FLAG, "min_value": String(), "max_value": String()},
    "email_text_input": ENTRY,
    "url_text_input": ENTRY,
    "rich_text_input": ENTRY | {"initial_value": ANY, "min_lines": Number(1), "max_lines": Number(1)},
    "file_input": {"action_id": NAME, "filetypes": Items(String()), "max_files": Number(1, 10)},
}
BLOCKS: dict[str, Shape] = {
    "actions": {"elements!": Items(Is((*CHOOSERS, *PRESSED, "rich_text_input")), 25)},
    "alert": {"text!": Text(200), "level": String(choices=("default", "info", "warning", "error", "success"))},
    "card": CARD,
    "carousel": {"elements!": Items(Is(("card",)), 10)},
    "container": _joined(
        {"child_blocks!": Items(Is(CONTAINED), 10), "title": Text(150, plain=True), "subtitle": Text(150)},
        {"rich_text_title": Is(("rich_text",)), "icon": Is(("image",)), "has_header_divider": FLAG},
        {"is_collapsible": FLAG, "default_collapsed": FLAG},
        {"width": String(choices=("narrow", "standard", "wide", "full"))},
    ),
    "context": {"elements!": Items(Is(("image", "plain_text", "mrkdwn")), 10)},
    "context_actions": {"elements!": Items(Is(("feedback_buttons", "icon_button")), 5)},
    "data_table": _joined(
        {"caption!": String(), "rows!": Items(Items(CELLS, 20), 201, 2), "page_size": Number(1, 100)},
        {"row_header_column_index": Number(0, 19)},
    ),
    "data_visualization": {"title!": String(50), "chart!": Is(("pie", "bar", "line", "area"))},
    "divider": {},
    "file": {"external_id!": String(), "source!": String()},
    "header": {"text!": Text(150, plain=True)},
    "image": IMAGE | {"title": Text(2000, plain=True)},
    "input": _joined(
        {"label!": Text(2000, plain=True), "element!": Is((*CHOOSERS, *ENTRIES)), "hint": Text(2000, plain=True)},
        {"optional": FLAG, "dispatch_action": FLAG},
    ),
    "markdown": {"text!": String(12_000)},
    "plan": {"title!": String(), "tasks": Items(Fields({"type": ANY, "block_id": NAME, **TASK}), 50)},
    "rich_text": {"elements!": Items(Is(RICH_PARTS))},
    "section": _joined(
        {"text": Text(), "fields": Items(Text(2000), 10), "expand": FLAG},
        {"accessory": Is((*CHOOSERS, *PRESSED, "image"))},
    ),
    "table": {"rows!": Items(Items(CELLS, 20), 100), "column_settings": Items(ANY, 20)},
    "task_card": TASK,
    "video": VIDEO,
}
CHARTS: dict[str, Shape] = {"pie": {"segments!": Items(SLICE, 12)}, "bar": CHART, "line": CHART, "area": CHART}
SHAPES: dict[str, Shape] = (
    TEXTS | ELEMENTS | CHARTS | {kind: _joined(shape, {"block_id": NAME}) for kind, shape in BLOCKS.items()}
)


def _section(block: Mapping[str, Any]) -> str | None:
    return None if block.get("text") or block.get("fields") else "must provide text or fields"


def _choices(select: Mapping[str, Any]) -> str | None:
    one = bool(select.get("options")) != bool(select.get("option_groups"))
    return None if one else "must provide either options or option_groups"


def _image(image: Mapping[str, Any]) -> str | None:
    one = bool(image.get("image_url")) != bool(image.get("slack_file"))
    return None if one else "must provide either image_url or slack_file"


def _number_range(element: Mapping[str, Any]) -> str | None:
    try:
        low, high = float(element.get("min_value") or "-inf"), float(element.get("max_value") or "inf")
    except ValueError:
        return "min_value and max_value must be numbers"
    return "min_value must not be above max_value" if low > high else None


def _even_rows(block: Mapping[str, Any]) -> str | None:
    widths = {len(row) for row in block["rows"]}
    return "every row must have the same number of cells" if len(widths) > 1 else None


def _table(block: Mapping[str, Any]) -> str | None:
    settings = block.get("column_settings")
    if settings is not None and len(settings) != len(block["rows"][0]):
        return "column_settings must match the number of columns"
    return _even_rows(block)


def _data_table(block: Mapping[str, Any]) -> str | None:
    total = sum(len(cell.get("text", "")) for row in block["rows"] for cell in row)
    return f"no more than {DATA_TABLE_TOTAL} characters allowed" if total > DATA_TABLE_TOTAL else _even_rows(block)


Rule = Callable[[Mapping[str, Any]], str | None]

RULES: Mapping[str, Rule] = {
    "section": _section,
    "static_select": _choices,
    "multi_static_select": _choices,
    "image": _image,
    "number_input": _number_range,
    "table": _table,
    "data_table": _data_table,
}
"""Type → a rule across its fields: what is wrong, or None."""
