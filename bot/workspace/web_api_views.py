"""views.open, views.push, views.update and views.publish."""

from bot.limits import lint_view
from bot.workspace.backend import Backend
from bot.workspace.errors import SlackError
from bot.workspace.records import Json, View
from bot.workspace.slack_json import view_json, with_ids
from bot.workspace.web_api import Args


def views_open(backend: Backend, args: Args) -> Json:
    """views.open: exchanges a trigger for a modal, the only one the person then sees."""
    body = checked_view(args.structure("view", "invalid_arguments"), "modal")
    trigger = backend.passes.exchange(args.need("trigger_id"))
    gone = backend.views.stack(trigger.user)
    view = backend.views.open(trigger.user, body)
    backend.hide_views(reversed(gone))
    return _shown(backend, "view_open", view)


def views_push(backend: Backend, args: Args) -> Json:
    """views.push: exchanges a trigger from inside a modal for one on top of it."""
    body = checked_view(args.structure("view", "invalid_arguments"), "modal")
    trigger = backend.passes.exchange(args.need("trigger_id"))
    if trigger.view_id is None:
        raise SlackError("invalid_trigger_id")
    return _shown(backend, "view_push", backend.views.push(trigger.user, body))


def views_update(backend: Backend, args: Args) -> Json:
    """views.update: by view id or external id, refused with hash_conflict when somebody was faster."""
    old = backend.views.find(args.text("view_id"), args.text("external_id"))
    if old is None:
        raise SlackError("not_found")
    _check_hash(args, old)
    body = checked_view(args.structure("view", "invalid_arguments"), old.type)
    return _shown(backend, "view_update" if old.type == "modal" else "home", backend.views.update(old, body))


def views_publish(backend: Backend, args: Args) -> Json:
    """views.publish: sets a person's Home tab."""
    user = args.need("user_id")
    person = backend.state.people.get(user)
    if person is None:
        raise SlackError("user_not_found")
    if person.deleted or person.is_bot:
        raise SlackError("not_enabled")
    home = backend.views.home(user)
    if home is not None:
        _check_hash(args, home)
    body = checked_view(args.structure("view", "invalid_arguments"), "home")
    return _shown(backend, "home", backend.views.publish(user, body))


def checked_view(view: object, kind: str) -> Json:
    """The view as it will be stored.

    Raises:
        SlackError: invalid_arguments, with what is wrong where.
    """
    if not isinstance(view, dict) or view.get("type") != kind:
        raise SlackError("invalid_arguments")
    problems = lint_view(view)
    if problems:
        raise SlackError("invalid_arguments", problems)
    return {**view, "blocks": with_ids(view["blocks"])}


def _check_hash(args: Args, view: View) -> None:
    given = args.text("hash")
    if given is not None and given != view.hash:
        raise SlackError("hash_conflict")


def _shown(backend: Backend, event: str, view: View) -> Json:
    backend.show_view(event, view)
    return {"view": view_json(view, backend.seed)}
