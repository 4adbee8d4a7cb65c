"""A simulated company in the book."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cs_engine.sample.company import write_company
from cs_engine.sample.spec import SampleSpec, SampleSummary
from cs_engine.service.intake.loading import LoadReport, load


@dataclass(frozen=True, slots=True)
class Sampled:
    """What was simulated and what became of it in the book."""

    simulated: SampleSummary
    loaded: LoadReport


def load_sample(
    spec: SampleSpec, *, book_url: str, workdir: Path, progress: Callable[[int, int], None] | None = None
) -> Sampled:
    """Simulate a company and load it like anybody's files; its truth stays behind.

    Args:
        spec: which company.
        book_url: the book to load into.
        workdir: folder for temporary files.
        progress: told how many accounts of how many are simulated.

    Raises:
        StoreUnavailable: someone else holds the book.
    """
    workdir.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=workdir, prefix="sample-") as folder:
        simulated = write_company(spec, Path(folder), progress)
        return Sampled(simulated, load([Path(folder)], None, book_url=book_url, workdir=workdir))
