"""Any table of deals as numbers: categories, numbers, dates and gaps, whatever a CRM exports."""

from __future__ import annotations

import re
from typing import Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin

LEAST = 2
MOST_LEVELS = 100
GAP = "(not given)"
OTHER = "(other)"
READABLE = 0.95
"""Share of a text column's entries that must read as numbers, or as days, for it to count as such."""
LOOKED_AT = 500
"""Different entries of a text column that are tried."""
SKEWED = 2.0
HUGE = 1e100
"""Numbers from which on a value is taken for a slip."""
FAR = 4.0
"""Standard deviations beyond which a number counts as no further out."""
LONG = 9
"""Levels from which a category counts as long."""
SMOOTH = 10.0
"""Rows that everybody's rate counts for beside a level's own."""
_DAYS = ("ISO8601", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d")
_NUMBERED = re.compile(r"(^|[\s_.-])(id|no|nr|number|key|code|uuid|번호)$", re.IGNORECASE)


class MixedTable(TransformerMixin, BaseEstimator):
    """Numbers from a table of mixed types: numbers standardised, categories one column a level.

    Attributes
    ----------
    columns_ : the columns that say something: neither constant nor numbers of rows.

    Notes
    -----
    A gap in a category is a level of its own; a gap in a number takes the median and sets a column that says so.
    Levels seen less than twice, beyond the 100 most frequent, or only later, count as "(other)". Skewed numbers above
    zero are taken by their logarithm, and none counts as further than four standard deviations out.

    Examples
    --------
    >>> table = pd.DataFrame({"source": ["web", "web", "fair", None], "size": [1.0, 2.0, 3.0, np.nan]})
    >>> table = read_columns(table, column_kinds(table))
    >>> MixedTable().fit(table).transform(table).columns.tolist()
    ['source=(other)', 'source=web', 'size', 'size=(not given)']
    """

    def fit(self, X: pd.DataFrame, y: None = None) -> Self:
        """Learn levels, medians and scales from rows.

        Parameters
        ----------
        X : as `read_columns` gives it.
        """
        self.levels_: dict[str, list[str]] = {}
        self.numbers_: dict[str, _Number] = {}
        for name in X.columns:
            if not pd.api.types.is_numeric_dtype(X[name]):
                kept = _text(X[name]).value_counts()
                kept = kept.loc[kept >= LEAST].index[:MOST_LEVELS]
                if len(kept) > 1 or (len(kept) == 1 and (_text(X[name]) != kept[0]).any()):
                    self.levels_[name] = sorted([*kept, OTHER])
                continue
            values = X[name].to_numpy(float)
            known = values[np.isfinite(values)]
            numbered = len(np.unique(known)) == len(X) and bool(_NUMBERED.search(str(name).strip()))
            if len(np.unique(known)) + (len(known) < len(values)) > 1 and not numbered:
                self.numbers_[name] = _Number(values)
        self.columns_ = [name for name in X.columns if name in self.levels_ or name in self.numbers_]
        return self

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        """Numbers of each row, shape (n, columns), without gaps."""
        made: dict[str, np.ndarray] = {}
        for name in self.columns_:
            if name in self.levels_:
                text = self.level(X, name)
                made |= {f"{name}={level}": (text == level).to_numpy(float) for level in self.levels_[name]}
            else:
                made |= self.numbers_[name].columns(X[name], str(name))
        return pd.DataFrame(made, index=X.index)

    def level(self, X: pd.DataFrame, name: str) -> pd.Series:
        """A category's level in each row, as learned."""
        text = _text(X[name])
        return text.where(text.isin(self.levels_[name]), OTHER)

    def long_levels(self, X: pd.DataFrame) -> pd.DataFrame:
        """The levels of each row in the categories of many, shape (n, such categories)."""
        names = [name for name, levels in self.levels_.items() if len(levels) >= LONG]
        return pd.DataFrame({name: self.level(X, name) for name in names}, index=X.index)


class _Number:
    """How one column of numbers is centred and scaled."""

    def __init__(self, values: np.ndarray) -> None:
        known = values[np.isfinite(values)]
        self.gaps = len(known) < len(values)
        spread = known.std()
        skew = float(np.mean(((known - known.mean()) / spread) ** 3)) if spread > 0 else 0.0
        self.logarithm = bool(known.size and known.min() >= 0 and skew > SKEWED)
        known = np.log1p(known) if self.logarithm else known
        self.middle = float(np.median(known)) if known.size else 0.0
        self.scale = float(known.std()) or 1.0

    def columns(self, column: pd.Series, name: str) -> dict[str, np.ndarray]:
        values = column.to_numpy(float)
        known = np.isfinite(values)
        values = np.log1p(np.maximum(np.where(known, values, 0.0), 0.0)) if self.logarithm else values
        found = {name: np.clip(np.where(known, values - self.middle, 0.0) / self.scale, -FAR, FAR)}
        return found | ({f"{name}={GAP}": (~known).astype(float)} if self.gaps else {})


class LevelRates:
    """How often each level of long categories was won, for models that split columns.

    Notes
    -----
    Micci-Barreca 2001; the rate of a row that is learned from is that of the other folds' rows.

    Examples
    --------
    >>> levels = pd.DataFrame({"city": ["Ulm", "Ulm", "Bonn", "Bonn"]})
    >>> rates = LevelRates()
    >>> rates.fit_transform(levels, np.array([1, 1, 0, 0]), np.array([0, 1, 0, 1])).round(2).ravel().tolist()
    [0.55, 0.55, 0.45, 0.45]
    >>> rates.transform(levels[:1]).round(2).ravel().tolist()
    [0.58]
    """

    def fit_transform(self, levels: pd.DataFrame, y: np.ndarray, folds: np.ndarray) -> np.ndarray:
        """Learn the rates; each row's own, shape (n, categories)."""
        self.mean_, self.rates_ = float(np.mean(y)), {}
        found = np.full(levels.shape, self.mean_)
        for column, name in enumerate(levels.columns):
            level = levels[name]
            self.rates_[name] = self._rates(level, y)
            for fold in np.unique(folds):
                other = folds != fold
                found[~other, column] = level[~other].map(self._rates(level[other], y[other])).fillna(self.mean_)
        return found

    def transform(self, levels: pd.DataFrame) -> np.ndarray:
        """The learned rates of each row's levels, shape (n, categories)."""
        found = [levels[name].map(self.rates_[name]).fillna(self.mean_).to_numpy(float) for name in levels.columns]
        return np.column_stack(found) if found else np.empty((len(levels), 0))

    def _rates(self, level: pd.Series, y: np.ndarray) -> pd.Series:
        tally = pd.Series(y, dtype=float).groupby(level.to_numpy()).agg(["sum", "count"])
        return (tally["sum"] + SMOOTH * self.mean_) / (tally["count"] + SMOOTH)


def column_kinds(X: pd.DataFrame) -> dict[str, str | None]:
    """What each column holds: "number", how its days are written, or None for a category.

    Text of more than two values, of which 19 in 20 read as numbers or as days, counts as such; booleans are categories.

    Examples
    --------
    >>> column_kinds(pd.DataFrame({"sent": ["2026-01-02", "2026-01-04", "2026-01-05"], "hot": [True, False, True]}))
    {'sent': 'ISO8601', 'hot': None}
    """
    return {name: _kind(X[name]) for name in X.columns}


def read_columns(X: pd.DataFrame, kinds: dict[str, str | None]) -> pd.DataFrame:
    """A table's columns by `column_kinds`: numbers, days as numbers, or categories as text.

    Examples
    --------
    >>> read_columns(pd.DataFrame({"size": ["1,200", "?"], "hot": [True, None]}), {"size": "number", "hot": None})
         size          hot
    0  1200.0         True
    1     NaN  (not given)
    """
    found = {
        name: pd.Series(_known(_values(X[name], kind)), X.index) if kind else _text(X[name])
        for name, kind in kinds.items()
    }
    return pd.DataFrame(found, index=X.index)


def same_inputs(X: pd.DataFrame) -> np.ndarray:
    """A number per row, equal for rows that repeat one another in full, shape (n,).

    Examples
    --------
    >>> same_inputs(pd.DataFrame({"a": ["x", "y", "x"]})).tolist()
    [0, 1, 0]
    """
    if not len(X.columns):
        return np.arange(len(X))
    return X.astype("str").groupby(list(X.columns), sort=False, dropna=False).ngroup().to_numpy()


def _known(values: np.ndarray) -> np.ndarray:
    """Numbers with those that can be no measure of anything as gaps: their squares would leave the range of numbers."""
    return np.where(np.abs(values) < HUGE, values, np.nan)


def _text(column: pd.Series) -> pd.Series:
    return column.astype("str").str.strip().where(column.notna(), GAP)


def _kind(column: pd.Series) -> str | None:
    """ "number", how its days are written, or None for categories."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return "ISO8601"
    if pd.api.types.is_bool_dtype(column):
        return None
    if pd.api.types.is_numeric_dtype(column):
        return "number"
    values = column.dropna().astype("str").drop_duplicates()[:LOOKED_AT]
    # two values, "0" and "1" for one, are a category as well as numbers
    if len(values) <= 2:
        return None
    for kind in ("number", *_DAYS):
        if np.isfinite(_values(values, kind)).mean() >= READABLE:
            return kind
    return None


def _values(column: pd.Series, kind: str) -> np.ndarray:
    """A column's numbers, days as days; NaN where it cannot be read."""
    if kind == "number":
        if pd.api.types.is_numeric_dtype(column):
            values = column.astype("Float64").to_numpy(float, na_value=np.nan)
        else:
            text = column.astype("str").str.strip().str.replace(r"[,%\s]", "", regex=True)
            values = pd.to_numeric(text, errors="coerce").to_numpy(float, na_value=np.nan)
        return np.where(np.isfinite(values), values, np.nan)
    days = column
    if not pd.api.types.is_datetime64_any_dtype(column):
        text = column.where(column.notna()).astype("str").str.strip()
        days = pd.to_datetime(text, format=kind, errors="coerce", utc=True)
    if getattr(days.dt, "tz", None) is not None:
        days = days.dt.tz_convert("UTC").dt.tz_localize(None)
    return ((days - pd.Timestamp(0)) / pd.Timedelta(days=1)).to_numpy(float)
