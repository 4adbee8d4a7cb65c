"""The Web API's table of contents: every method this workspace answers."""

from collections.abc import Mapping

from bot.workspace import web_api_chat as chat
from bot.workspace import web_api_people as people
from bot.workspace import web_api_views as views
from bot.workspace.web_api import Method

METHODS: Mapping[str, Method] = {
    "api.test": people.api_test,
    "auth.test": people.auth_test,
    "chat.delete": chat.delete,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "conversations.history": people.conversations_history,
    "conversations.info": people.conversations_info,
    "conversations.list": people.conversations_list,
    "conversations.members": people.conversations_members,
    "conversations.open": people.conversations_open,
    "conversations.replies": people.conversations_replies,
    "users.info": people.users_info,
    "users.list": people.users_list,
    "users.lookupByEmail": people.users_lookup_by_email,
    "views.open": views.views_open,
    "views.publish": views.views_publish,
    "views.push": views.views_push,
    "views.update": views.views_update,
}
"""`apps.connections.open` stands apart: it belongs to Socket Mode."""
