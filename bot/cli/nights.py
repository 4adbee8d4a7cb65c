"""What is made of the scores, so that questions are answered from the memory: by night, or right after them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from types import MappingProxyType

from bot.cli.console import note
from bot.cli.learning import learning_aside
from bot.config import Settings
from cs_engine.errors import StewardError
from cs_engine.records.churn import Wanted
from cs_engine.service.industries import ways_of
from cs_engine.service.journeys.keeping import keep_journeys
from cs_engine.service.memory import Memory
from cs_engine.service.metrics.keeping import keep_history, keep_metrics
from cs_engine.service.metrics.reading import rates_in
from cs_engine.service.metrics.targets import FILE, keep_targets, read_targets_of, tell_off_track
from cs_engine.service.preferences.desk import PreferenceDesk
from cs_engine.service.scoring.scorecards import scorecards_in

SEGMENTS = "cs_engine.service.segments.keeping"
"""Imported when segments are made: it takes scikit-learn, for which nobody who asks should wait."""
VALUES = "cs_engine.service.values.keeping"
"""The same: it takes SciPy."""
CHURN = "cs_engine.service.churn.keeping"
"""The same."""
AT_NIGHT = 120.0
"""Seconds for learning anew, about once a month."""
WORKED = "cs_engine.service.plays.work_keeping"
"""The same."""
Maker = Callable[[Settings, Memory, datetime], object]
"""Makes something of the newest scores and keeps it; ``datetime`` is now."""


def lives(settings: Settings, store: Memory, at: datetime) -> None:
    """Read where customers stand in their lives, and what plays have done."""
    ways = ways_of(settings.industry, settings.stages)
    keep_journeys(store, settings.book_url, at.astimezone(settings.timezone), ways, rates_in(settings.steward_home))
    import_module(WORKED).keep_worked(store, at)


def figures(settings: Settings, store: Memory, at: datetime) -> None:
    """Make the pages of figures that people ask for."""
    keep_metrics(store, settings.book_url, at.astimezone(settings.timezone), rates_in(settings.steward_home))


def earlier_figures(settings: Settings, store: Memory, at: datetime) -> None:
    """Make the pages of earlier periods."""
    keep_history(store, settings.book_url, at.astimezone(settings.timezone), rates_in(settings.steward_home))


def values(settings: Settings, store: Memory, _at: datetime) -> None:
    """Find what accounts are still worth."""
    import_module(VALUES).keep_values(store, settings.book_url, settings.timezone, settings.assumptions)


def segments(settings: Settings, store: Memory, _at: datetime) -> None:
    """Find the kinds of customers."""
    import_module(SEGMENTS).keep_segments(store, settings.book_url, settings.steward_home)


def chances(settings: Settings, store: Memory, at: datetime) -> None:
    """Find how likely accounts are lost, and learn that anew once in a while."""
    with learning_aside(AT_NIGHT) as wanted:
        _keep_chances(settings, store, at, wanted)


def known_chances(settings: Settings, store: Memory, at: datetime) -> None:
    """Find the same by what was learned before."""
    _keep_chances(settings, store, at, None)


def _keep_chances(settings: Settings, store: Memory, at: datetime, wanted: Wanted | None) -> None:
    keeping = import_module(CHURN)
    how = keeping.Finding(wanted, held_out=settings.steward_holdout)
    keeping.keep_risks(store, settings.book_url, settings.timezone, at, how)


def score_audit(settings: Settings, store: Memory, at: datetime) -> None:
    """Find whether the health score predicts who leaves."""
    import_module(CHURN).keep_audit(store, scorecards_in(settings.scorecards, settings.industry), at)


def targets(settings: Settings, store: Memory, at: datetime) -> None:
    """Find where targets stand, and have the owners told of those that went off track."""
    file, now = settings.steward_home / FILE, at.astimezone(settings.timezone)
    lines = keep_targets(store, read_targets_of(file) if file.exists() else (), now)
    hours_of = PreferenceDesk(store, lambda: now).hours_of
    tell_off_track(store, lines, now, settings.who_may_ask.team, hours_of)


MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "figures": figures,
        "values": values,
        "segments": segments,
        "earlier_figures": earlier_figures,
        "targets": targets,
        "chances": chances,
        "score_audit": score_audit,
    }
)
"""What a night makes after the scores, by the name of the job, in this order: targets go by the figures."""


def make_at_once(settings: Settings, store: Memory, at: datetime) -> None:
    """Make what questions are answered from of scores that were just made; earlier periods wait for the night.

    What cannot be made is said; the others are made all the same.
    """
    for make in (lives, figures, values, segments, known_chances, score_audit):
        try:
            make(settings, store, at)
        except StewardError as problem:
            note(str(problem))
