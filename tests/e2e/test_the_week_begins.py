"""Monday morning: every channel reads its digest at its own nine, in its own language; one channel is gone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.offices import MIA, MONDAY, ROSA, SUNDAY, TEAM, Company
from tests.e2e.page_driver import visitor
from tests.e2e.weeks import LEAD, Weeks, at_work, channel, copy_of, nine

GENERAL, LAUNCH = "C02GENERAL", "C06LAUNCH"
"""Where Shanghai reads, and a channel that has been archived."""
SECTIONS = ("Needs you", "Moved", "Renewals", "Growth", "Quiet and stuck", "We did")


@pytest.fixture
def weeks(running: Company, tmp_path: Path) -> Iterator[Weeks]:
    """A company on Sunday morning; on Saturday Rosa set up a digest for three channels."""
    with at_work(copy_of(running, tmp_path), nine(SUNDAY)) as weeks:
        then = weeks.workspace.clock() - timedelta(days=1)
        for told in (
            channel(TEAM, "cs-team", then),
            channel(GENERAL, "general", then, timezone="Asia/Shanghai", language="zh-CN"),
            channel(LAUNCH, "spring-launch", then),
        ):
            weeks.cs.preferences.set_channel(LEAD, told)
        yield weeks


def test_each_channel_reads_at_its_own_nine(browser: Browser, weeks: Weeks) -> None:
    """Shanghai first and in Chinese, Berlin seven hours later; who set up the archived channel is told, once."""
    with visitor(browser, weeks.workspace.url, MIA) as mia, visitor(browser, weeks.workspace.url, ROSA) as rosa:
        weeks.go_to(MONDAY, "02:01")
        chinese = mia.open(GENERAL).message("客户健康")
        expect(chinese).to_contain_text("需要你")
        assert [word for word in SECTIONS if word in chinese.inner_text()] == []
        expect(mia.open(TEAM).messages).to_have_count(0)
        weeks.go_to(MONDAY, "09:01")
        digest = mia.message("Customer health, week 48")
        for section in SECTIONS:
            expect(digest).to_contain_text(section)
        told = rosa.open(weeks.workspace.as_person(ROSA).dm).message("spring-launch")
        expect(told).to_contain_text("it is archived")
        weeks.go_to(MONDAY, "10:00")
        expect(rosa.messages.filter(has_text="spring-launch")).to_have_count(1)
        expect(mia.messages).to_have_count(1)
        expect(digest).to_contain_text("2 replies")
