"""Where the reference material lies that tests compare with: fixtures and schemas that are not part of this code."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[2] / "shared"


def shared(*parts: str) -> Path:
    """Return a path inside the shared folder: `$STEWARD_SHARED`, or the folder `shared` beside the project.

    A missing folder skips the test with a reason; where `CI=true` it fails, because there it has to be present.
    """
    path = Path(os.environ.get("STEWARD_SHARED") or BESIDE).joinpath(*parts)
    if not path.exists():
        reason = f"{path} is missing: set STEWARD_SHARED to the folder with the shared reference material."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path
