"""Which kinds of past cases are told of."""

import pandas as pd

from accountbook.planning.naming import Naming
from accountbook.planning.weaknesses import parts

EVERYONE = Naming(True, {})


def test_kinds_with_few_cases_or_nothing_beside_them_are_not_told():
    rows = [
        ("orders", "2", 19),
        ("orders", "3-5", 20),
        ("age", "new", 20),
        ("age", "known", 300),
        ("month", "2026-08", 90),
        ("chance", "01", 90),
        ("chance", "02", 90),
    ]
    frame = pd.DataFrame(rows, columns=["trait", "group", "rows"])
    frame = frame.assign(target="churn90", value=0.5, naive=0.6, said=0.2, came=0.25, accounts=9)
    assert [part.group for part in parts(frame, "churn90", naming=EVERYONE)] == ["new", "known"]
    for groups, target in ((frame, "churn60"), (None, "churn90"), (frame.iloc[:0], "churn90")):
        assert parts(groups, target, naming=EVERYONE) == ()


def test_a_kind_of_four_accounts_is_told_only_where_everyone_may_be_named():
    """Thirty cases may be those of four accounts; with one kind left, nothing is told apart."""
    frame = pd.DataFrame({"group": ["new", "regular", "irregular", "known"], "accounts": [4, 5, 9, 5], "rows": 30})
    frame = frame.assign(trait=["age", "rhythm", "rhythm", "age"], target="churn90", value=0.5, naive=0.6, said=0.2,
                         came=0.25)  # fmt: skip
    assert len(parts(frame, "churn90", naming=EVERYONE)) == 4
    hidden = parts(frame, "churn90", naming=Naming(False, {}))
    assert [part.group for part in hidden] == ["regular", "irregular"]
