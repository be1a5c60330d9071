"""The sign table of a proposal: what returns and charges look like."""

from __future__ import annotations

import re

import pandas as pd

from accountbook.ingest.proposal_text import Lines
from accountbook.ingest.sheets import Sheet
from accountbook.tables import Items
from accountbook.tables import OrderLines as L

FEW, FEW_SHARE = 12, 0.1
"""So many different numbers beside those of the items table, or so large a share of them, may be charges."""
SHOWN = 6


def propose_kinds(out: Lines, sheets: list[Sheet], items: list[Sheet]) -> None:
    """What the order numbers of negative lines have in common, and how the numbers of products look.

    Parameters
    ----------
    sheets : the order lines.
    items : the table of items, if there is one.
    """
    prefix, ordered = _return_prefix(sheets), [sheet.texts(L.item_id) for sheet in sheets if L.item_id in sheet.columns]
    known = [sheet.texts(Items.item_id) for sheet in items if Items.item_id in sheet.columns]
    shape, charges = _product_shape(pd.concat(ordered), pd.concat(known)) if ordered and known else ("", [])
    guess = _item_shape(pd.concat(ordered)) if ordered and not shape else ""
    given = sheets[0].settings.get("kinds", {}) if all("kinds" in sheet.settings for sheet in sheets) else {}
    if not prefix and not shape and not guess and not given:
        return
    out.head("tables", "order_lines", "kinds")
    for name, value in given.items():
        out.put(name, value, f"as {sheets[0].system} has it" if name == "returns" else "")
    if prefix:
        out.put("return_order_id", f"^{prefix}", "orders of negative quantity begin so, others don't")
    if shape:
        said = ", ".join(charges[:SHOWN]) + (f" and {len(charges) - SHOWN} more" if len(charges) > SHOWN else "")
        out.put("product_item_id", shape, f"every item of the items table looks so; charges are then: {said}")
    if guess:
        out.ask("product_item_id", guess, "most items look so; without this line all others are products, too")


def _product_shape(ordered: pd.Series, known: pd.Series) -> tuple[str, list[str]]:
    """A pattern of every known item, and the few ordered numbers that neither are known nor look so."""
    listed = pd.Series(known.unique(), dtype="str")
    strange = ordered[~ordered.isin(listed)].value_counts()
    if not len(strange) or len(strange) > max(FEW, FEW_SHARE * len(listed)):
        return "", []
    lead = listed.str.extract(r"^([A-Za-z]+[-_ ]|[A-Za-z]+(?=[0-9])|[0-9]+)")[0]
    if lead.isna().any():
        return "", []
    # from the narrowest to the widest: "^VX-", "^[A-Z]{2}-", "^[A-Z]+-"; figures likewise
    for shape in (_literal, _counted, _loose):
        patterns = lead.map(shape)
        pattern = patterns.iloc[0]
        other = [str(word) for word in strange.index if not re.search(pattern, word)]
        if patterns.nunique() == 1 and other:
            return pattern, other
    return "", []


def _literal(lead: str) -> str:
    return _counted(lead) if lead.isdigit() else f"^{lead.rstrip('-_ ')}{_after(lead)}"


def _counted(lead: str) -> str:
    letters = lead.rstrip("-_ ")
    return f"^{_class(letters)}{{{len(letters)}}}{_after(lead)}"


def _loose(lead: str) -> str:
    return f"^{_class(lead)}+{_after(lead)}"


def _class(lead: str) -> str:
    letters = lead.rstrip("-_ ")
    return "[0-9]" if letters.isdigit() else "[A-Z]" if letters.isupper() else "[A-Za-z]"


def _after(lead: str) -> str:
    """What follows the letters: a mark, or a figure at once, without which FREIGHT would look like FR100."""
    if lead[-1] in "-_ ":
        return "[" + lead[-1] + "]" if lead[-1] == " " else lead[-1]
    return "" if lead.isdigit() else "[0-9]"


def _return_prefix(sheets: list[Sheet]) -> str:
    orders = []
    for sheet in sheets:
        if L.order_id in sheet.columns and L.quantity in sheet.columns:
            frame = sheet.raw.cells.select([sheet.columns[L.order_id], sheet.columns[L.quantity]]).to_pandas()
            orders.append(
                pd.DataFrame({"order": frame.iloc[:, 0], "minus": frame.iloc[:, 1].str.match(r"^[-(−]|.*-$")})
            )
    lines = pd.concat(orders) if orders else pd.DataFrame({"order": [], "minus": []})
    lines = lines[lines["order"] != ""]
    lead = lines["order"].astype("str").str.extract(r"^([A-Za-z]+)")[0].fillna("")
    minus = lines["minus"].astype(bool)
    if not minus.any() or lead[minus].mode().empty or not lead[minus].mode()[0]:
        return ""
    prefix = lead[minus].mode()[0]
    rare_elsewhere = (lead[~minus] == prefix).mean() < 0.02 if (~minus).any() else False
    return prefix if (lead[minus] == prefix).mean() > 0.5 and rare_elsewhere else ""


def _item_shape(texts: pd.Series) -> str:
    """A pattern for the beginning that at least 80 in 100 item numbers share and some don't."""
    distinct = pd.Series(texts.unique(), dtype="str")
    lead = distinct.str.extract(r"^([0-9]+|[A-Za-z]+[-_ ])")[0].fillna("")
    patterns = lead.map(lambda one: f"^[0-9]{{{len(one)}}}" if one.isdigit() else f"^{re.escape(one)}" if one else "")
    if patterns.empty or not patterns.mode()[0]:
        return ""
    best = patterns.mode()[0]
    share = distinct.str.match(best).mean()
    return best if 0.8 <= share < 1 else ""
