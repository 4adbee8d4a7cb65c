"""Every format is read into the same rows of text, and what was found out about a file is said."""

import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cs_engine.errors import BadFile
from cs_engine.sources.files import find_files, read_chunks, read_header, read_sample
from cs_engine.sources.found import SourceFile

TEXT = "id,name\n1,Böhm\n2,\n"
CELLS = [{"id": "1", "name": "Böhm"}, {"id": "2", "name": None}]


def _workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _parquet(**columns: object) -> bytes:
    content = io.BytesIO()
    pq.write_table(pa.table(columns), content)
    return content.getvalue()


def _zip(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()


def _files(folder: Path, content: bytes, name: str = "data.csv") -> list[SourceFile]:
    (folder / name).write_bytes(content)
    return find_files([folder / name])


def _read(file: SourceFile) -> list[dict[str, str | None]]:
    return [row for chunk in read_chunks(file, read_header(file)) for row in chunk.cells.to_pylist()]


def _without_bytes(value: object) -> str | None:
    """Name a test case without its file, whose bytes hold the time at which it was packed."""
    return "file" if isinstance(value, bytes) else None


def _lines(file: SourceFile) -> list[int]:
    return [line for chunk in read_chunks(file, read_header(file)) for line in chunk.lines.tolist()]


@pytest.mark.parametrize(
    ("content", "shown", "lines"),
    [
        (TEXT.encode(), "CSV; commas; UTF-8", [2, 3]),
        (TEXT.encode("utf-8-sig"), "CSV; commas; UTF-8", [2, 3]),
        (TEXT.replace(",", ";").encode("cp1252"), "CSV; semicolons; windows-1252", [2, 3]),
        (TEXT.replace(",", "\t").encode("utf-16"), "TSV; tabs; UTF-16", [2, 3]),
        (TEXT.encode("utf-16-le"), "CSV; commas; UTF-16", [2, 3]),
        (TEXT.replace("\n", "\r").encode(), "CSV; commas; UTF-8", [2, 3]),
        (TEXT.replace("\n", "\r\n").encode(), "CSV; commas; UTF-8", [2, 3]),
        (b"sep=|\r\n" + TEXT.replace(",", "|").encode(), "CSV; pipes; UTF-8", [3, 4]),
        (gzip.compress(TEXT.encode("cp1252")), "CSV; commas; windows-1252", [2, 3]),
        ('{"id": 1, "name": "Böhm"}\n\n{"id": 2}\n'.encode(), "JSON lines; UTF-8", [1, 3]),
        (gzip.compress('{"id": "1", "name": "Böhm"}\n{"name": null, "id": 2}'.encode()), "JSON lines; UTF-8", [1, 2]),
        (_workbook(A=[["id", "name"], [1, "Böhm"], [2.0, None]]), "spreadsheet", [2, 3]),
        (
            _workbook(A=[["Export"], [], ["id", "name"], ["1", "Böhm"], [None], [2]]),
            "spreadsheet; header in row 3",
            [4, 6],
        ),
        (_parquet(id=[1, 2], name=["Böhm", None]), "Parquet", [2, 3]),
        (_zip(**{"a.csv": TEXT.encode()}), "CSV; commas; UTF-8", [2, 3]),
        (_zip(**{"b/a.csv.gz": gzip.compress(TEXT.encode())}), "CSV; commas; UTF-8", [2, 3]),
        (_zip(**{"a.xlsx": _workbook(A=[["id", "name"], [1, "Böhm"], [2]])}), "spreadsheet", [2, 3]),
        (_zip(**{"a.parquet": _parquet(id=[1, 2], name=["Böhm", None])}), "Parquet", [2, 3]),
    ],
    ids=_without_bytes,
)
def test_the_content_decides_how_a_file_is_read(tmp_path: Path, content: bytes, shown: str, lines: list[int]) -> None:
    """All of them are called data.csv and hold the same rows; what was found out is said in a few words."""
    (file,) = _files(tmp_path, content)
    assert str(read_header(file).shown) == shown
    assert _read(file) == CELLS
    assert _lines(file) == lines


@pytest.mark.parametrize(
    ("encoding", "shown", "text"),
    [
        ("gb18030", "GB 18030", "编号,名称\n1,北京科技有限公司\n2,上海贸易有限公司\n"),
        ("shift_jis", "Shift JIS", "番号,名前\n1,株式会社テスト\n2,東京商事カブシキガイシャ\n"),
        ("cp1250", "windows-1250", "id,jméno\n1,Příliš žluťoučký kůň\n2,Łódź Gdańsk\n"),
        ("cp1251", "windows-1251", "id,имя\n1,Общество с ограниченной ответственностью\n2,Компания Ромашка\n"),
        ("cp1252", "windows-1252", "id,Name\n1,Café Olé\n2,Müller – Groß €\n"),
        ("cp949", "EUC-KR", "번호,이름\n1,한국무역 주식회사\n2,서울상사\n"),
    ],
)
def test_encodings_of_the_world_are_told_apart(tmp_path: Path, encoding: str, shown: str, text: str) -> None:
    """Names come out as they were written, and the encoding is said."""
    (file,) = _files(tmp_path, text.encode(encoding))
    assert str(read_header(file).shown).endswith(shown)
    assert [list(row.values()) for row in _read(file)] == [line.split(",") for line in text.splitlines()[1:]]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ('"last, first";"age"\n"Doe, Jane";5\n', ("last, first", "age")),
        ("id;a,b,c\n1;x\n2;y\n", ("id", "a,b,c")),
        ("name\nDoe, Jane\nRoe, Richard\n", ("name",)),
        ("id,,note,\n1,2,3,4\n", ("id", "column 2", "note", "column 4")),
        ('"a\nb",c\n1,2\n', ("a\nb", "c")),
    ],
)
def test_headers_are_read_as_a_person_would(tmp_path: Path, text: str, columns: tuple[str, ...]) -> None:
    """Delimiters in quotes do not count, files of one column have none, cells without a name are called by place."""
    (file,) = _files(tmp_path, text.encode())
    assert read_header(file).columns == columns
    assert _read(file)


def test_a_file_of_one_column_keeps_its_commas(tmp_path: Path) -> None:
    """Nothing is cut where nothing separates."""
    (file,) = _files(tmp_path, b"name\nDoe, Jane\n")
    assert _read(file) == [{"name": "Doe, Jane"}]


def test_typed_cells_become_plain_text(tmp_path: Path) -> None:
    """Days and moments in ISO form, numbers without a needless `.0`, yes and no as words."""
    row = {"day": date(2026, 1, 2), "at": datetime(2026, 1, 2, 3, 4), "whole": 12.0, "part": 0.1, "flag": True}  # noqa: DTZ001 - spreadsheets know no zone
    expected = {"day": "2026-01-02", "whole": "12", "part": "0.1", "flag": "true"}
    (sheet,) = _files(tmp_path, _workbook(A=[list(row), list(row.values())]), "a.xlsx")
    (table,) = _files(tmp_path, _parquet(**{name: [value] for name, value in row.items()}), "a.parquet")
    assert _read(sheet) == [{**expected, "at": "2026-01-02T03:04:00"}]
    assert _read(table) == [{**expected, "at": "2026-01-02 03:04:00.000000"}]


def test_nested_values_are_flattened(tmp_path: Path) -> None:
    """Objects become columns with dots; lists stay as JSON."""
    (lines,) = _files(
        tmp_path, json.dumps({"id": 1, "owner": {"name": "Ana", "at": {"x": 0.5}}, "tags": ["a"]}).encode()
    )
    assert _read(lines) == [{"id": "1", "owner.name": "Ana", "owner.at.x": "0.5", "tags": '["a"]'}]
    columns = {"owner": [{"name": "Ana"}], "tags": [["a"]], "money": [Decimal("1.50")]}
    (table,) = _files(tmp_path, _parquet(**columns), "a.parquet")
    assert _read(table) == [{"owner.name": "Ana", "tags": '["a"]', "money": "1.50"}]


def test_members_and_sheets_are_files_of_their_own(tmp_path: Path) -> None:
    """Each has a name below the path given; empty sheets and what systems hide in archives are left out."""
    book = _workbook(Accounts=[["id"], [1]], Empty=[], Tickets=[["id"], [2]])
    content = _zip(**{"b/two.csv": b"id\n1\n", "one.xlsx": book, "__MACOSX/._two.csv": b"x", ".DS_Store": b"x"})
    files = _files(tmp_path, content, "export.zip")
    assert [file.name for file in files] == [
        "export.zip/b/two.csv",
        "export.zip/one.xlsx/Accounts",
        "export.zip/one.xlsx/Tickets",
    ]
    assert files[0].fits("two.csv")
    assert files[2].is_named("tickets")
    assert files[2].address == f"{(tmp_path / 'export.zip').resolve()}/one.xlsx/Tickets"
    assert [_read(file) for file in files] == [[{"id": "1"}], [{"id": "1"}], [{"id": "2"}]]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("accounts.xlsx", "accounts"),
        ("Accounts.CSV.GZ", "accounts"),
        ("tickets.parquet", "tickets"),
        ("usage.jsonl", "usage"),
    ],
)
def test_files_are_named_after_tables_in_any_format(name: str, table: str) -> None:
    """The ending does not matter, nor does the name of a lone sheet."""
    assert SourceFile(Path(name), f"{name}/Sheet1", False, sheet="Sheet1").is_named(table)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a;b\n1.234,56;3\n", "CSV; semicolons; UTF-8; decimal comma"),
        ("a;b\n12,5;1.234\n", "CSV; semicolons; UTF-8; decimal comma"),
        ('a,b\n"$1,234.50",3\n', "CSV; commas; UTF-8"),
        ('a,b\n"1,234",1\n"2,500",2\n"3,125",3\n', "CSV; commas; UTF-8; commas separate thousands in a"),
        ('a,b\n"1,234",1\n', "CSV; commas; UTF-8; numbers such as 1,234 in a may mean two"),
        ("a;b\n1.234;x\n2.500;y\n", "CSV; semicolons; UTF-8; numbers such as 1.234 in a may mean two"),
        ("a;b\n0.125;x\n2.500;y\n", "CSV; semicolons; UTF-8"),
        ("a,b\n1.234,29.02.2024\n2.500,x\n", "CSV; commas; UTF-8"),
    ],
)
def test_what_points_and_commas_mean_is_decided_by_all_values(tmp_path: Path, text: str, shown: str) -> None:
    """A value that proves its meaning decides for its column, then for its file; what stays open is said."""
    (file,) = _files(tmp_path, text.encode())
    assert str(read_header(file).shown) == shown


def test_a_sample_looks_all_over_a_long_file(tmp_path: Path) -> None:
    """Values that come late are in it, and every row is whole."""
    text = "id,name\n" + "".join(f"{number},name {number}\n" for number in range(200_000))
    (file,) = _files(tmp_path, text.encode())
    sample = read_sample(file, read_header(file), 400)
    assert 300 < len(sample) <= 400
    assert int(sample["id"].iloc[-1]) > 150_000
    assert (sample["name"] == "name " + sample["id"]).all()


@pytest.mark.parametrize("content", [_workbook(A=[["id"], *[[n] for n in range(50)]]), _parquet(id=list(range(50)))])
def test_a_sample_holds_no_more_rows_than_asked(tmp_path: Path, content: bytes) -> None:
    """Whatever the format."""
    (file,) = _files(tmp_path, content)
    assert 0 < len(read_sample(file, read_header(file), 20)) <= 20


def test_a_sample_has_every_column_even_without_rows(tmp_path: Path) -> None:
    """A header is enough to be asked about a file's columns."""
    (file,) = _files(tmp_path, b"id,name\n")
    assert list(read_sample(file, read_header(file), 20)) == ["id", "name"]


def test_cells_outside_a_sheet_s_columns_are_not_lost(tmp_path: Path) -> None:
    """A row with something beside the table is refused with all its cells."""
    (file,) = _files(tmp_path, _workbook(A=[["id", "name"], [1, "x", "note"], [2, "y"]]))
    (chunk,) = read_chunks(file, read_header(file))
    assert chunk.cells.to_pylist() == [{"id": "2", "name": "y"}]
    assert [(one.line, list(one.cells)) for one in chunk.ragged] == [(2, ["1", "x", "note"])]


def test_a_sheet_that_reaches_to_the_end_of_the_world_is_refused(tmp_path: Path) -> None:
    """Its reader would set memory aside for every cell in between."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"], sheet["XFD1048576"] = "id", 1
    workbook.save(tmp_path / "far.xlsx")
    with pytest.raises(BadFile, match="reaches to row 1,048,576 and column 16,384"):
        find_files([tmp_path / "far.xlsx"])
