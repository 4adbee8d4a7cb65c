"""``python -m bot`` and the ``steward`` command."""

import sys

SUPPORTED = ((3, 11), (3, 13))
"""First and last Python that the tests run on."""


def main(version: tuple[int, ...] = sys.version_info[:2]) -> int:
    """Run the command line and return its exit code; ``version`` is the Python that runs it."""
    first, last = SUPPORTED
    if not first <= version <= last:
        found = ".".join(map(str, version))
        sys.stderr.write(f"Steward needs Python 3.11, 3.12 or 3.13; this is {found}. Run it with one of those.\n")
        return 2
    from bot.cli.program import run  # noqa: PLC0415 - older Pythons must reach the sentence above

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
