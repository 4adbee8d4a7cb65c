"""What several tests of the bot share."""

from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from bot.rendering.renderer import Renderer, make_renderer
from tests.unit.bot.answers import TODAY


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    """Word messages for an American reader."""
    return make_renderer(Locale("en", "US"), ZoneInfo("UTC"), TODAY)
