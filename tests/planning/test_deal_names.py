from accountbook.planning.contest import contest
from accountbook.planning.deal_changes import deal_changes
from accountbook.planning.deals import deal_names, open_deals

TWINS = [
    {"opportunity_id": number, "account_id": "A", "name": "Frame contract 2027", "created_on": "2026-10-10",
     "amount": amount}
    for number, amount in (("D1", 46e3), ("D2", 20e3))
]  # fmt: skip


def test_cap_17_two_open_deals_of_one_name_are_told_apart_by_their_numbers(view):
    seen = view(opportunities=TWINS)
    assert [deal.name for deal in open_deals(seen).deals] == ["Frame contract 2027 (D1)", "Frame contract 2027 (D2)"]
    # also where the brief is about one of them alone
    assert open_deals(seen, only={"D2"}).deals[0].name == contest(seen, "D2").name == "Frame contract 2027 (D2)"
    since = seen.as_of.replace(month=9, day=30)
    assert [one.facts["deal"] for one in deal_changes(seen, seen.at(since), since)] == [
        "Frame contract 2027 (D1)", "Frame contract 2027 (D2)"]  # fmt: skip


def test_a_name_alone_a_decided_twin_and_one_of_another_account_need_no_number(view):
    other, decided = TWINS[1] | {"account_id": "B"}, TWINS[1] | {"outcome": "lost", "closed_on": "2026-10-20"}
    for second in (other, decided):
        assert deal_names(view(opportunities=[TWINS[0], second]))["D1"] == "Frame contract 2027"
    assert deal_names(view(opportunities=[TWINS[0] | {"name": None}])) == {}
    assert deal_names(view()) == {}
