"""Pictures of models, as files."""

from pathlib import Path

from cs_engine.churn.picture import picture
from cs_engine.errors import BadFile
from cs_engine.records.churn_accounts import OutOfTime
from cs_engine.wording import phrase


def draw_model(path: Path, tested: OutOfTime) -> bool:
    """Write how true a model is as PNG; tell whether there is anything to draw.

    Raises:
        BadFile: the file cannot be written.
    """
    if not tested.alike:
        return False
    try:
        path.write_bytes(picture(tested))
    except OSError as problem:
        raise BadFile(phrase("{file} cannot be written ({problem})."), file=path, problem=problem) from problem
    return True
