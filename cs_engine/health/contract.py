"""What an account has agreed to, as its facts tell."""

from cs_engine.health.facts import Facts, day, number, text
from cs_engine.metrics.stake import Contract


def contract_of(facts: Facts) -> Contract:
    """Return what an account has agreed to; an ARR that was noted for the next term is what is up for decision."""
    auto_renew = facts.get("auto_renew")
    noted = number(facts, "arr_logged")
    return Contract(
        arr=number(facts, "arr") if noted is None else noted,
        currency=text(facts, "currency"),
        term_months=_whole(number(facts, "term_months")),
        renewal_date=day(facts, "renewal_date"),
        notice_days=_whole(number(facts, "notice_days")),
        auto_renew=auto_renew if isinstance(auto_renew, bool) else None,
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
