"""``steward serve``: answer Slack."""

from contextlib import nullcontext
from typing import Annotated

import typer
import uvicorn

from bot.app import create_app, http_answers
from bot.cli.console import note
from bot.cli.serving import connected, wait_until_stopped
from bot.cli.working import working
from bot.clock import wall_clock
from bot.config import load_settings
from bot.logs import write_logs
from bot.slack_client import make_client
from bot.web.slack_http import create_web
from cs_engine.service.customer_success import CustomerSuccess


def serve(
    *,
    everything: Annotated[bool, typer.Option("--all", help="Run the jobs in this process as well.")] = False,
    host: Annotated[str, typer.Option(help="Address to listen on, for HTTP.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on, for HTTP.")] = 3000,
) -> None:
    """Answer Slack: by Socket Mode when SLACK_APP_TOKEN is set, else by signed HTTP on /slack/events."""
    settings = load_settings().for_serving()
    write_logs(settings.steward_log, settings.steward_log_level)
    clock = wall_clock(settings.timezone)
    cs = CustomerSuccess.open(settings.database_url, clock, settings.plays, settings.alerts, settings.industry)
    client = make_client(settings.bot_token, settings.slack_api_url)
    bolt = create_app(settings, cs, client, clock)
    with working(settings, clock, client) if everything else nullcontext():
        if settings.app_token:
            with connected(bolt, settings.app_token):
                note("Connected to Slack by Socket Mode. Ctrl-C stops.")
                wait_until_stopped()
        else:
            note(f"Listening for Slack on http://{host}:{port}/slack/events. Ctrl-C stops.")
            web = create_web(http_answers(bolt, settings.signing_secret), cs.check)
            uvicorn.run(web, host=host, port=port, log_config=None, access_log=False)
    cs.close()
