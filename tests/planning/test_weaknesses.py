"""Which kinds of past cases are told of."""

import pandas as pd

from accountbook.planning.weaknesses import parts


def test_kinds_with_few_cases_or_nothing_beside_them_are_not_told():
    rows = [
        ("orders", "2", 19),
        ("orders", "3-5", 20),
        ("age", "new", 20),
        ("age", "known", 300),
        ("month", "2026-08", 90),
    ]
    frame = pd.DataFrame(rows, columns=["trait", "group", "rows"])
    frame = frame.assign(target="churn90", value=0.5, naive=0.6, said=0.2, came=0.25)
    assert [part.group for part in parts(frame, "churn90")] == ["new", "known"]
    assert parts(frame, "churn60") == () and parts(None, "churn90") == () and parts(frame.iloc[:0], "churn90") == ()
