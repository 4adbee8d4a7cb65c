"""The Home page is opened."""

from collections.abc import Mapping
from typing import Any

from bot.home.home import Home


def open_home(event: Mapping[str, Any], home: Home) -> None:
    """Publish Home where the person was last."""
    if event.get("tab", "home") == "home":
        home.open()
