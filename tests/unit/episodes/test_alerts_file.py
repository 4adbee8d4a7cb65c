"""A company's own alerts file: it says only what differs, and mistakes are told by file, line and key."""

from pathlib import Path

import pytest

from cs_engine.episodes.declaration import Usual
from cs_engine.episodes.reading import load_alerts, read_alerts
from cs_engine.errors import BadAlerts
from cs_engine.records.episodes import Family

MISTAKES = {
    "[usage_drop]\nshare = 1.4": r"alerts\.toml:2: usage_drop\.share: .*less than or equal to 1.*1\.4",
    "[usage_drop]\nshar = 0.5": r"alerts\.toml:2: usage_drop\.shar: is not known here; did you mean `share`",
    "[usage_fall]\nshare = 0.5": r"alerts\.toml:1: usage_fall: is not known here; did you mean `usage_drop`",
    '[silence]\nroute = "sms"': r"alerts\.toml:2: silence\.route: should be 'dm', 'channel', 'digest' or 'off'",
    "[usage_drop]\nshare = 0.9": r"alerts\.toml:1: usage_drop: must keep share <= eased_share",
    "[usage_drop.segments.digital]\nshare = 2": r"alerts\.toml:1: usage_drop: segments\.digital\.share",
    "[limits\n": r"alerts\.toml:1: not readable as TOML",
}


def test_without_a_file_the_preset_serves(tmp_path: Path) -> None:
    """Every family has a rule."""
    alerts = load_alerts(tmp_path / "alerts.toml")
    assert set(alerts.rules) == set(Family)
    assert alerts.usage_drop.share == 0.7


def test_a_file_changes_only_what_it_names(tmp_path: Path) -> None:
    """The rest stays as shipped."""
    file = tmp_path / "alerts.toml"
    file.write_text('[silence]\nroute = "dm"\n[usage_drop.segments.digital]\nshare = 0.5\n', encoding="utf-8")
    alerts = load_alerts(file)
    assert (alerts.silence.route, alerts.silence.days) == (Usual.DM, 60)
    shares = [alerts.usage_drop.of(segment).share for segment in ("digital", "mid", None)]
    assert shares == [0.5, 0.7, 0.7]


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_told_where_it_stands(text: str) -> None:
    """File, line, key, and what to do."""
    with pytest.raises(BadAlerts, match=MISTAKES[text]):
        read_alerts(text, "alerts.toml")


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    """Not a traceback."""
    file = tmp_path / "alerts.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadAlerts, match="save it as UTF-8"):
        load_alerts(file)
