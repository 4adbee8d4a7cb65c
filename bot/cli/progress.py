"""Progress for people who wait: on stderr, and only when it is a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Step = Callable[[int, int], None]
"""Called with what is done and what there is in all."""


@contextmanager
def progress_bar(label: str) -> Iterator[Step]:
    """Show a bar that the yielded function moves; a pipe or log gets one line instead."""
    console = Console(stderr=True)
    if not sys.stderr.isatty():
        console.print(f"{label} …", highlight=False)
        yield lambda _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
