"""One payload for every named way in which Slack refuses blocks, messages and views."""

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """A mrkdwn text object."""
    return {"type": "mrkdwn", "text": text}


def option(**changes: object) -> Json:
    """A good option, changed."""
    return {"text": plain("A"), "value": "a", **changes}


def options(count: int) -> list[Json]:
    """So many different options."""
    return [option(value=str(index)) for index in range(count)]


def button(**changes: object) -> Json:
    """A good button, changed."""
    return {"type": "button", "text": plain("Go"), "action_id": "go", **changes}


def confirm(**changes: object) -> Json:
    """A button that asks first."""
    asked = {"title": plain("Sure?"), "text": plain("Really"), "confirm": plain("Yes"), "deny": plain("No")}
    return button(confirm={**asked, **changes})


def select(**changes: object) -> Json:
    """A static select with one option, changed."""
    chosen = {"type": "static_select", "action_id": "pick", "options": options(1), **changes}
    return {key: value for key, value in chosen.items() if value is not None}


def actions(*elements: Json) -> Json:
    """An actions block of these elements."""
    return {"type": "actions", "elements": list(elements)}


def entry(element: Json, **changes: object) -> Json:
    """An input block around an element."""
    return {"type": "input", "label": plain("Label"), "element": element, **changes}


def section(**changes: object) -> Json:
    """A section, changed."""
    return {"type": "section", "text": mrkdwn("Hello"), **changes}


def image(**changes: object) -> Json:
    """An image block, changed."""
    return {"type": "image", "image_url": "https://example.com/i.png", "alt_text": "A picture", **changes}


def video(**changes: object) -> Json:
    """A video block, changed."""
    address = "https://example.com/v"
    given = {"type": "video", "alt_text": "A film", "title": plain("Film"), "thumbnail_url": address}
    return {**given, "video_url": address, **changes}


def cells(*texts: str) -> list[Json]:
    """A row of raw text cells."""
    return [{"type": "raw_text", "text": text} for text in texts]


def data_table(**changes: object) -> Json:
    """A data table with two rows, changed."""
    return {"type": "data_table", "caption": "Scores", "rows": [cells("a"), cells("b")], **changes}


def chart(**changes: object) -> Json:
    """A pie chart with one segment, its chart changed."""
    pie = {"type": "pie", "segments": [{"label": "A", "value": 1}]}
    return {"type": "data_visualization", "title": "Chart", "chart": {**pie, **changes}}


def bars(series: list[Json] | None = None, **axes: object) -> Json:
    """A bar chart, its series or axes changed."""
    one = [{"name": "S", "data": [{"label": "A", "value": 1}]}]
    config = {"categories": ["A"], **axes}
    shown = {"type": "bar", "series": one if series is None else series, "axis_config": config}
    return {"type": "data_visualization", "title": "Chart", "chart": shown}


def points(count: int, label: str = "A") -> list[Json]:
    """A series with so many points."""
    return [{"name": "S", "data": [{"label": label, "value": 1} for _ in range(count)]}]


def feedback(**changes: object) -> Json:
    """Feedback buttons, the positive one changed."""
    good = {"text": plain("Good"), "value": "good"}
    both = {"positive_button": {**good, **changes}, "negative_button": good}
    return {"type": "context_actions", "elements": [{"type": "feedback_buttons", "action_id": "f", **both}]}


def card(**changes: object) -> Json:
    """A card, changed."""
    return {"type": "card", "title": mrkdwn("Card"), **changes}


def container(**changes: object) -> Json:
    """A container with one section, changed."""
    return {"type": "container", "title": plain("Box"), "child_blocks": [section()], **changes}


def modal(**changes: object) -> Json:
    """A modal with one section, changed."""
    return {"type": "modal", "title": plain("Title"), "blocks": [section()], **changes}


def task(**changes: object) -> Json:
    """A task card with one source, the source changed."""
    source = {"type": "url", "url": "https://example.com", "text": "Source", **changes}
    return {"type": "task_card", "task_id": "t", "title": "Task", "status": "pending", "sources": [source]}


def icon_button(**changes: object) -> Json:
    """A context actions block with one icon button, changed."""
    shown = {"type": "icon_button", "icon": "trash", "text": plain("Delete"), "action_id": "d", **changes}
    return {"type": "context_actions", "elements": [shown]}


def number(**changes: object) -> Json:
    """A number input, changed."""
    return {"type": "number_input", "is_decimal_allowed": False, "action_id": "n", **changes}


def table(rows: list[list[Json]], **changes: object) -> Json:
    """A table of these rows."""
    return {"type": "table", "rows": rows, **changes}


def group(**changes: object) -> Json:
    """A select with one option group, changed."""
    return select(options=None, option_groups=[{"label": plain("G"), "options": options(1), **changes}])


LONG = {
    length: "x" * (length + 1) for length in (20, 24, 30, 49, 50, 75, 100, 150, 199, 200, 255, 300, 2000, 3000, 12_000)
}

BLOCK_CASES: dict[str, Callable[[], Json]] = {
    "text-empty": lambda: section(text=mrkdwn("")),
    "text-too-long": lambda: section(text=mrkdwn(LONG[3000])),
    "button-action-id-too-long": lambda: actions(button(action_id=LONG[255])),
    "button-text-too-long": lambda: actions(button(text=plain(LONG[75]))),
    "button-url-too-long": lambda: actions(button(url=LONG[3000])),
    "button-value-too-long": lambda: actions(button(value=LONG[2000])),
    "button-accessibility-label-too-long": lambda: actions(button(accessibility_label=LONG[75])),
    "confirmation-title-too-long": lambda: actions(confirm(title=plain(LONG[100]))),
    "confirmation-text-too-long": lambda: actions(confirm(text=plain(LONG[300]))),
    "confirmation-confirm-too-long": lambda: actions(confirm(confirm=plain(LONG[30]))),
    "confirmation-deny-too-long": lambda: actions(confirm(deny=plain(LONG[30]))),
    "option-text-too-long": lambda: actions(select(options=[option(text=plain(LONG[75]))])),
    "option-value-too-long": lambda: actions(select(options=[option(value=LONG[150])])),
    "option-url-too-long": lambda: actions({"type": "overflow", "options": [option(url="😀" * 3001)]}),
    "option-description-too-long": lambda: actions(select(options=[option(description=plain(LONG[75]))])),
    "option-group-label-too-long": lambda: actions(group(label=plain(LONG[75]))),
    "option-group-empty": lambda: actions(group(options=[])),
    "option-group-too-many-options": lambda: actions(group(options=options(101))),
    "select-placeholder-too-long": lambda: actions(select(placeholder=plain(LONG[150]))),
    "select-too-many-options": lambda: actions(select(options=options(101))),
    "select-too-many-option-groups": lambda: actions(
        select(options=None, option_groups=[{"label": plain("G"), "options": options(1)}] * 101)
    ),
    "overflow-empty": lambda: actions({"type": "overflow", "options": []}),
    "overflow-too-many-options": lambda: actions({"type": "overflow", "options": options(6)}),
    "checkboxes-empty": lambda: actions({"type": "checkboxes", "options": []}),
    "checkboxes-too-many-options": lambda: actions({"type": "checkboxes", "options": options(11)}),
    "radio-buttons-empty": lambda: actions({"type": "radio_buttons", "options": []}),
    "radio-buttons-too-many-options": lambda: actions({"type": "radio_buttons", "options": options(11)}),
    "url-source-url-empty": lambda: task(url=""),
    "url-source-url-too-long": lambda: task(url=LONG[3000]),
    "table-too-many-rows": lambda: table([cells("a")] * 101),
    "table-ragged-rows": lambda: table([cells("a", "b"), cells("a")]),
    "table-column-settings-mismatch": lambda: table([cells("a", "b")], column_settings=[{"align": "right"}]),
    "file-input-max-files-too-small": lambda: entry({"type": "file_input", "action_id": "f", "max_files": 0}),
    "file-input-max-files-too-large": lambda: entry({"type": "file_input", "action_id": "f", "max_files": 11}),
    "plain-text-input-max-length-too-large": lambda: entry({"type": "plain_text_input", "max_length": 3001}),
    "actions-too-many-elements": lambda: actions(*(button(action_id=str(index)) for index in range(26))),
    "context-too-many-elements": lambda: {"type": "context", "elements": [mrkdwn("a")] * 11},
    "header-text-too-long": lambda: {"type": "header", "text": plain(LONG[150])},
    "image-url-too-long": lambda: image(image_url=LONG[3000]),
    "image-alt-text-too-long": lambda: image(alt_text=LONG[2000]),
    "input-label-too-long": lambda: entry({"type": "plain_text_input"}, label=plain(LONG[2000])),
    "input-hint-too-long": lambda: entry({"type": "plain_text_input"}, hint=plain(LONG[2000])),
    "markdown-empty": lambda: {"type": "markdown", "text": ""},
    "markdown-too-long": lambda: {"type": "markdown", "text": LONG[12_000]},
    "section-text-too-long": lambda: section(text=mrkdwn(LONG[3000])),
    "section-too-many-fields": lambda: section(fields=[mrkdwn("a")] * 11),
    "section-field-too-long": lambda: section(fields=[mrkdwn(LONG[2000])]),
    "video-alt-text-empty": lambda: video(alt_text=""),
    "video-alt-text-too-long": lambda: video(alt_text=LONG[200]),
    "video-title-too-long": lambda: video(title=plain(LONG[200])),
    "video-author-name-too-long": lambda: video(author_name=LONG[50]),
    "video-description-too-long": lambda: video(description=plain(LONG[200])),
    "video-provider-name-too-long": lambda: video(provider_name=LONG[50]),
    "section-missing-content": lambda: {"type": "section"},
    "static-select-options-and-groups": lambda: actions(
        select(option_groups=[{"label": plain("G"), "options": options(1)}])
    ),
    "image-url-and-slack-file": lambda: image(slack_file={"id": "F1"}),
    "number-input-inverted-range": lambda: entry(number(min_value="2", max_value="1")),
    "context-invalid-element": lambda: {"type": "context", "elements": [button()]},
    "input-invalid-element": lambda: entry(button()),
    "block-id-too-long": lambda: section(block_id=LONG[255]),
    "alert-text-too-long": lambda: {"type": "alert", "text": plain(LONG[200])},
    "card-title-too-long": lambda: card(title=mrkdwn(LONG[150])),
    "card-subtitle-too-long": lambda: card(subtitle=mrkdwn(LONG[150])),
    "card-body-too-long": lambda: card(body=mrkdwn(LONG[200])),
    "card-too-many-actions": lambda: card(actions=[button()] * 4),
    "card-subtext-too-long": lambda: card(subtext=mrkdwn(LONG[200])),
    "carousel-empty": lambda: {"type": "carousel", "elements": []},
    "carousel-too-many-cards": lambda: {"type": "carousel", "elements": [card()] * 11},
    "container-title-too-long": lambda: container(title=plain(LONG[150])),
    "container-subtitle-too-long": lambda: container(subtitle=mrkdwn(LONG[150])),
    "container-too-many-child-blocks": lambda: container(child_blocks=[section()] * 11),
    "context-actions-too-many-elements": lambda: {
        "type": "context_actions",
        "elements": [{**icon_button()["elements"][0], "action_id": str(index)} for index in range(6)],
    },
    "feedback-button-text-too-long": lambda: feedback(text=plain(LONG[75])),
    "feedback-button-value-too-long": lambda: feedback(value=LONG[2000]),
    "feedback-button-accessibility-label-too-long": lambda: feedback(accessibility_label=LONG[75]),
    "icon-button-too-many-visible-users": lambda: icon_button(visible_to_user_ids=[f"U{n}" for n in range(11)]),
    "data-table-too-few-rows": lambda: data_table(rows=[cells("a")]),
    "data-table-too-many-rows": lambda: data_table(rows=[cells("a")] * 202),
    "data-table-too-few-columns": lambda: data_table(rows=[[], []]),
    "data-table-too-many-columns": lambda: data_table(rows=[cells(*"a" * 21)] * 2),
    "data-table-page-size-too-small": lambda: data_table(page_size=0),
    "data-table-page-size-too-large": lambda: data_table(page_size=101),
    "data-table-cell-text-empty": lambda: data_table(rows=[cells(""), cells("b")]),
    "data-table-content-too-long": lambda: data_table(rows=[cells("x" * 200)] * 101),
    "data-visualization-title-too-long": lambda: chart() | {"title": LONG[50]},
    "pie-chart-empty": lambda: chart(segments=[]),
    "pie-chart-too-many-segments": lambda: chart(segments=[{"label": "A", "value": 1}] * 13),
    "chart-segment-label-too-long": lambda: chart(segments=[{"label": LONG[20], "value": 1}]),
    "chart-segment-value-not-positive": lambda: chart(segments=[{"label": "A", "value": 0}]),
    "chart-series-empty": lambda: bars([]),
    "chart-too-many-series": lambda: bars(points(1) * 13),
    "data-series-name-too-long": lambda: bars([{**points(1)[0], "name": LONG[20]}]),
    "data-series-empty": lambda: bars(points(0)),
    "data-series-too-many-points": lambda: bars(points(21)),
    "data-point-label-too-long": lambda: bars(points(1, LONG[20])),
    "axis-categories-empty": lambda: bars(categories=[]),
    "axis-too-many-categories": lambda: bars(categories=["A"] * 21),
    "axis-category-label-too-long": lambda: bars(categories=[LONG[20]]),
    "axis-label-too-long": lambda: bars(x_label=LONG[50]),
}
"""Case id → a block that has exactly this fault."""

VIEW_CASES: dict[str, Callable[[], Json]] = {
    "view-missing-blocks": lambda: modal(blocks=[]),
    "view-too-many-blocks": lambda: modal(blocks=[{"type": "divider"}] * 101),
    "view-private-metadata-too-long": lambda: modal(private_metadata=LONG[3000]),
    "view-callback-id-too-long": lambda: modal(callback_id=LONG[255]),
    "view-title-too-long": lambda: modal(title=plain(LONG[24])),
    "view-close-too-long": lambda: modal(close=plain(LONG[24])),
    "view-submit-too-long": lambda: modal(submit=plain(LONG[24])),
}
"""Case id → a view that has exactly this fault."""
