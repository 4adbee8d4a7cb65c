"""``steward work``: run the jobs."""

from bot.cli.console import note
from bot.cli.serving import wait_until_stopped
from bot.cli.working import working
from bot.clock import wall_clock
from bot.config import load_settings
from bot.logs import write_logs


def work() -> None:
    """Run the jobs: score every account at midnight of the workspace's zone. Missed runs are caught up."""
    settings = load_settings()
    write_logs(settings.steward_log, settings.steward_log_level)
    with working(settings, wall_clock(settings.timezone)):
        note("Working. Ctrl-C stops.")
        wait_until_stopped()
