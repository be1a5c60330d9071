"""The section "Installed base": the next purchase moment, an opening at a competitor's."""

import pandas as pd
import pytest

from accountbook.display.blocks.doing import action_sentence
from accountbook.display.blocks.installed import installed, installed_finding
from accountbook.display.blocks.items import why_sentence
from accountbook.display.blocks.sentences import change_sentence
from accountbook.display.page import Fold
from accountbook.planning.installed import Installation, Installed


@pytest.fixture
def valve(make, day):
    return make(Installation, item_id="VX-240", product="valve", quantity=12.0, where="Officine",
                installed_on=day("2022-03-31"), due_on=day("2027-03-31"), months=5.0, failure_cost=300.0)  # fmt: skip


@pytest.fixture
def rival(make, day):
    return make(
        Installation, product="pump 3", competitor="Neue Pumpen", quantity=2.0, due_on=day("2026-12-20"), months=1.6
    )


def test_cap_79_the_finding_is_the_next_purchase_moment(make, valve, rival, t):
    assert (
        installed_finding(make(Installed, due=(valve,)), t)
        == "VX-240 valve (12 pieces) is due for replacement on 31 Mar 2027"
    )
    past = make(Installation, **{**vars(valve), "due_on": pd.Timestamp("2026-08-15")})
    assert installed_finding(make(Installed, due=(past,)), t) == (
        "VX-240 valve (12 pieces) has been past its usual life since 15 Aug"
    )
    assert installed_finding(make(Installed, due=(valve, valve)), t) == (
        "2 installations of ours are due now or within a year"
    )
    assert installed_finding(make(Installed, due=(rival,), openings=(rival,)), t) == (
        "pump 3 (2 pieces) of Neue Pumpen is due for replacement on 20 Dec: an opening"
    )
    assert installed_finding(make(Installed, due=(rival, valve), openings=(rival,)), t) == (
        "2 installations are due now or within a year, 1 of them a competitor's"
    )


def test_a_finding_with_names_of_any_length_fits_a_heading(make, rival, t):
    for due in ("2026-12-20", "2026-08-15"):
        long = make(Installation, **{**vars(rival), "product": "pump " * 2_000, "competitor": "x" * 10_000,
                                     "due_on": pd.Timestamp(due)})  # fmt: skip
        for openings in ((long,), ()):
            assert len(installed_finding(make(Installed, due=(long,), openings=openings), t)) <= 90


def test_cap_79_the_table_says_what_where_and_when(make, valve, rival, t, read):
    judged = make(Installed, state="known", ours=1, theirs=1, due=(rival, valve), openings=(rival,), fresh=(valve,),
                  failure_cost=300.0, failing=1)  # fmt: skip
    said = read(installed(judged, t))
    assert "VX-240 valve 12 pieces Officine Mar 2022 31 Mar 2027 EUR 300" in said
    assert "pump 3 of Neue Pumpen 2 pieces at the account 20 Dec" in said
    assert "Just installed: VX-240 valve (12 pieces). What goes with them sells best now." in said


def test_nothing_due_is_a_folded_line(make, valve, t):
    told = installed(make(Installed, state="known", ours=1, later=valve), t)
    assert isinstance(told, Fold) and told.reason == "next purchase moment in March 2027"
    assert installed(make(Installed, state="none"), t).reason == (
        "nothing of ours or of a competitor's is known to run there"
    )
    assert installed(make(Installed, state="absent"), t) is None


def test_A2_products_and_places_are_escaped(make, valve, rival, t):
    bad = "<img src=x onerror=alert(1)>"
    hostile = [make(Installation, **{**vars(one), "product": bad, "where": bad, "item_id": None, "competitor": bad})
               for one in (valve, rival)]  # fmt: skip
    judged = make(Installed, state="known", due=tuple(hostile), openings=tuple(hostile), fresh=(hostile[0],))
    assert "<img" not in str(installed(judged, t))


def test_what_is_to_be_done_and_what_is_new_is_said(t, day):
    facts = {"item_id": "VX-240", "name": "valve", "quantity": 12.0, "competitor": None, "where": "Officine",
             "due_on": day("2027-03-31")}  # fmt: skip
    assert action_sentence("offer_replacement", facts, t) == (
        "Offer to replace VX-240 valve (12 pieces) at Officine, due on 31 Mar 2027"
    )
    rival = facts | {"item_id": None, "name": "pump 3", "competitor": "Neue Pumpen", "due_on": day("2026-09-20")}
    assert action_sentence("offer_replacement", rival, t) == (
        "Offer ours for pump 3 (12 pieces) of Neue Pumpen, due since 20 Sep"
    )
    assert (
        change_sentence("purchase_moment", facts, t) == "VX-240 valve (12 pieces) is due for replacement on 31 Mar 2027"
    )


def test_cap_34_why_says_where_it_runs_or_what_was_noted(t, day):
    seen = {"orders_with": 9, "orders": 12}
    runs = seen | {"quantity": 40.0, "places": 1, "where": "Officine", "since": day("2022-03-31")}
    assert why_sentence("loyal_installed", runs, t) == "In 9 of 12 orders; 40 of it run at Officine"
    told = seen | {"told": "The fitters carry two in the car", "told_by": "fair talk", "on": day("2026-09-14")}
    assert why_sentence("loyal_told", told, t) == (
        "In 9 of 12 orders; “The fitters carry two in the car” (noted 14 Sep)"
    )
