"""The risk register: what may go wrong by what it would cost, what may go either way apart, and who looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountbook.display.blocks.prose import fitting
from accountbook.display.blocks.terms import days, money_column
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold, section
from accountbook.display.tables import Cell, Column, table
from accountbook.display.words import Words

if TYPE_CHECKING:
    from accountbook.display.blocks.sentences import Facts, Say
    from accountbook.planning.finding import Finding
    from accountbook.planning.risks import OneRisk, Risks

MOST = 6


def risk_register(judged: Risks, t: Words) -> Fragment | Fold | None:
    """The section "Risk register", where something stands in it; None without a table of risks."""
    if str(judged.state) == "no_table":
        return None
    if str(judged.state) == "none" or judged.finding is None:
        reason = t.plural("nothing stands; {n} is settled", "nothing stands; {n} are settled", judged.settled)
        return Fold(t("Risk register"), reason if judged.settled else t("nothing noted"))
    parts = [
        _table(judged.risks, t, id="risks", caption=t("Risks, by chance times cost:")),
        _table(judged.variables, t, id="future-variables", caption=t("May go either way:")),
    ]
    return section(register_finding(judged.finding, t), *parts, note=_note(judged, t))


def register_finding(finding: Finding, t: Words) -> str:
    """Such as "3 of 5 risks are not looked at; “Two sources” stands 30 days past its review"."""
    f = finding.facts
    text = str(f["text"])
    if finding.code == "unwatched":
        late = days(int(str(f["days"])), t)
        if f["n"] == 1:
            return fitting(lambda text: t("“{text}” stands {days} past its review", text=text, days=late), text)
        words = {"n": int(str(f["n"])), "days": late}
        return fitting(
            lambda text: t("{n} entries are past their review; “{text}” for {days}", text=text, **words), text
        )
    if f["cost"] is None:
        return fitting(lambda text: t("“{text}” is watched; what it would cost is not noted", text=text), text)
    p, impact = t.share(float(str(f["p"]))), t.money(float(str(f["impact"])), unit=True)
    return fitting(
        lambda text: t("The heaviest risk: “{text}”, {p} that it costs {impact}", text=text, p=p, impact=impact), text
    )


def _table(rows: tuple[OneRisk, ...], t: Words, *, id: str, caption: str) -> Fragment | None:
    if not rows:
        return None
    left = len(rows) - MOST
    if left > 0:
        caption += " " + t.plural("{n} lighter one is not shown.", "{n} lighter ones are not shown.", left)
    head, money = money_column([value for row in rows for value in (row.impact, row.cost)], t)
    columns = [
        Column(t("What may happen"), "name", phone=6),
        Column(t("Chance"), "number"),
        Column(t("It would cost, {unit}", unit=head), "number"),
        Column(t("Both, {unit}", unit=head), "number"),
        Column(t("Watched by"), gap=True, phone=3),
        Column(t("Look again"), phone=3),
    ]
    return table(columns, [_row(row, t, money) for row in rows[:MOST]], id=id, caption=caption)


def _row(one: OneRisk, t: Words, money: object) -> list[Cell]:
    passed = t("{days} over", days=days(one.late, t)) if one.late is not None else ""
    return [
        Cell(one.text, second=one.deal or ""),
        Cell("" if one.probability is None else t.share(one.probability)),
        Cell(money(one.impact)),
        Cell(money(one.cost)),
        Cell(one.owner) if one.owner else Cell(t("nobody named"), act=True),
        Cell(t.day(one.review_on), act=bool(passed), second=passed),
    ]


def _note(judged: Risks, t: Words) -> str:
    told = [t("Chances and costs are the guesses of who noted them; one may hide another, so they are not added up.")]
    if judged.left:
        told.append(
            t.plural(
                "{n} more is open though its deal is decided: settle it.",
                "{n} more are open though their deals are decided: settle them.",
                judged.left,
            )
        )
    return " ".join(told)


def _do(f: Facts, t: Words) -> str:
    day = t.day(f["review_on"])
    return fitting(lambda text: t("Look at the risk “{text}” again, due {day}", text=text, day=day), str(f["text"]))


DOES: dict[str, Say] = {"review_risk": _do}
