"""The Web API's table of contents: every method this workspace answers."""

from collections.abc import Mapping

from bot.workspace import web_api_blocks as blocks
from bot.workspace import web_api_chat as chat
from bot.workspace import web_api_files as files
from bot.workspace import web_api_people as people
from bot.workspace import web_api_reactions as reactions
from bot.workspace import web_api_schedule as schedule
from bot.workspace import web_api_team as team
from bot.workspace import web_api_views as views
from bot.workspace.web_api import Method

METHODS: Mapping[str, Method] = {
    "api.test": people.api_test,
    "auth.test": people.auth_test,
    "blocks.validate": blocks.blocks_validate,
    "bots.info": team.bots_info,
    "chat.delete": chat.delete,
    "chat.deleteScheduledMessage": schedule.delete_scheduled,
    "chat.getPermalink": chat.get_permalink,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.scheduleMessage": schedule.schedule_message,
    "chat.scheduledMessages.list": schedule.scheduled_list,
    "chat.update": chat.update,
    "conversations.history": people.conversations_history,
    "conversations.info": people.conversations_info,
    "conversations.join": people.conversations_join,
    "conversations.list": people.conversations_list,
    "conversations.members": people.conversations_members,
    "conversations.open": people.conversations_open,
    "conversations.replies": people.conversations_replies,
    "files.completeUploadExternal": files.complete_upload,
    "files.delete": files.files_delete,
    "files.getUploadURLExternal": files.get_upload_url,
    "files.info": files.files_info,
    "reactions.add": reactions.reactions_add,
    "reactions.get": reactions.reactions_get,
    "reactions.remove": reactions.reactions_remove,
    "team.info": team.team_info,
    "usergroups.list": team.usergroups_list,
    "usergroups.users.list": team.usergroups_users_list,
    "users.getPresence": team.users_get_presence,
    "users.info": people.users_info,
    "users.list": people.users_list,
    "users.lookupByEmail": people.users_lookup_by_email,
    "users.profile.get": team.users_profile_get,
    "views.open": views.views_open,
    "views.publish": views.views_publish,
    "views.push": views.views_push,
    "views.update": views.views_update,
}
"""`apps.connections.open` stands apart: it belongs to Socket Mode."""
