"""Value and relationship: two rows with their parts and cases, the folded line."""

import pytest

from accountbook.display.blocks.worth_to_them import worth_finding, worth_to_them
from accountbook.planning.worth_to_them import Part, Worth


@pytest.mark.parametrize(
    ("value", "relation", "weaker", "said"),
    [
        (78.2, 34.1, "relationship", "They get value (78 of 100), but those who decide hardly know us (34)"),
        (42.0, 71.0, "value", "Those who decide know us (71 of 100), but get little value (42)"),
        (42.0, 31.0, "relationship",
         "They get little value (42 of 100), and those who decide hardly know us (31)"),
        (55.0, 81.0, "value", "The relationship (81 of 100) is ahead of the value they get (55)"),
        (81.0, 55.0, "relationship", "The value they get (81 of 100) is ahead of the relationship (55)"),
    ],
)  # fmt: skip
def test_cap_52_the_finding_is_which_of_the_two_is_weaker(make, t, value, relation, weaker, said):
    assert worth_finding(make(Worth, value=value, relationship=relation, weaker=weaker), t) == said and len(said) <= 90


@pytest.mark.parametrize(
    ("value", "n", "said"),
    [
        (78.2, 3, "They get value (78 of 100), but we know none of the 3 who decide"),
        (78.2, 1, "They get value (78 of 100), but we do not know the one who decides"),
        (42.0, 3, "They get little value (42 of 100), and we know none of the 3 who decide"),
    ],
)
def test_cap_52_where_nobody_is_known_their_number_is_said(make, t, value, n, said):
    people = (Part("known", 0.0, n), Part("disposition", None, 0), Part("recency", 0.0, 0))
    judged = make(Worth, state="apart", value=value, relationship=0.0, weaker="relationship", relationship_parts=people)
    assert worth_finding(judged, t) == said
    assert "met lately" not in worth_to_them(judged, t).text()


def test_cap_52_the_parts_are_visible_with_the_cases_behind_them(make, t, read):
    parts = (
        Part("on_time", 92.0, 106),
        Part("claims", 88.0, 24),
        Part("requirements", None, 2),
        Part("margin", None, 0),
    )
    people = (Part("known", 40.0, 5), Part("disposition", 25.0, 2), Part("recency", 37.0, 2))
    judged = make(
        Worth, state="apart", value=90.0, relationship=34.0, weaker="relationship", value_parts=parts,
        relationship_parts=people,
    )  # fmt: skip
    shown = read(worth_to_them(judged, t))
    assert "Value they get of us 90 deliveries in time 92 (106 deliveries); cost of claims 88 (24 orders);" in shown
    assert "requirements met: only 2 Relationship" in shown
    assert (
        "with who decides ! 34 roles known 40 (5 roles); disposition 25 (2 people); met lately 37 (2 people)" in shown
    )


def test_cap_52_too_few_to_score_is_said(make, t, read):
    few = make(Worth, state="few", relationship=67.0, value_parts=(Part("on_time", None, 2),))
    assert worth_to_them(few, t).reason == "relationship 67 of 100; too few cases to score the value"
    assert "Value they get of us too few to score deliveries in time: only 2" in read(worth_to_them(few, t).body)
    even = make(Worth, state="even", value=71.0, relationship=68.0)
    assert worth_to_them(even, t).reason == "value 71 and relationship 68 of 100, neither is far behind"
    assert worth_to_them(make(Worth, state="none"), t) is None
