"""Any table of deals: categories, numbers and gaps, whatever a CRM exports."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin

from accountbook.models.ridge import RidgeLogit

PENALTY = 0.1
LEAST = 2
MOST_LEVELS = 30
GAP = "(not given)"
OTHER = "(other)"


class MixedTable(TransformerMixin, BaseEstimator):
    """Numbers from a table of mixed types: numbers standardised, categories one column a level.

    Notes
    -----
    A gap in a category is a level of its own; a gap in a number takes the median and sets a column that says so.
    Levels seen less than twice, beyond the 30 most frequent, or only later, count as "(other)". Booleans and dates
    count as categories and as days.

    Examples
    --------
    >>> table = pd.DataFrame({"source": ["web", "web", "fair", None], "size": [1.0, 2.0, 3.0, np.nan]})
    >>> MixedTable().fit(table).transform(table).columns.tolist()
    ['source=(other)', 'source=web', 'size', 'size=(not given)']
    """

    def fit(self, X: pd.DataFrame, y: None = None) -> Self:
        """Learn levels, medians and scales from rows."""
        self.levels_: dict[str, list[str]] = {}
        self.numbers_: dict[str, tuple[float, float, bool]] = {}
        for name in X.columns:
            number = _number(X[name])
            if number is None:
                counts = _text(X[name]).value_counts()
                kept = counts.loc[counts >= LEAST].index[:MOST_LEVELS]
                self.levels_[name] = sorted([*kept, OTHER])
            else:
                known = number[np.isfinite(number)]
                middle = float(np.median(known)) if len(known) else 0.0
                scale = float(known.std()) if len(known) else 0.0
                self.numbers_[name] = (middle, scale or 1.0, len(known) < len(number))
        self.columns_ = list(X.columns)
        return self

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        """Numbers of each row, shape (n, columns), without gaps."""
        made: dict[str, np.ndarray] = {}
        for name in self.columns_:
            if name in self.levels_:
                text = _text(X[name])
                text = text.where(text.isin(self.levels_[name]), OTHER)
                made |= {f"{name}={level}": (text == level).to_numpy(float) for level in self.levels_[name]}
            else:
                middle, scale, gaps = self.numbers_[name]
                number = _number(X[name])
                number = np.full(len(X), np.nan) if number is None else number
                known = np.isfinite(number)
                made[name] = np.where(known, number - middle, 0.0) / scale
                if gaps:
                    made[f"{name}={GAP}"] = (~known).astype(float)
        return pd.DataFrame(made, index=X.index)


class TableWinModel(ClassifierMixin, BaseEstimator):
    """P(won) from any mixed-type table: a ridge logit over `MixedTable`.

    Parameters
    ----------
    C : inverse strength of the penalty; strong, for few rows and many levels.

    Examples
    --------
    >>> table = pd.DataFrame({"budget": ["yes", "no"] * 10})
    >>> model = TableWinModel().fit(table, np.array([1, 0] * 10))
    >>> bool(model.predict_proba(table)[0, 1] > 0.5)
    True
    """

    def __init__(self, *, C: float = PENALTY) -> None:
        self.C = C

    def fit(self, X: pd.DataFrame, y: np.ndarray) -> Self:
        """Learn from closed deals.

        Parameters
        ----------
        X : any columns. y : 1 won, 0 lost, shape (n,).
        """
        self.classes_ = np.array([0, 1])
        self.table_ = MixedTable().fit(X)
        self.ridge_ = RidgeLogit(C=self.C, scale=False).fit(self.table_.transform(X), y)
        return self

    def predict_proba(self, X: pd.DataFrame) -> np.ndarray:
        """Chances of losing and winning, shape (n, 2)."""
        return self.ridge_.predict_proba(self.table_.transform(X))

    def predict_range(self, X: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Ends of the 80% range of the chance of winning, each of shape (n,)."""
        return self.ridge_.predict_range(self.table_.transform(X))


def same_inputs(X: pd.DataFrame) -> np.ndarray:
    """A number per row, equal for rows that repeat one another in full, shape (n,).

    Examples
    --------
    >>> same_inputs(pd.DataFrame({"a": ["x", "y", "x"]})).tolist()
    [0, 1, 0]
    """
    return X.astype("str").groupby(list(X.columns), sort=False, dropna=False).ngroup().to_numpy()


def _text(column: pd.Series) -> pd.Series:
    return column.astype("str").where(column.notna(), GAP)


def _number(column: pd.Series) -> np.ndarray | None:
    """A column's numbers, dates as days; None for categories."""
    if pd.api.types.is_datetime64_any_dtype(column):
        days = (column - pd.Timestamp(0)) / pd.Timedelta(days=1)
        return days.to_numpy(float)
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return column.astype("Float64").to_numpy(float, na_value=np.nan)
    return None
