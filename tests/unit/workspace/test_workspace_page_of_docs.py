"""docs/workspace.md says what the workspace does."""

import re
import runpy
from pathlib import Path

from bot.workspace.faults import Faults
from bot.workspace.methods import METHODS
from bot.workspace.reference import method_table
from bot.workspace.scopes import METHOD_SCOPES
from bot.workspace.server import Workspace

PAGE = Path(__file__).parents[3] / "docs" / "workspace.md"
TABLE = re.compile(r"(<!-- methods: .*? -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def test_the_table_of_methods_is_up_to_date() -> None:
    """`docs/workspace.md` lists every method; put `method_table()` between its marks after changing them."""
    found = TABLE.search(PAGE.read_text(encoding="utf-8"))
    assert found is not None
    assert found[2].strip() == method_table()


def test_every_scoped_method_exists() -> None:
    """The table of scopes names only methods that are answered."""
    assert METHOD_SCOPES.keys() <= METHODS.keys()


def test_the_example_runs_as_it_stands(tmp_path: Path) -> None:
    """The test on the page passes when it is copied into a file."""
    code = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    example = tmp_path / "test_example.py"
    example.write_text(code[0], encoding="utf-8")
    runpy.run_path(str(example))["test_the_bot_greets"]()


def test_every_call_on_the_page_exists() -> None:
    """Whatever the page calls on a workspace or its faults is there."""
    page = PAGE.read_text(encoding="utf-8")
    asked = set(re.findall(r"workspace\.faults\.(\w+)", page))
    assert asked <= set(dir(Faults))
    assert set(re.findall(r"`workspace\.(\w+)\(", page)) <= set(dir(Workspace))
