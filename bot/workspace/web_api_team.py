"""team.info, bots.info, usergroups.* and what else there is to know about people."""

from bot.workspace.backend import Backend
from bot.workspace.errors import SlackError
from bot.workspace.records import Json
from bot.workspace.seed import Person, UserGroup
from bot.workspace.slack_json import EPOCH, user_json
from bot.workspace.web_api import Args


def team_info(backend: Backend, args: Args) -> Json:
    """team.info: our own team."""
    seed = backend.seed
    if (args.text("team") or seed.team_id) != seed.team_id:
        raise SlackError("team_not_found")
    about = {"id": seed.team_id, "name": seed.team_name, "domain": seed.team_domain, "email_domain": ""}
    return {"team": {**about, "url": f"{backend.url}/", "icon": {"image_default": True}}}


def bots_info(backend: Backend, args: Args) -> Json:
    """bots.info: the app's bot."""
    app = backend.seed.app
    if (args.text("bot") or app.bot_id) != app.bot_id:
        raise SlackError("bot_not_found")
    about = {"id": app.bot_id, "app_id": app.app_id, "user_id": app.user_id, "name": app.name}
    return {"bot": {**about, "deleted": False, "updated": EPOCH, "icons": {}}}


def usergroups_list(backend: Backend, args: Args) -> Json:
    """usergroups.list: with `include_users` also who is in them."""
    whole = args.flag("include_users")
    return {"usergroups": [_group(backend, group, whole=whole) for group in backend.seed.user_groups]}


def usergroups_users_list(backend: Backend, args: Args) -> Json:
    """usergroups.users.list: the people of one group."""
    wanted = args.need("usergroup")
    for group in backend.seed.user_groups:
        if group.id == wanted:
            return {"users": list(group.users)}
    raise SlackError("no_such_subteam")


def users_get_presence(backend: Backend, args: Args) -> Json:
    """users.getPresence: active for bots and for people who have a page open or a driver."""
    person = _person(backend, args)
    here = person.is_bot or person.id in backend.state.active or person.id in backend.pages.here
    return {"presence": "active" if here else "away"}


def users_profile_get(backend: Backend, args: Args) -> Json:
    """users.profile.get: the profile that users.info shows."""
    return {"profile": user_json(_person(backend, args), backend.state)["profile"]}


def _person(backend: Backend, args: Args) -> Person:
    person = backend.state.people.get(args.text("user") or backend.seed.app.user_id)
    if person is None:
        raise SlackError("user_not_found")
    return person


def _group(backend: Backend, group: UserGroup, *, whole: bool) -> Json:
    about: Json = {"id": group.id, "team_id": backend.seed.team_id, "is_usergroup": True, "is_subteam": True}
    about |= {"name": group.name, "handle": group.handle, "description": "", "is_external": False, "auto_type": None}
    about |= {"date_create": EPOCH, "date_update": EPOCH, "date_delete": 0, "user_count": len(group.users)}
    return about | ({"users": list(group.users)} if whole else {})
