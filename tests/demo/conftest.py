"""Made-up companies, each written once for all tests of this room."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from accountbook.demo import make_company


@dataclass(frozen=True)
class Made:
    """A folder with a made-up company."""

    folder: Path

    def table(self, name: str) -> pd.DataFrame:
        """A table as a perfect load gives it back."""
        return pd.read_parquet(self.folder / "truth" / "tables" / f"{name}.parquet")

    def truth(self, name: str) -> pd.DataFrame:
        """A frame of the truth."""
        return pd.read_parquet(self.folder / "truth" / f"{name}.parquet")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The default company: 60 accounts, 42 months, seed 7."""
    folder = tmp_path_factory.mktemp("made") / "demo"
    make_company(folder)
    return Made(folder)


@pytest.fixture(scope="session")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The same company with honest people."""
    folder = tmp_path_factory.mktemp("honest") / "demo"
    make_company(folder, honest=True)
    return Made(folder)
