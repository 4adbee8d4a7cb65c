"""Files are found and read as they are, and a damaged one is explained."""

import gzip
import random
from pathlib import Path

import pytest

from cs_engine.errors import BadFile
from cs_engine.sources.files import find_files, read_chunks, read_header
from cs_engine.sources.found import SourceFile


def _file(folder: Path, content: str | bytes, name: str = "a.csv") -> SourceFile:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return SourceFile(path, name, from_folder=False)


def _rows(file: SourceFile) -> list[tuple[int, list[str]]]:
    chunks = read_chunks(file, read_header(file))
    return [
        (line, list(row.values()))
        for chunk in chunks
        for line, row in zip(chunk.lines.tolist(), chunk.cells.to_pylist(), strict=True)
    ]


def test_a_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    """A wrong path is one sentence with the path in it."""
    with pytest.raises(BadFile, match=r"nowhere does not exist"):
        find_files([tmp_path / "nowhere"])


def test_a_folder_is_searched_below_and_by_name(tmp_path: Path) -> None:
    """Files of subfolders are found, sorted; hidden ones are not."""
    (tmp_path / "b").mkdir()
    for name in ("b/x.csv", "a.csv", ".hidden.csv"):
        (tmp_path / name).write_text("id\n")
    assert [file.name for file in find_files([tmp_path])] == ["a.csv", "b/x.csv"]


def test_a_gzip_file_reads_like_a_plain_one(tmp_path: Path) -> None:
    """Compression changes nothing."""
    packed = _file(tmp_path, gzip.compress(b"id\n1\n"), "a.csv.gz")
    assert _rows(packed) == [(2, ["1"])]


def test_a_row_knows_the_line_it_starts_on(tmp_path: Path) -> None:
    """Quoted cells may span lines and blank lines are skipped; line numbers stay those of the file."""
    file = _file(tmp_path, 'id,note\n1,"two\nlines"\n\n2,x\n')
    assert _rows(file) == [(2, ["1", "two\nlines"]), (5, ["2", "x"])]


def test_chunks_hold_no_more_rows_than_asked(tmp_path: Path) -> None:
    """Memory stays flat however long the file is."""
    file = _file(tmp_path, "id\n" + "x\n" * 7)
    (chunk,) = read_chunks(file, read_header(file))
    assert [piece.lines.tolist() for piece in chunk.pieces(3)] == [[2, 3, 4], [5, 6, 7], [8]]


def test_a_line_of_another_width_is_set_aside(tmp_path: Path) -> None:
    """A line with too many or too few cells is not guessed at."""
    file = _file(tmp_path, "a,b\n1,2\n3\n4,5,6\n")
    (chunk,) = read_chunks(file, read_header(file))
    assert chunk.cells.to_pylist() == [{"a": "1", "b": "2"}]
    assert [(one.line, one.reason, list(one.cells)) for one in chunk.ragged] == [
        (3, "the line has 1 cells instead of 2", ["3"]),
        (4, "the line has 3 cells instead of 2", ["4", "5", "6"]),
    ]


def test_semicolons_and_a_byte_order_mark_are_understood(tmp_path: Path) -> None:
    """Exports of European spreadsheets load as they are."""
    file = _file(tmp_path, "\ufeffid;name\n1;Ünal\n")
    assert read_header(file).columns == ("id", "name")
    assert _rows(file) == [(2, ["1", "Ünal"])]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\n\n", "is empty"),
        ("a.csv", b"id,id\n", "column 'id' twice"),
        ("a.csv", b",".join(b"c%d" % number for number in range(10_001)), "has 10,001 columns"),
        ("a.csv", b'id\n"' + b"x" * 2**20 + b'"\n', "more than 1 MB on line 2"),
        ("a.csv", b'id\n1\n"' + b"x\n" * 2**20, "more than 1 MB"),
        ("a.csv", b"x" * 2**21, "more than 1 MB on line 1"),
        ("a.csv", bytes(range(256)) * 9, "is a binary file"),
        ("a.csv", b"%PDF-1.7 and so on", "is a binary file"),
        ("a.csv", b"<html><table></table></html>", "is a web page"),
        ("a.json", b'[{"id": 1}]', "is one JSON document"),
        ("a.jsonl", b"{id: 1}\n", "no JSON object on its first line"),
        ("a.jsonl", b'{"id": "' + b"x" * 2**21 + b'"}\n', "more than 1 MB on line 1"),
        ("a.parquet", b"PAR1" * 99, "is a damaged Parquet file"),
        ("a.csv.gz", gzip.compress(b"id\n" + random.Random(1).randbytes(99).hex().encode())[:-30], "damaged archive"),
        ("a.csv.gz", gzip.compress(gzip.compress(b"id\n1\n", mtime=0), mtime=0), "is packed twice"),
    ],
)
def test_a_file_that_cannot_be_used_is_explained(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    """Every way in which a file can be broken ends in one sentence with its path."""
    file = _file(tmp_path, content, name)
    with pytest.raises(BadFile, match=rf"{name}.* {sentence}"):
        _rows(file)


def test_a_quotation_mark_that_is_never_closed_is_reported_where_it_opens(tmp_path: Path) -> None:
    """What stands behind it is not taken for one long cell."""
    file = _file(tmp_path, 'id,note\n1,x\n2,"y\n3,z\n')
    ragged = [one for chunk in read_chunks(file, read_header(file)) for one in chunk.ragged]
    assert [(one.line, one.reason) for one in ragged] == [(3, "a quotation mark opens a cell here and none closes it")]
    assert _rows(file) == [(2, ["1", "x"])]
