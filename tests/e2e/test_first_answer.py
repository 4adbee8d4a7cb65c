"""The first answer, end to end: a person types `/health acme` on the page and lives with what comes back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from bot.workspace.server import Workspace
from tests.e2e.offices import GIL, LEADERS, LEO, MIA, ROSA, SAM, SHARED, TEAM, WINS
from tests.e2e.page_driver import PageDriver, visitor
from tests.e2e.reading import BANDS, PHONE_LINES, buttons, column, drawn_lines, lines, points, stated_score

SCORE = re.compile(r"· (\d+)")
HOSTILE = "<!channel> Holdings"


@pytest.fixture
def mia(browser: Browser, monday: Workspace) -> Iterator[PageDriver]:
    """Mia, who looks after Acme, at her laptop in the team's channel."""
    with visitor(browser, monday.url, MIA) as driver:
        yield driver.open(TEAM)


def replaced(driver: PageDriver, text: str) -> Locator:
    """The newest answer, once it says `text`."""
    expect(driver.last_message()).to_contain_text(text)
    return driver.last_message()


def test_the_card_says_how_acme_is_why_and_what_is_at_stake(mia: PageDriver) -> None:
    """Band, name and score first, then the largest move with its numbers, the money, and who was heard last."""
    card = mia.type_command("/health acme")
    expect(card).to_contain_text("Only visible to you")
    standing, why, do, contract, contact = lines(card)
    assert any(band in standing for band in BANDS)
    assert "· Acme ·" in standing
    assert SCORE.search(standing)
    assert re.fullmatch(r"Why: .+ \d\S* → \d\S*( \w)? in (7|28) d, [+−]\d+\.\d pts", why)
    assert re.fullmatch(r"\$\d+(\.\d)?K ARR · annual · decides Jan 8(, 2027)? \(T-46\)", contract)
    assert re.fullmatch(r"Do: .+ · mia\.chen · by \w+ \d+", do)
    assert re.search(r"Replied \w+ \d+ · champion .+", contact)
    assert buttons(card)[:4] == ["Log follow-up", "Why?", "More", "Share to channel"]


def test_the_receipt_adds_up_to_the_score_on_the_card(mia: PageDriver) -> None:
    """The printed points sum to the printed score exactly, and the card shows that score rounded down."""
    card = mia.type_command("/health acme")
    shown = SCORE.search(lines(card)[0])
    mia.click_button("Why?", inside=card)
    receipt = replaced(mia, "Back to the card")
    assert sum(points(receipt)) == stated_score(receipt)
    assert shown is not None
    assert int(stated_score(receipt)) == int(shown[1])
    assert all(column(receipt, "Source"))


def test_the_weekly_change_on_the_receipt_is_split_exactly(mia: PageDriver) -> None:
    """What the customer, the data and the formula did adds up to the whole move."""
    text = mia.type_command("/health acme why").inner_text().replace("−", "-")
    found = re.search(r"(\S+) since .+: customer (\S+) · data (\S+) · formula (\S+)", text)
    assert found, text
    whole, *parts = (round(float(number) * 100) for number in found.groups())
    assert sum(parts) == whole


def test_more_shows_the_rest_and_less_goes_back(mia: PageDriver) -> None:
    """*More* keeps the first screen and adds to it; *Less* leaves exactly the first screen."""
    card = mia.type_command("/health acme")
    before = lines(card)
    mia.click_button("More", inside=card)
    full = replaced(mia, "Tickets")
    assert lines(full) == before
    for told in ("Change", "Contract", "CSM mia.chen@example.com", "NPS", "12 weeks", "Formula"):
        assert told.lower() in full.inner_text().lower()
    mia.click_button("Less", inside=full)
    expect(mia.last_message()).not_to_contain_text("Tickets")
    assert lines(mia.last_message()) == before


def test_history_is_one_click_from_more(mia: PageDriver) -> None:
    """Twelve weeks, the newest first, and the way back to the card."""
    mia.click_button("More", inside=mia.type_command("/health acme"))
    mia.click_button("History", inside=replaced(mia, "Tickets"))
    past = replaced(mia, "newest first")
    assert len(column(past, "Score")) == 12
    assert column(past, "Week")[0] == "Nov 22"
    mia.click_button("Back to the card", inside=past)
    assert buttons(replaced(mia, "T-46"))[0] == "Log follow-up"


def test_a_shared_card_is_seen_by_others_and_the_private_answer_is_not(
    browser: Browser, monday: Workspace, mia: PageDriver
) -> None:
    """Leo sees the posted card and who shared it, never what Mia asked for herself, and opens it for himself."""
    mia.open(WINS)
    card = mia.type_command("/health acme")
    private = lines(card)
    mia.click_button("Share to channel", inside=card)
    mia.message("Shared to #customer-wins.")
    with visitor(browser, monday.url, LEO) as leo:
        shared = leo.open(WINS).message("Shared by")
        assert lines(shared) == private
        assert buttons(shared) == ["Open"]
        expect(leo.page.get_by_text("Only visible to you")).to_have_count(0)
        expect(leo.page.get_by_text("/health acme")).to_have_count(0)
        leo.click_button("Open", inside=shared)
        own = replaced(leo, "Only visible to you")
        assert buttons(own)[:4] == ["Log follow-up", "Why?", "More", "Share to channel"]


def test_sharing_is_refused_where_another_company_reads(browser: Browser, monday: Workspace, mia: PageDriver) -> None:
    """In an externally shared channel nothing is posted, and the reason is told to Mia alone."""
    mia.open(SHARED)
    mia.click_button("Share to channel", inside=mia.type_command("/health acme"))
    expect(mia.message("Not shared")).to_contain_text("people of another company read this channel")
    with visitor(browser, monday.url, LEO) as leo:
        expect(leo.open(SHARED).messages).to_have_count(0)


def test_sharing_is_refused_with_an_invitation_where_the_app_is_no_member(browser: Browser, monday: Workspace) -> None:
    """In a private channel that the app cannot see nobody knows who would read, so it asks to be invited."""
    with visitor(browser, monday.url, ROSA) as rosa:
        rosa.open(LEADERS)
        rosa.click_button("Share to channel", inside=rosa.type_command("/health acme"))
        expect(rosa.message("Not shared")).to_contain_text("/invite @Steward")
    with visitor(browser, monday.url, SAM) as sam:
        expect(sam.open(LEADERS).messages).to_have_count(0)


def test_an_ambiguous_name_asks_and_the_picked_account_is_the_one_shown(mia: PageDriver) -> None:
    """Nothing is shown of any account before one is picked, and the choice takes the place of the question."""
    asked = mia.type_command("/health acm")
    expect(asked).to_contain_text("Which account do you mean by “acm”?")
    assert buttons(asked) == ["Acme", "Acme Corp", "ACME GmbH"]
    count = mia.messages.count()
    mia.click_button("ACME GmbH", inside=asked)
    card = replaced(mia, "ARR")
    assert "· ACME GmbH ·" in lines(card)[0]
    expect(mia.messages).to_have_count(count)


def test_an_unknown_name_offers_the_closest_and_a_search(mia: PageDriver) -> None:
    """Three names and a search over all accounts, whose choice is shown."""
    asked = mia.type_command("/health nordlys")
    expect(asked).to_contain_text("No account is called “nordlys”. The closest:")
    assert len([name for name in buttons(asked) if name]) == 3
    search = asked.get_by_role("combobox")
    search.press_sequentially("twin")
    mia.page.get_by_role("option", name="Twinpeak Analytics").click()
    assert "Twinpeak Analytics" in lines(replaced(mia, "ARR"))[0]


def test_a_name_that_would_call_everybody_is_only_a_name(browser: Browser, monday: Workspace, mia: PageDriver) -> None:
    """`<!channel>` stands there letter by letter; shared to a channel it mentions and notifies nobody."""
    mia.open(WINS)
    card = mia.type_command(f"/health {HOSTILE}")
    assert f"· {HOSTILE} ·" in lines(card)[0]
    mia.click_button("Share to channel", inside=card)
    mia.message("Shared to #customer-wins.")
    expect(mia.page.locator(".mention")).to_have_count(0)
    with visitor(browser, monday.url, LEO) as leo:
        shared = leo.open(WINS).message(HOSTILE)
        assert f"· {HOSTILE} ·" in lines(shared)[0]
        expect(leo.page.locator(".mention")).to_have_count(0)


@pytest.mark.parametrize(
    "name",
    ['O\'Brien "Quality" Ltd', "🚀 Launchpad", "华星科技", "AT&C *Bold* _Under_ ~Gone~ `Code`"],
)
def test_a_difficult_name_is_found_and_shown_as_it_is(mia: PageDriver, name: str) -> None:
    """Quotes, emoji, Chinese and markup reach the account and come back unchanged and unstyled."""
    card = mia.type_command(f"/health {name}")
    assert f"· {name} ·" in lines(card)[0]
    expect(card.locator("i, em, s, del, code")).to_have_count(0)


def test_right_to_left_marks_do_not_turn_the_line_around(mia: PageDriver) -> None:
    """The override in a name is gone or ends with the name, so the score still stands behind it."""
    standing = lines(mia.type_command("/health shalom-tech.example"))[0]
    assert "\u202e" not in standing
    assert re.search(r"שלום טק Ltd\S* · \d+", standing)


def test_my_accounts_are_listed_by_pages_worst_first(mia: PageDriver) -> None:
    """The second page has other accounts, the first is one click back, and an account opens beside the list."""
    page = mia.type_command("/health mine")
    expect(page).to_contain_text("Your accounts")
    expect(page).to_contain_text("page 1 of 3")
    first = page.locator(".block-section").all_inner_texts()
    mia.click_button("Next", inside=page)
    second = replaced(mia, "page 2 of 3")
    assert not set(second.locator(".block-section").all_inner_texts()) & set(first)
    mia.click_button("Previous", inside=second)
    back = replaced(mia, "page 1 of 3")
    assert back.locator(".block-section").all_inner_texts() == first
    back.get_by_role("button", name="Open Acme", exact=True).click()
    assert "· Acme ·" in lines(mia.message("champion Rosa"))[0]


def test_a_list_and_a_card_tell_the_same_days_to_the_decision(mia: PageDriver) -> None:
    """One account, one distance, wherever it is read."""
    row = mia.type_command("/health mine").locator(".block-section").filter(has_text="Acme ·")
    expect(row).to_contain_text("T-46")


def test_only_the_accounts_at_risk_are_listed_when_asked(mia: PageDriver) -> None:
    """Every row is at risk or leaving, with what pulled it down."""
    rows = mia.type_command("/health at-risk all").locator(".block-section").all_inner_texts()
    assert rows
    assert all("At risk" in row or "Leaving" in row for row in rows)


def test_somebody_without_accounts_is_told_why(browser: Browser, monday: Workspace) -> None:
    """Sam in sales learns which address was looked for and what to ask instead."""
    with visitor(browser, monday.url, SAM) as sam:
        answer = sam.open(TEAM).type_command("/health mine")
        expect(answer).to_contain_text("No account has sam.patel@example.com as its CSM")
        expect(answer).to_contain_text("/health at-risk all")


def test_somebody_who_looks_after_no_account_sees_no_money(browser: Browser, monday: Workspace) -> None:
    """Sam in sales is a viewer: the same card without amounts and comments, and *More* says what is not shown."""
    with visitor(browser, monday.url, SAM) as sam:
        card = sam.open(TEAM).type_command("/health acme")
        assert "· Acme ·" in lines(card)[0]
        sam.click_button("More", inside=card)
        more = replaced(sam, "Not shown for your role")
        expect(more).to_contain_text("decides Jan 8")
        assert [sign for sign in ("$", "ARR", "“") if sign in more.inner_text()] == []


def test_a_guest_gets_no_answer(browser: Browser, monday: Workspace) -> None:
    """Gil is told whom to ask, and nothing else."""
    with visitor(browser, monday.url, GIL) as gil:
        answer = gil.open(WINS).type_command("/health acme")
        expect(answer).to_contain_text("Ask whoever runs Steward in your company to give you access.")
        assert "Acme" not in answer.inner_text()


def test_home_shows_my_book_and_opens_an_account_in_a_window(mia: PageDriver) -> None:
    """Tiles, my accounts, everybody's one click away, and a card over the page."""
    mia.open("home")
    page = mia.page.locator("#home")
    for tile in ("ARR at risk", "Accounts at risk", "Renewals in 90 days", "Overdue follow-ups"):
        expect(page).to_contain_text(tile)
    mia.click_button("Accounts", inside=page)
    expect(page).to_contain_text("page 1 of")
    page.get_by_role("button", name="Open Acme", exact=True).click()
    expect(mia.modal).to_contain_text("T-46")
    mia.page.keyboard.press("Escape")
    mia.click_button("Team", inside=page)
    expect(page).to_contain_text("Everybody's accounts: 96")


def test_home_of_somebody_without_accounts_is_everybodys_book(browser: Browser, monday: Workspace) -> None:
    """Rosa leads the team and owns no account: she sees all of them, and is told why."""
    with visitor(browser, monday.url, ROSA) as rosa:
        home = rosa.open("home").page.locator("#home")
        expect(home).to_contain_text("Everybody's accounts: 96")
        expect(home).to_contain_text("No account has you as its CSM")


def test_on_a_phone_at_night_the_card_fits_and_nothing_is_wrong(browser: Browser, monday: Workspace) -> None:
    """At 390 px in the dark: at most eight lines, nothing to scroll sideways, and axe finds nothing serious."""
    with visitor(browser, monday.url, MIA, width=390, scheme="dark") as mia:
        card = mia.open(TEAM).type_command("/health acme")
        assert drawn_lines(card) <= PHONE_LINES
        assert mia.page.evaluate("document.documentElement.scrollWidth") == 390
        assert mia.grave_findings() == []
        mia.click_button("Why?", inside=card)
        receipt = replaced(mia, "Back to the card")
        assert sum(points(receipt)) == stated_score(receipt)
        assert mia.page.evaluate("document.documentElement.scrollWidth") == 390
        assert mia.grave_findings() == []


def test_help_lists_what_can_be_asked(mia: PageDriver) -> None:
    """Every question with an example."""
    told = mia.type_command("/health help")
    for example in ("/health acme", "/health acme why", "/health mine", "/health at-risk"):
        expect(told).to_contain_text(example)
