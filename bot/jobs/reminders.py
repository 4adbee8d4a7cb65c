"""The minutely look for tasks that are due: their owners are reminded."""

from collections.abc import Callable
from datetime import datetime

from cs_engine.service.logbook.desk import LogbookDesk


def remind_of_tasks(logbook: LogbookDesk) -> Callable[[datetime], None]:
    """Return the job; a minute in which nobody is reminded says nothing."""

    def remind(at: datetime) -> None:
        logbook.remind(at)

    return remind
