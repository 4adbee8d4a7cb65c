"""One refresh in a process of its own: ``python -m tests.benchmarks.refresh_once BOOK MEMORY ISO-INSTANT``."""

import json
import resource
import sys
import time
from datetime import datetime

from cs_engine.health.reading import load_presets
from cs_engine.service.memory import open_memory
from cs_engine.service.scoring.refresh import Scoring, refresh


def main(book_url: str, memory_url: str, as_of: str) -> None:
    """Refresh, and print accounts, seconds and the most memory held, in bytes."""
    began = time.perf_counter()
    with open_memory(memory_url) as store:
        done = refresh(store, book_url, lambda _ends: (datetime.fromisoformat(as_of),), Scoring(load_presets()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"accounts": done.accounts, "seconds": time.perf_counter() - began, "peak": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
