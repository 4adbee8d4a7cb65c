"""Bring the rows of files to a staging schema of the book's database, by dlt.

Reading, checking and packing happen first and need no database; then the packed rows are written in one go.
Nothing here touches a canonical table.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from cs_engine.errors import StewardError
from cs_engine.frames.loads import STAGED_QUARANTINE, Staged
from cs_engine.sources.arrow import refused_rows, staged_rows
from cs_engine.sources.files import read_chunks
from cs_engine.sources.plan import Job, Plan
from cs_engine.sources.quiet import PipelineStepFailed, dlt
from cs_engine.sources.rows import Context, shape

Progress = Callable[[str, int], None]
"""Told after each chunk: the table and how many rows were read."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A load that is read and checked, ready to be written."""

    staged: Staged
    pipeline: dlt.Pipeline

    def write(self, connection: object) -> Staged:
        """Write the staging schema through an open connection to the book's database."""
        if self.staged.read:
            self.pipeline.load(destination=dlt.destinations.duckdb(cast("Any", connection)))
        return self.staged


def pack(plan: Plan, context: Context, *, load_id: str, workdir: Path, progress: Progress | None = None) -> Packed:
    """Read and check all files of the plan, and pack their rows under ``workdir``, this load's own directory.

    Raises:
        BadFile: a file turns out to be damaged halfway.
    """
    files = frozenset((job.table, str(job.file.path.resolve())) for job in plan.jobs)
    staged = Staged(load_id, files)
    pipeline = dlt.pipeline(
        f"load_{load_id}", pipelines_dir=str(workdir), destination="duckdb", dataset_name=staged.schema
    )
    rows = dlt.resource(_rows(plan, context, staged, progress), name="rows")
    try:
        pipeline.extract(rows, loader_file_format="parquet")
    except PipelineStepFailed as error:
        raise _explained(error) from error
    pipeline.normalize()
    return Packed(staged, pipeline)


def _rows(plan: Plan, context: Context, staged: Staged, progress: Progress | None) -> Iterator[Any]:
    for job in plan.jobs:
        yield from _job_rows(job, context, staged, progress)


def _job_rows(job: Job, context: Context, staged: Staged, progress: Progress | None) -> Iterator[Any]:
    file = str(job.file.path.resolve())
    for chunk in read_chunks(job.file, job.header):
        shaped = shape(chunk, job, context)
        refused_lines = shaped.refused["line"].nunique()
        if len(shaped.good):
            rows = staged_rows(job.table, shaped.good, file, staged.fit.total())
            yield dlt.mark.with_table_name(rows, job.table)
        if refused_lines:
            yield dlt.mark.with_table_name(refused_rows(job.table, shaped.refused, file), STAGED_QUARANTINE)
        staged.fit[job.table] += len(shaped.good)
        staged.refused[job.table] += refused_lines
        staged.read[job.table] += len(shaped.good) + refused_lines
        if progress is not None:
            progress(job.table, len(shaped.good) + refused_lines)


def _explained(error: BaseException) -> BaseException:
    """Return our own sentence when dlt wrapped one, else dlt's error."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, StewardError):
        cause = cause.__cause__
    return cause or error
