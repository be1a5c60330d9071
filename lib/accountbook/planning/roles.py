"""The roles that must be known at an account (cap 61): written before any name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from accountbook.planning.period import back
from accountbook.planning.values import flag, text
from accountbook.planning.view import View, account, lines
from accountbook.planning.view import items as items_table
from accountbook.tables import Accounts as A
from accountbook.tables import Items as I
from accountbook.tables import Opportunities as O
from accountbook.tables import OrderLines as L
from accountbook.tables import RoleTemplates as T


@dataclass(frozen=True)
class Role:
    """A role that must be known at an account."""

    code: str
    name: str
    department: str | None
    why: str | None
    required: bool
    decides: bool


def roles(view: View) -> dict[str, Role]:
    """The roles that apply: those of all, of the vertical, and of the lines that it buys or is offered.

    A role named by several templates is required, or decides, where any of them says so.

    Returns
    -------
    Roles by code, in the order of the templates.

    Examples
    --------
    >>> from accountbook.planning.memory import MemoryView
    >>> templates = [{"role_code": "PUR", "role_name": "Purchasing"},
    ...              {"role_code": "TEX", "role_name": "Colourist", "vertical": "textile"}]
    >>> accounts = [{"account_id": "A", "name": "A", "vertical": "food"}]
    >>> list(roles(MemoryView("2026-03-31", {"role_templates": templates, "accounts": accounts}, account_id="A")))
    ['PUR']
    """
    row = account(view)
    vertical = None if row is None else text(row[A.vertical])
    bought = lines(view)
    recent = bought.loc[bought[L.order_date] > back(view.as_of, 24), L.item_id]
    deals = view.table("opportunities")
    offered = deals.loc[deals[O.outcome].isna() | (deals[O.outcome] == "open"), O.product_line]
    product_lines = {*items_table(view)[I.family].reindex(recent.dropna().unique()).dropna(), *offered.dropna()}
    found: dict[str, Role] = {}
    for template in view.table("role_templates").to_dict("records"):
        if text(template[T.vertical]) not in (None, vertical):
            continue
        if text(template[T.product_line]) is not None and template[T.product_line] not in product_lines:
            continue
        code = str(template[T.role_code])
        role = Role(
            code,
            text(template[T.role_name]) or code,
            text(template[T.department]),
            text(template[T.why]),
            flag(template[T.required]) is not False,
            flag(template[T.decides]) is True,
        )
        known = found.get(code)
        found[code] = (
            replace(known, required=known.required or role.required, decides=known.decides or role.decides)
            if known
            else role
        )
    return found
