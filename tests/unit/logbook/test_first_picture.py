"""Before the first review nothing that is recorded alerts anybody."""

from datetime import timedelta

from cs_engine.records.logbook import RenewalResult
from cs_engine.records.logged import NewRenewal
from tests.unit.logbook.scene import NOON, Scene


def test_nothing_is_opened_before_the_first_review(file_scene: Scene) -> None:
    """All would be news then; the band follows all the same."""
    file_scene.record(NewRenewal("A", RenewalResult.NOTICE_GIVEN, NOON.date() + timedelta(days=90)))
    assert file_scene.outbox("episode") == []
    assert file_scene.rescored() == ["notice given"]
