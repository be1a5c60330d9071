"""People who were forgotten stay so: their rows are turned away. What refers to them, the book empties."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from accountbook.ingest.staging import Stage
from accountbook.tables import TABLES
from accountbook.tables import Contacts as C

Erased = Callable[[pd.Series], np.ndarray]
"""Tells of a column of contacts' numbers which are of people who were forgotten."""


def turn_away(stage: Stage, erased: Erased) -> pd.DataFrame:
    """Turn away the rows of people who were forgotten.

    Returns
    -------
    pandas.DataFrame
        The rows turned away, of contacts; of another table none.
    """
    if stage.table.name != "contacts":
        return TABLES["contacts"].frame()
    gone = erased(stage.frame[C.contact_id])
    stage.erase(gone)
    return stage.frame[gone].reset_index(drop=True)
