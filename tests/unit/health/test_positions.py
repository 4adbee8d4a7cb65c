"""Finding the lines of keys."""

from cs_engine.health.positions import key_lines, line_of

TEXT = '''\
# a remark
top = "x"
words = """
[not.a.table]
no = 1
"""

[plain.table] # remark
"quoted key" = { inner = 1 }
dotted.key = 2
[[rows]]
list = [
  [1, 2],
  [3],
]
[[rows]]
last = true
'''


def test_every_key_and_table_has_its_line() -> None:
    """Lists and texts over several lines hide nothing and pretend nothing."""
    lines = key_lines(TEXT)
    assert lines == {
        ("top",): 2,
        ("words",): 3,
        ("plain",): 8,
        ("plain", "table"): 8,
        ("plain", "table", "quoted key"): 9,
        ("plain", "table", "quoted key", "inner"): 9,
        ("plain", "table", "dotted"): 10,
        ("plain", "table", "dotted", "key"): 10,
        ("rows",): 11,
        ("rows", 0): 11,
        ("rows", 0, "list"): 12,
        ("rows", 1): 16,
        ("rows", 1, "last"): 17,
    }


def test_a_path_without_a_line_takes_that_of_the_table_around_it() -> None:
    """A missing key stands nowhere, its table does."""
    lines = key_lines(TEXT)
    assert line_of(lines, ("rows", 1, "missing")) == 16
    assert line_of(lines, ("nowhere",)) == 1
