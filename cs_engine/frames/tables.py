"""The canonical tables of the book, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from cs_engine.frames.activity import (
    MILESTONES,
    RESPONSES,
    TICKETS,
    TOUCHPOINTS,
    USAGE,
    USAGE_EVENTS,
)
from cs_engine.frames.columns import Table
from cs_engine.frames.customers import (
    ACCOUNTS,
    CAMPAIGNS,
    CHURN_EVENTS,
    CONTACTS,
    INVOICES,
    ORDERS,
    PROSPECTS,
    SUBSCRIPTIONS,
)

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            ACCOUNTS,
            CONTACTS,
            SUBSCRIPTIONS,
            USAGE,
            USAGE_EVENTS,
            TICKETS,
            RESPONSES,
            ORDERS,
            INVOICES,
            TOUCHPOINTS,
            MILESTONES,
            CHURN_EVENTS,
            PROSPECTS,
            CAMPAIGNS,
        )
    }
)
"""Every canonical table by name. Only ``accounts`` is required; what is missing lowers coverage."""
