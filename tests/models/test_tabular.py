"""Any table as numbers: what columns hold, levels and their rates, worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.models.tabular import MixedTable, column_kinds, read_columns


def test_columns_are_read_for_what_they_hold() -> None:
    table = pd.DataFrame(
        {
            "size": ["1,200", "80", None, "3"],
            "sent": ["2.1.2026", "31.1.2026", "15.3.2026", None],
            "hot": [True, False, True, True],
            "flag": ["0", "1", "0", "1"],
            "city": ["Ulm", "Bonn", "Ulm", "Kiel"],
            "far": [1.0, np.inf, 2.0, 3.0],
        }
    )
    kinds = column_kinds(table)
    assert kinds == {"size": "number", "sent": "%d.%m.%Y", "hot": None, "flag": None, "city": None, "far": "number"}
    found = read_columns(table, kinds)
    assert found["size"].tolist()[:2] == [1200.0, 80.0] and np.isnan(found["far"][1])
    assert found["sent"][1] - found["sent"][0] == 29.0


def test_what_says_nothing_has_no_column() -> None:
    rows = 40
    table = pd.DataFrame(
        {
            "lead_id": np.arange(rows),
            "flat": "x",
            "same": 3.0,
            "none": np.nan,
            "name": [f"deal {k}" for k in range(rows)],
            "days": np.arange(rows),
        }
    )
    assert MixedTable().fit(read_columns(table, column_kinds(table))).columns_ == ["days"]


def test_gaps_rare_levels_and_far_numbers() -> None:
    table = pd.DataFrame(
        {"source": ["web"] * 3 + ["fair"] * 2 + ["once", None, None], "size": [1.0] * 6 + [3.0, np.nan]}
    )
    found = (
        MixedTable()
        .fit(table.fillna({"source": "(not given)"}))
        .transform(pd.DataFrame({"source": ["once", "new", "web"], "size": [1.0, np.nan, 1e9]}))
    )
    assert found["source=(other)"].tolist() == [1, 1, 0] and found["source=web"].tolist() == [0, 0, 1]
    assert found["size"].tolist() == pytest.approx([0.0, 0.0, 4.0]) and found["size=(not given)"].tolist() == [0, 1, 0]
