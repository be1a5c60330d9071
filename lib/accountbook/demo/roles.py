"""The twelve roles that must be known at every account, and the phrases in which people note them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from accountbook.demo.frame import typed
from accountbook.tables import RoleTemplates as R


@dataclass(frozen=True)
class Role:
    """A role that must be known: `helper` says that service or support answers for the person."""

    code: str
    name: str
    department: str
    decides: bool
    why: str
    helper: bool = False


_MANAGEMENT, _PURCHASING = "Management", "Purchasing"
_ENGINEERING, _SALES = "Engineering and quality", "Sales and service"

ROLES: tuple[Role, ...] = (
    Role("MD", "Managing director", _MANAGEMENT, True, "signs frame contracts"),
    Role("FIN", "Finance director", _MANAGEMENT, False, "releases payment terms and credit"),
    Role("AST", "Assistant to the board", _MANAGEMENT, False, "knows who decides when"),
    Role("HOP", "Head of purchasing", _PURCHASING, True, "places every order above the limit"),
    Role("DEP", "Deputy, purchasing", _PURCHASING, False, "writes the orders"),
    Role("PLN", "Planner, stock", _PURCHASING, False, "knows stock and the next call-off"),
    Role("TEC", "Technical director", _ENGINEERING, True, "decides what may be built in", helper=True),
    Role("QUA", "Quality approver", _ENGINEERING, False, "releases first samples", helper=True),
    Role("DES", "Design engineer", _ENGINEERING, False, "writes us into the drawing, or not", helper=True),
    Role("SAL", "Head of sales", _SALES, False, "knows the end customers and their plans"),
    Role("SRV", "Service manager", _SALES, False, "orders seal kits and hears complaints", helper=True),
    Role("PRD", "Product manager", _SALES, False, "decides what the catalogue holds"),
)
"""The default roles, four departments of three."""
SHARED = {"PRD": "SAL", "FIN": "MD", "DES": "TEC", "PLN": "DEP"}
"""Roles that one person may fill beside another: role and the role it is shared with."""

EVIDENCE = {
    "favourable": (
        "asked for our drawing before the tender", "recommended us to a sister plant",
        "shared next year's plan with us",
        "우리 시제품을 직접 승인함", "answers within a day and names competitors' prices",
        "defended us after the late lot",
    ),
    "neutral": (
        "polite, takes notes, promises nothing", "compares us line by line with two others",
        "new in the role, no history",
        "가격만 묻고 기술은 묻지 않음", "sends others to the meeting", "says the decision lies with the board",
    ),
    "negative": (
        "says the defect on the March lot cost a week", "asked a competitor for samples in our place",
        "refused the visit twice after the price rise", "클레임 답변이 11일 늦었다고 회의에서 말함",
        "wants a second source by next year", "blames us for the failed line test",
    ),
    "unknown": ("met once in passing", "name from the signature of a mail", "명함만 받음"),
}  # fmt: skip
"""What a disposition rests on."""
PLANS = {
    "empty": ("deputy opens the path", "ask at the claim visit", "ask the service manager for the name",
              "대리점 통해 소개 요청", "our director writes to theirs"),
    "unknown": ("first visit with the application engineer", "invite to the plant", "첫 방문 일정 잡기"),
    "neutral": ("show the saving at a plant of the same kind", "answer the three open questions in writing",
                "공장 견학 제안"),
    "negative": ("answer the claim in person", "bring the quality manager and the 8D report",
                 "replace the lot before the next visit", "본부장 동행 방문"),
}  # fmt: skip
"""What to do about an empty role or a disposition that is not favourable."""
TOPICS = ("sailing", "grandchildren", "mountain walks", "choir", "old motorcycles", "football club", "낚시", "바둑",
          "등산", "beekeeping", "jazz records", "chess")  # fmt: skip
"""What one can talk about with a person."""


def role_templates() -> pd.DataFrame:
    """The contract's role_templates: twelve roles for every vertical and product line.

    Examples
    --------
    >>> frame = role_templates()
    >>> len(frame), int(frame["decides"].sum()), frame["department"].nunique()
    (12, 3, 4)
    """
    return typed(
        "role_templates",
        {
            R.role_code: [role.code for role in ROLES],
            R.role_name: [role.name for role in ROLES],
            R.department: [role.department for role in ROLES],
            R.required: [True] * len(ROLES),
            R.decides: [role.decides for role in ROLES],
            R.why: [role.why for role in ROLES],
        },
    )
