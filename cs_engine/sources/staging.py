"""Bring the rows of files to a staging schema of the book's database, by dlt.

Reading, checking and packing happen first and need no database; then the packed rows are written in one go.
Nothing here touches a canonical table.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from cs_engine.errors import BadFile, StewardError, StoreUnavailable
from cs_engine.frames.loads import STAGED_QUARANTINE, Staged
from cs_engine.sources.arrow import staged_refusals, staged_rows
from cs_engine.sources.files import read_chunks
from cs_engine.sources.plan import Job, Plan
from cs_engine.sources.quiet import PipelineStepFailed, dlt
from cs_engine.sources.rows import Context, Shaped, shape
from cs_engine.wording import Sentence, phrase, sentence

Progress = Callable[[str, int], None]
"""Told after each chunk: the table and how many rows were read."""
MOST_REFUSED = 100_000
"""More refused rows than this, if they are most of what was read, mean a wrong file or mapping: who would mend them?"""


@dataclass(frozen=True, slots=True)
class Packed:
    """A load that is read and checked, ready to be written."""

    staged: Staged
    pipeline: dlt.Pipeline

    def write(self, landing: object) -> Staged:
        """Write the staging schema through the open DuckDB connection of the book, or to its PostgreSQL address.

        Raises:
            StoreUnavailable: the database refuses the rows.
        """
        if self.staged.read:
            destinations = dlt.destinations
            make = destinations.postgres if isinstance(landing, str) else destinations.duckdb
            try:
                self.pipeline.load(destination=make(cast("Any", landing)))
            except PipelineStepFailed as error:
                raise StoreUnavailable(f"The book's database refused the rows: {_reason(error)}.") from error
        return self.staged


def pack(plan: Plan, context: Context, *, load_id: str, workdir: Path, progress: Progress | None = None) -> Packed:
    """Read and check all files of the plan, and pack their rows under ``workdir``, this load's own directory.

    Raises:
        BadFile: a file has no rows, turns out to be damaged halfway, or is refused because most of its rows are.
    """
    staged = Staged(load_id, frozenset((job.table, job.file.address) for job in plan.jobs))
    pipeline = dlt.pipeline(
        f"load_{load_id}", pipelines_dir=str(workdir), destination="duckdb", dataset_name=staged.schema
    )
    rows = dlt.resource(_rows(plan, context, staged, progress), name="rows")
    failure = _extract(pipeline, rows)
    if failure is not None:
        raise failure
    pipeline.normalize()
    return Packed(staged, pipeline)


def _rows(plan: Plan, context: Context, staged: Staged, progress: Progress | None) -> Iterator[Any]:
    filled = False
    for job in plan.jobs:
        any_row = False
        for chunk in read_chunks(job.file, job.header):
            any_row = any_row or bool(len(chunk.lines) or chunk.ragged)
            shaped = shape(chunk, job, context)
            yield from _items(shaped, job, staged)
            _count(shaped, job, staged, progress)
        if not any_row and not job.file.from_folder:
            raise _without_rows(job)
        filled = filled or any_row
    if not filled:
        raise _without_rows(plan.jobs[0])


def _items(shaped: Shaped, job: Job, staged: Staged) -> Iterator[Any]:
    """Yield a chunk's rows for dlt, good and refused."""
    if shaped.good.num_rows:
        rows = staged_rows(shaped.good, job.file.address, staged.fit.total())
        yield dlt.mark.with_table_name(rows, job.table)
    if shaped.refused_lines:
        refused = staged_refusals(shaped.refused, job.table, job.file.address)
        yield dlt.mark.with_table_name(refused, STAGED_QUARANTINE)


def _count(shaped: Shaped, job: Job, staged: Staged, progress: Progress | None) -> None:
    """Add up what was read.

    Raises:
        BadFile: most rows are refused, and too many to be looked through.
    """
    read = shaped.good.num_rows + shaped.refused_lines
    staged.fit[job.table] += shaped.good.num_rows
    staged.refused[job.table] += shaped.refused_lines
    staged.read[job.table] += read
    if progress is not None and read:
        progress(job.table, read)
    refused, total = staged.refused.total(), staged.read.total()
    if refused > MOST_REFUSED and refused > total / 2:
        first = shaped.refused.slice(0, 1).to_pylist()
        raise job.file.bad(
            phrase("does not fit: {refused} of the first {total} rows are refused{example}."),
            refused=f"{refused:,}",
            total=f"{total:,}",
            example=_example(first),
        )


def _example(refused: list[dict[str, Any]]) -> Sentence:
    if not refused:
        return sentence(phrase("; check the mapping"))
    one = refused[0]
    what = one["reason"] if one["column_name"] is None else f"{one['column_name']} {one['reason']}"
    says = phrase(", such as line {line} ({what}); check the file and its mapping")
    return sentence(says, line=f"{one['line']:,}", what=what)


def _without_rows(job: Job) -> BadFile:
    return job.file.bad(phrase("names columns but has no row below them; export it again."))


def _reason(error: BaseException) -> str:
    """Return what the database said."""
    while error.__cause__ is not None:
        error = error.__cause__
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


def _extract(pipeline: dlt.Pipeline, rows: Any) -> BaseException | None:  # noqa: ANN401 - dlt has no type for it
    """Let dlt pull the rows, and return what went wrong: our own sentence when dlt wrapped one, else dlt's error.

    It is returned, not raised: raised from here it would be its own cause.
    """
    try:
        pipeline.extract(rows, loader_file_format="parquet")
    except PipelineStepFailed as error:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, StewardError):
            cause = cause.__cause__
        return cause or error
    return None
