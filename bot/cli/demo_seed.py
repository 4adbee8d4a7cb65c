"""The demo's workspace, with the app installed in it as the manifest says."""

from dataclasses import replace

from bot.listeners import EVENTS
from bot.manifest import manifest, slash_commands
from bot.workspace.seed import CommandHelp, Seed, Shortcut, ShortcutKind, default_seed


def demo_seed() -> Seed:
    """Return the workspace with what completion and menus offer, and the events that the app is told of."""
    commands = [CommandHelp(one.command, f"[{one.usage}]", one.description) for one in slash_commands()]
    seed = default_seed(commands=commands)
    shortcuts = tuple(
        Shortcut(one["callback_id"], one["name"], one["description"], ShortcutKind(one["type"]))
        for one in manifest()["features"]["shortcuts"]
    )
    return replace(seed, shortcuts=shortcuts, app=replace(seed.app, events=frozenset(EVENTS)))
