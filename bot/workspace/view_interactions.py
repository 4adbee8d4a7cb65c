"""What people do with views: submit or close a modal, open the app's Home."""

from dataclasses import replace

from bot.workspace import events, payloads
from bot.workspace.answers import missing
from bot.workspace.backend import Backend
from bot.workspace.errors import DeliveryError, SlackError
from bot.workspace.interactions import person_of, placed
from bot.workspace.records import Json, View
from bot.workspace.slack_json import view_json
from bot.workspace.uploads import hand_over
from bot.workspace.web_api_views import checked_view

TROUBLE = "We had some trouble connecting. Try again?"
"""Slack's own words when an app answers a submission with something it does not understand."""


async def submit(backend: Backend, user: str, view_id: str, state: Json) -> Json:
    """Submit a modal: required inputs are checked first, then the app decides what happens to it.

    Raises:
        SlackError: view_not_found.
    """
    view = _open_view(backend, user, view_id)
    view = backend.views.remember(view, state)
    lacking = missing(view.blocks, view.values)
    if lacking:
        return {"ok": True, "response_action": "errors", "errors": lacking}
    payload = payloads.interaction(backend, "view_submission", person_of(backend, user))
    trigger_id = backend.passes.new_trigger(user, view.id)
    shown = view_json(replace(view, values=hand_over(backend, user, view.values)), backend.seed)
    payload |= {"trigger_id": trigger_id, "view": shown, "response_urls": _urls(backend, view)}
    try:
        given = await backend.delivery.ask("interactive", payload)
        return _apply(backend, view, given)
    except (DeliveryError, SlackError) as failure:
        return {"ok": False, "error": failure.code, "message": TROUBLE}


async def close(backend: Backend, user: str, view_id: str, *, cleared: bool) -> Json:
    """Close a modal (`cleared`: all of them); the app is told about those that asked for it.

    Raises:
        SlackError: view_not_found.
    """
    closed = backend.views.close(_open_view(backend, user, view_id), cleared=cleared)
    backend.hide_views(closed)
    for view in closed:
        if view.body.get("notify_on_close"):
            await _tell_closed(backend, view, cleared=cleared)
    return {"ok": True}


async def open_home(backend: Backend, user: str) -> Json:
    """Tell the app that a person looks at its Home tab.

    Raises:
        SlackError: user_not_found.
    """
    person = person_of(backend, user)
    channel, home = backend.state.dm_of(person.id), backend.views.home(person.id)
    happened: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": channel.id if channel is not None else "",
        "tab": "home",
    }
    if home is not None:
        happened["view"] = view_json(home, backend.seed)
    events.tell(backend, "app_home_opened", happened)
    return {"ok": True}


def _urls(backend: Backend, view: View) -> list[Json]:
    """A response URL for every conversation that was chosen in an input which asks for one."""
    urls = []
    for block in view.blocks:
        element = block.get("element") or {}
        given = view.values.get(block["block_id"], {}).get(element.get("action_id"), {})
        channel = given.get("selected_conversation") or given.get("selected_channel")
        if element.get("response_url_enabled") and channel:
            url = f"{backend.url}/actions/{backend.passes.new_url(view.user, channel)}"
            about = {"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": channel}
            urls.append({**about, "response_url": url})
    return urls


def _open_view(backend: Backend, user: str, view_id: str) -> View:
    view = placed(backend, user, {"type": "view", "view_id": view_id})
    if not isinstance(view, View) or view.type != "modal":
        raise SlackError("view_not_found")
    return view


def _apply(backend: Backend, view: View, given: Json) -> Json:
    action = given.get("response_action")
    if action == "errors":
        return {"ok": True, "response_action": action, "errors": _known_errors(view, given.get("errors"))}
    if action == "update":
        body = checked_view(given.get("view"), "modal")
        backend.show_view("view_update", backend.views.update(_still_open(backend, view), body))
    elif action == "push":
        backend.show_view("view_push", backend.views.push(view.user, checked_view(given.get("view"), "modal")))
    elif action in (None, "clear"):
        backend.hide_views(backend.views.close(view, cleared=action == "clear"))
    else:
        raise SlackError("invalid_response_action")
    return {"ok": True, "response_action": action}


def _known_errors(view: View, errors: object) -> Json:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
        raise SlackError("invalid_errors")
    return errors


def _still_open(backend: Backend, view: View) -> View:
    found = backend.views.find(view.id)
    if found is None:
        raise SlackError("view_not_found")
    return found


async def _tell_closed(backend: Backend, view: View, *, cleared: bool) -> None:
    payload = payloads.interaction(backend, "view_closed", person_of(backend, view.user))
    payload |= {"view": view_json(view, backend.seed), "is_cleared": cleared}
    try:
        await backend.delivery.ask("interactive", payload)
    except DeliveryError:
        return
