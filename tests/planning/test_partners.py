"""Shared partners."""

from accountbook.planning.partners import PartnersState, partners


def link(partner, as_of, relation=None, approach=None, role="consultant"):
    return {"account_id": "A", "partner": partner, "as_of": as_of, "role": role, "our_relation": relation,
            "their_approach": approach}  # fmt: skip


ROWS = [
    link("Neri", "2025-01-01", "no contact yet", "pays them late"),
    link("Neri", "2026-09-01", "they recommend us", "pays them late"),
    link("Banca", "2025-02-01", "cold", "asks them first"),
]


def test_cap_9_how_each_side_treats_them_and_what_changed(view):
    found = partners(view(partner_links=ROWS))
    assert [(one.partner, one.relation, one.had, one.approach, one.treated, one.stale) for one in found.partners] == [
        ("Neri", "they recommend us", "no contact yet", "pays them late", None, False),
        ("Banca", "cold", None, "asks them first", None, True),
    ]
    assert (found.finding.code, found.finding.facts["was"]) == ("turned", "no contact yet")
    before = partners(view(partner_links=ROWS).at("2026-08-31"))
    assert (before.finding, before.partners[-1].relation) == (None, "no contact yet")


def test_cap_9_roles_that_decide_and_have_nobody_stand_beside_them(view):
    roles = [{"role_code": "MD", "role_name": "Managing director", "required": True, "decides": True}]
    found = partners(view(partner_links=ROWS, role_templates=roles, role_slots=[]))
    assert found.closed == ("Managing director",)


def test_cap_9_a_partner_that_is_a_competitor_too(view):
    rival = {"account_id": "A", "competitor": "NERI", "as_of": "2026-01-01"}
    assert [one.rival for one in partners(view(partner_links=ROWS, competitors=[rival])).partners] == [True, False]


def test_cap_9_a_partner_is_asked_for_a_path_to_who_decides_and_is_not_known(view):
    roles = [{"role_code": "MD", "role_name": "Managing director", "required": True, "decides": True}]
    slot = {"account_id": "A", "role_code": "MD", "contact_id": "C"}
    tables = {"partner_links": ROWS, "role_templates": roles}
    [asked] = partners(view(**tables, role_slots=[])).actions
    assert (asked.does.code, asked.does.facts) == ("ask_partner", {"partner": "Neri", "role": "Managing director"})
    # not a competitor, not one of whom nothing was heard for a year, and only where somebody is missing
    rival = {"account_id": "A", "competitor": "NERI", "as_of": "2026-01-01"}
    assert partners(view(**tables, role_slots=[], competitors=[rival])).actions == ()
    people = [{"contact_id": "C", "account_id": "A", "name": "Ferri", "status": "active"}]
    assert partners(view(**tables, role_slots=[slot], contacts=people)).actions == ()


def test_without_a_table_or_a_row(view):
    assert partners(view()).state == PartnersState.NO_TABLE
    assert partners(view(partner_links=[])).state == PartnersState.NONE
