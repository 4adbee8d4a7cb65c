"""Every measure a scorecard may name."""

from collections.abc import Mapping
from types import MappingProxyType

from cs_engine.health.measures.commercial import COMMERCIAL_MEASURES
from cs_engine.health.measures.engagement import ENGAGEMENT_MEASURES
from cs_engine.health.measures.measured import Measure
from cs_engine.health.measures.support import SUPPORT_MEASURES
from cs_engine.health.measures.usage import USAGE_MEASURES
from cs_engine.health.measures.voice import VOICE_MEASURES

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        measure.key: measure
        for measure in (
            *USAGE_MEASURES,
            *ENGAGEMENT_MEASURES,
            *SUPPORT_MEASURES,
            *VOICE_MEASURES,
            *COMMERCIAL_MEASURES,
        )
    }
)
