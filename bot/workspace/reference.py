"""The table of Web API methods in `docs/workspace.md`, rendered from the methods themselves."""

from bot.workspace.methods import METHODS
from bot.workspace.scopes import METHOD_SCOPES


def method_table() -> str:
    """Return a Markdown table: one row per method with what it does and the scopes of which it needs one."""
    rows = [f"| `{name}` | {_told(name)} | {_scopes(name)} |" for name in sorted(METHODS)]
    return "\n".join(("| method | what it does here | scopes |", "|---|---|---|", *rows))


def _told(name: str) -> str:
    """What the method's docstring says of it; nothing where its name says it all."""
    line = (METHODS[name].__doc__ or "").partition("\n")[0]
    said = line.removeprefix(name).removeprefix(":").strip().rstrip(".")
    return said[:1].upper() + said[1:]


def _scopes(name: str) -> str:
    return " or ".join(f"`{scope}`" for scope in METHOD_SCOPES.get(name, ()))
