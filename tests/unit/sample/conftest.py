"""One small company, written once."""

from collections.abc import Mapping

import pandas as pd
import pytest

from cs_engine.sample.company import WRITTEN, write_company
from cs_engine.sample.spec import SampleSpec
from cs_engine.sample.truth import TRUTH
from tests.unit.sample.builders import UNTIL


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, pd.DataFrame]:
    """Return every written table of a company of 80 accounts, all cells as text."""
    folder = tmp_path_factory.mktemp("company")
    write_company(SampleSpec(accounts=80, until=UNTIL), folder)
    names = (*WRITTEN, TRUTH)
    return {name: pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False) for name in names}
