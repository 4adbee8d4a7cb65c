"""dlt with its telemetry off: nothing about a load leaves the machine unless the user asks for it.

dlt reads the switch while it is imported, so this is the one module that imports dlt.
"""

import os

os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")

import dlt
from dlt.pipeline.exceptions import PipelineStepFailed

__all__ = ["PipelineStepFailed", "dlt"]
