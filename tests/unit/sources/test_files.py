"""Files are found and read as they are, and a damaged one is explained."""

import gzip
from pathlib import Path

import pytest

from cs_engine.errors import BadFile
from cs_engine.sources.files import SourceFile, find_files, read_chunks, read_header


def _file(folder: Path, content: str | bytes, name: str = "a.csv") -> SourceFile:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return SourceFile(path, name, from_folder=False)


def _rows(file: SourceFile, size: int = 100) -> list[tuple[int, list[str]]]:
    chunks = read_chunks(file, read_header(file), size)
    return [pair for chunk in chunks for pair in zip(chunk.lines, chunk.rows, strict=True)]


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
    assert [len(chunk.rows) for chunk in read_chunks(file, read_header(file), 3)] == [3, 3, 1]


def test_a_line_of_another_width_is_set_aside(tmp_path: Path) -> None:
    """A line with too many or too few cells is not guessed at."""
    file = _file(tmp_path, "a,b\n1,2\n3\n4,5,6\n")
    (chunk,) = read_chunks(file, read_header(file))
    assert chunk.rows == [["1", "2"]]
    assert chunk.ragged == [(3, "the line has 1 cells instead of 2"), (4, "the line has 3 cells instead of 2")]


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
        ("a.csv", "näme\n".encode("latin-1"), "is not UTF-8"),
        ("a.csv.gz", b"id\n1\n", "damaged archive"),
        ("a.csv.gz", gzip.compress(b"id\n" + bytes(range(32, 120)) * 99)[:-30], "damaged archive"),
        ("a.csv", b'id\n"' + b"x" * 200_000 + b'"\n', "not readable as CSV"),
        ("a.xlsx", b"PK", "no CSV file"),
    ],
)
def test_a_file_that_cannot_be_used_is_explained(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    """Every way in which a file can be broken ends in one sentence with its path."""
    file = _file(tmp_path, content, name)
    with pytest.raises(BadFile, match=rf"{name}.* {sentence}"):
        _rows(file)
