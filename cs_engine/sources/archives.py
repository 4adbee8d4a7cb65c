"""Open files that are packed with gzip or in a zip archive, and refuse those that are made to explode."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryFile
from typing import IO

from cs_engine.sources.contents import GZIP_MARK, HEAD, Form, form_of
from cs_engine.sources.found import SourceFile
from cs_engine.wording import phrase

BLOCK = 8 * 2**20
"""Bytes read at once: large enough to parse fast, small enough to hold several."""
UNPACKED = 2**30
RATIO = 200
"""More than 1 GB unpacked at a ratio over 200 is a bomb: exports of text pack to between a third and a thirtieth."""
DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile)
UNREADABLE = (OSError, *DAMAGED, NotImplementedError, RuntimeError)
ENCRYPTED = 0x1
WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


@contextmanager
def explained(file: SourceFile) -> Iterator[None]:
    """Turn what reading raises into one sentence about the file.

    Raises:
        BadFile: the file is damaged or cannot be read.
    """
    try:
        yield
    except DAMAGED as error:
        raise file.bad(phrase("is a damaged archive ({error}); copy or export it again."), error=error) from error
    except (OSError, NotImplementedError, RuntimeError) as error:
        raise file.bad(phrase("cannot be read ({error}); check the file and its permissions."), error=error) from error


def is_bomb(unpacked: int, packed: int) -> bool:
    """Tell whether so many bytes out of so few are a bomb."""
    return unpacked > UNPACKED and unpacked > RATIO * packed


def head_of(file: SourceFile) -> bytes:
    """Return the first bytes of a file as it is packed."""
    with explained(file), _packed(file) as (stream, _):
        return stream.read(HEAD)


def unpacked_head(file: SourceFile) -> bytes:
    """Return the first bytes of a file's content."""
    with explained(file):
        return next(blocks(file, HEAD), b"")


def is_packed(file: SourceFile) -> bool:
    """Tell whether a file cannot be read from its middle."""
    return file.member is not None or form_of(head_of(file)) is Form.GZIP


def blocks(file: SourceFile, size: int = BLOCK, skip: int = 0) -> Iterator[bytes]:
    """Read a file's content block by block, unpacked; ``skip`` bytes of a file that is not packed are left out.

    Raises:
        BadFile: the file is damaged, or a bomb.
    """
    with explained(file), _packed(file) as (stream, packed), ExitStack() as stack:
        start = stream.read(len(GZIP_MARK))
        stream.seek(skip)
        content = stack.enter_context(gzip.GzipFile(fileobj=stream)) if start == GZIP_MARK else stream
        yield from _guarded(file, content, packed, size)


def _guarded(file: SourceFile, content: IO[bytes] | gzip.GzipFile, packed: int, size: int) -> Iterator[bytes]:
    unpacked = 0
    while block := content.read(size):
        unpacked += len(block)
        if is_bomb(unpacked, packed):
            raise bomb(file)
        yield block


def bomb(file: SourceFile) -> Exception:
    """Return the error about an archive that unpacks to far more than it should."""
    return file.bad(
        phrase("unpacks to more than 1 GB, over {ratio} times its size; unpack it yourself if it is genuine."),
        ratio=RATIO,
    )


@contextmanager
def seekable(file: SourceFile) -> Iterator[IO[bytes]]:
    """Open content that is read back and forth; a member of an archive is unpacked to a nameless temporary file."""
    if file.member is None:
        with explained(file), file.path.open("rb") as stream:
            yield stream
        return
    with TemporaryFile() as copy:
        for block in blocks(file):
            copy.write(block)
        copy.seek(0)
        yield copy


def members(file: SourceFile) -> list[SourceFile] | None:
    """Return the files in a zip archive; ``None`` when it is a workbook, which is a zip archive inside.

    Raises:
        BadFile: the archive is damaged, encrypted, empty or a bomb.
    """
    with explained(file), zipfile.ZipFile(file.path) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
    if {info.filename for info in infos} & set(WORKBOOK_PARTS):
        return None
    if is_bomb(sum(info.file_size for info in infos), file.path.stat().st_size):
        raise bomb(file)
    wanted = [info for info in infos if _is_wanted(info.filename)]
    if not wanted:
        raise file.bad(phrase("is an archive without files; export it again."))
    if any(info.flag_bits & ENCRYPTED for info in wanted):
        raise file.bad(phrase("is encrypted; unpack it and load the files."))
    alone = len(wanted) == 1
    return [
        SourceFile(file.path, f"{file.name}/{name}", file.from_folder, name, alone=alone)
        for name in sorted({info.filename for info in wanted})
    ]


def _is_wanted(name: str) -> bool:
    parts = name.split("/")
    return "__MACOSX" not in parts and not parts[-1].startswith(".")


@contextmanager
def _packed(file: SourceFile) -> Iterator[tuple[IO[bytes], int]]:
    """Open a file, or a member of an archive, and tell how large it is packed."""
    with ExitStack() as stack:
        if file.member is None:
            yield stack.enter_context(file.path.open("rb")), file.path.stat().st_size
            return
        archive = stack.enter_context(zipfile.ZipFile(file.path))
        info = archive.getinfo(file.member)
        yield stack.enter_context(archive.open(info)), info.compress_size
