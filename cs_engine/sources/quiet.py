"""dlt with its telemetry off: nothing about a load leaves the machine unless the user asks for it.

Nor does it write to the terminal or try five times what a database refused: we say in a sentence what went wrong.
dlt reads the switches while it is imported, so this is the one module that imports dlt.
"""

import os

os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")
os.environ.setdefault("RUNTIME__LOG_LEVEL", "CRITICAL")
os.environ.setdefault("LOAD__RAISE_ON_MAX_RETRIES", "1")

import dlt
from dlt.pipeline.exceptions import PipelineStepFailed

__all__ = ["PipelineStepFailed", "dlt"]
