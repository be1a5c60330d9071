"""The contract's last word: pandera's checks, turned into rows turned away."""

from __future__ import annotations

import numpy as np
import pandera.errors

from accountbook.ingest.staging import Stage

REASONS = {
    "not_nullable": "is empty",
    "field_uniqueness": "occurs twice",
    "greater_than_or_equal_to": "is too small",
    "greater_than": "is too small",
    "less_than_or_equal_to": "is too large",
    "less_than": "is too large",
    "isin": "is no allowed word",
    "str_matches": "is not written as it should be",
}


def validate(stage: Stage) -> None:
    """Hold the kept rows against the table's model; rows that fail are turned away.

    Raises
    ------
    TypeError
        If the frame as a whole breaks the contract: a fault of ours, not of the source.

    Notes
    -----
    pandera's own message holds values, some of them personal; it is never passed on.
    """
    kept = stage.frame[stage.kept]
    try:
        stage.table.model.to_schema().validate(kept, lazy=True)
        return
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases[["column", "check", "index"]]
    broken = sorted(cases.loc[cases["index"].isna(), "check"].astype(str).str.split("(").str[0].unique())
    if broken:
        raise TypeError(f"{stage.table.name}: the frame breaks the contract: {', '.join(broken)}") from None
    for (column, check), some in cases.groupby(["column", "check"], sort=False):
        where = np.zeros(len(stage.state), dtype=bool)
        where[some["index"].astype("int64").to_numpy()] = True
        stage.reject(where, str(column), REASONS.get(str(check).split("(")[0], "breaks the contract"))
