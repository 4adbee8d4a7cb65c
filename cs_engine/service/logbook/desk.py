"""What people log: follow-ups, tasks, pulses, renewals and forecasts.

Kinds of intents and what is in their ``about``:

- ``reminder`` (POST; subject ``task:<id>``): ``{"task": id, "why": "due"}``, told to the owner once per due moment
  within their working hours; ``{"task": id, "why": "assigned", "by": person}``, told once to each who is given a task
  by somebody else. EDIT with ``{"task": id}`` once the task changed; worded from the present state.
"""

from cs_engine.service.logbook.follow_ups import FollowUps
from cs_engine.service.logbook.renewals import Renewals
from cs_engine.service.logbook.tasks import Tasks
from cs_engine.service.logbook.wrong_data import WrongData


class LogbookDesk(FollowUps, Tasks, Renewals, WrongData):
    """What people log: follow-ups, tasks, pulses, renewals and forecasts. Safe to share between threads.

    Whoever changes something is an ``Actor``; accounts out of their sight do not exist for them (``None``).
    """
