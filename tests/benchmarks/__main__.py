"""``make bench``: run every benchmark, print its claims, fail when one is not kept."""

import importlib
import sys
from pathlib import Path


def main(wanted: list[str]) -> int:
    """Run the benchmarks whose names were given, or all."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    kept = True
    for name in names:
        if wanted and name.removeprefix("bench_") not in wanted:
            continue
        for claim in importlib.import_module(f"tests.benchmarks.{name}").claims():
            print(claim.line(), flush=True)
            kept = kept and claim.holds
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
