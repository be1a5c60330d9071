"""Value and relationship: a section where one is weak or far behind the other, a folded line otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.formats import whole
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.planning.worth_to_them import Part, Worth

LOW = 50


def worth_to_them(judged: Worth, t: Words) -> Fragment | Fold | None:
    """The section "Value and relationship".

    Returns
    -------
    Fragment, Fold or None
        Folded where neither is behind or too little is known; None where the book has nothing of either.
    """
    state, name = str(judged.state), t("Value and relationship")
    if state == "none":
        return None
    if state == "few":
        return Fold(name, _few(judged, t), _table(judged, t))
    if state == "even":
        said = {"value": _said(judged.value, t), "relation": _said(judged.relationship, t)}
        reason = t("value {value} and relationship {relation} of 100, neither is far behind", **said)
        return Fold(name, reason, _table(judged, t))
    return section(worth_finding(judged, t), _table(judged, t), note=_note(t))


def worth_finding(judged: Worth, t: Words) -> str:
    """Such as "They get value (78 of 100), but those who decide hardly know us (34)"."""
    values = {"value": _said(judged.value, t), "relation": _said(judged.relationship, t)}
    weak_value, weak_relation = (whole(one or 0.0) < LOW for one in (judged.value, judged.relationship))
    known = next((one for one in judged.relationship_parts if one.code == "known"), None)
    if weak_relation and known is not None and known.cases and not known.score:
        return _nobody(known.cases, values["value"], t, little=weak_value)
    if weak_value and weak_relation:
        return t("They get little value ({value} of 100), and those who decide hardly know us ({relation})", **values)
    if weak_relation:
        return t("They get value ({value} of 100), but those who decide hardly know us ({relation})", **values)
    if weak_value:
        return t("Those who decide know us ({relation} of 100), but get little value ({value})", **values)
    if judged.weaker == "value":
        return t("The relationship ({relation} of 100) is ahead of the value they get ({value})", **values)
    return t("The value they get ({value} of 100) is ahead of the relationship ({relation})", **values)


def _nobody(n: int, value: str, t: Words, *, little: bool) -> str:
    """Where nobody is known in a role that decides: their number tells more than a score of none."""
    if little:
        return t.plural(
            "They get little value ({value} of 100), and we do not know the one who decides",
            "They get little value ({value} of 100), and we know none of the {n} who decide",
            n,
            value=value,
        )
    return t.plural(
        "They get value ({value} of 100), but we do not know the one who decides",
        "They get value ({value} of 100), but we know none of the {n} who decide",
        n,
        value=value,
    )


def _said(score: float | None, t: Words) -> str:
    return "" if score is None else t.number(score)


def _few(judged: Worth, t: Words) -> str:
    if judged.value is None and judged.relationship is None:
        return t("too few cases to score either")
    if judged.value is None:
        relation = _said(judged.relationship, t)
        return t("relationship {relation} of 100; too few cases to score the value", relation=relation)
    return t("value {value} of 100; too few cases to score the relationship", value=_said(judged.value, t))


def _table(judged: Worth, t: Words) -> Fragment:
    columns = [
        Column("", "name"),
        Column(t("Of 100"), "number", phone=2),
        Column(t("Its parts, with the cases behind each"), "reason", gap=True),
    ]
    rows = [
        _row(t("Value they get of us"), judged.value, judged.value_parts, t),
        _row(t("Relationship with who decides"), judged.relationship, judged.relationship_parts, t),
    ]
    return table(columns, rows, id="worth-to-them", stack=True)


def _row(name: str, score: float | None, parts: tuple[Part, ...], t: Words) -> list[Cell]:
    told = [_part(one, t) for one in parts if one.cases]
    weak = score is not None and whole(score) < LOW
    value = _said(score, t) if score is not None else t("too few to score")
    return [Cell(name), Cell(value, act=weak), Cell("; ".join(told))]


def _part(one: Part, t: Words) -> str:
    if one.score is None:
        return {
            "on_time": lambda n: t("deliveries in time: only {n}", n=n),
            "claims": lambda n: t("cost of claims: too few orders ({n})", n=n),
            "margin": lambda n: t("margin they leave: too few orders ({n})", n=n),
            "requirements": lambda n: t("requirements met: only {n}", n=n),
        }[one.code](one.cases)
    score, n = t.number(one.score), one.cases
    return {
        "on_time": lambda: t("deliveries in time {score} ({n} deliveries)", score=score, n=n),
        "claims": lambda: t("cost of claims {score} ({n} orders)", score=score, n=n),
        "margin": lambda: t("margin they leave {score} ({n} orders)", score=score, n=n),
        "requirements": lambda: t("requirements met {score} ({n} answers)", score=score, n=n),
        "known": lambda: t("roles known {score} ({n} roles)", score=score, n=n),
        "disposition": lambda: t.plural(
            "disposition {score} ({n} person)", "disposition {score} ({n} people)", n, score=score
        ),
        "recency": lambda: t("met lately {score} ({n} people)", score=score, n=n),
    }[one.code]()


def _note(t: Words) -> str:
    return " ".join(
        [
            t("A score is the mean of its parts."),
            t("Claims: 100 where they cost nothing, 0 from 5% of sales. Margin: 100 from 40% of sales."),
            t("Disposition: 100 favourable, 50 neutral, 0 negative. Met: 100 within 30 days, 0 after a year."),
            t("Shares of cases are drawn to 50 where the cases are few."),
        ]
    )
