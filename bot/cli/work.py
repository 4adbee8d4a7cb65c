"""``steward work``: run the jobs."""

from bot.cli.console import note
from bot.cli.serving import wait_until_stopped
from bot.cli.working import slack, working
from bot.clock import wall_clock
from bot.config import load_settings
from bot.logs import write_logs


def work() -> None:
    """Do what nobody asks for: score accounts at midnight of the workspace's zone, write digests, remind, send.

    Missed runs are caught up. Any number of these may run; each thing is done by one of them.
    """
    settings = load_settings()
    write_logs(settings.steward_log, settings.steward_log_level)
    client = slack(settings)
    with working(settings, wall_clock(settings.timezone), client):
        note("Working. Ctrl-C stops." if client else "Working without Slack: SLACK_BOT_TOKEN is not set. Ctrl-C stops.")
        wait_until_stopped()
