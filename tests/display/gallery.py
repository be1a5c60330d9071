"""An account plan and an index of an invented company, drawn from display's primitives alone.

``python tests/display/gallery.py FOLDER`` writes both pages; the tests of escaping, policy and layout use them too.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from accountbook.display import (
    Action,
    Cell,
    Change,
    Column,
    Department,
    Fact,
    Fold,
    Fragment,
    IndexRow,
    Question,
    RoleCard,
    RoleLine,
    Words,
    act,
    actions,
    bar_mark,
    block,
    changes,
    facts,
    folded,
    footer,
    grey,
    grid,
    html_page,
    index_page,
    jump_line,
    key_mark,
    link,
    masthead,
    missing_tables,
    months_chart,
    months_mark,
    next_order_chart,
    placed,
    questions,
    range_mark,
    reliability_chart,
    rhythm_chart,
    role_grid,
    roles,
    section,
    split,
    strong,
    table,
)

AS_OF = pd.Timestamp("2026-10-31")
HISTORY = (
    "2023-05-08 38 2023-06-18 41 2023-09-12 55 2023-10-24 40 2023-12-06 36 2024-01-24 28 2024-03-08 60 2024-05-01 42 "
    "2024-06-17 30 2024-07-24 38 2024-10-11 35 2024-11-12 34 2024-12-19 27 2025-01-18 29 2025-03-02 58 2025-04-17 33 "
    "2025-06-03 34 2025-07-10 35 2025-10-04 33 2025-11-17 36 2026-01-09 31 2026-02-12 47 2026-03-19 64 2026-04-30 35 "
    "2026-06-11 40 2026-07-20 43 2026-09-03 52 2026-10-02 18"
)
DAYS = HISTORY.split(" ")
ORDERS = pd.DataFrame(
    {"order_date": pd.to_datetime(DAYS[::2]), "amount": [1000.0 * int(amount) for amount in DAYS[1::2]]}
)
MONTHS = pd.date_range("2025-11-01", periods=12, freq="MS")
NOW = pd.Series([36, 0, 31, 47, 64, 35, 0, 40, 43, 0, 52, 18], MONTHS) * 1000.0
BEFORE = pd.Series([28, 24, 0, 41, 70, 26, 31, 0, 45, 0, 36, 44], MONTHS) * 1000.0
NEXT = (pd.Timestamp("2026-11-03"), pd.Timestamp("2026-11-12"), pd.Timestamp("2026-12-04"))


def account_plan(name: str = "Lumora Distribuzione S.r.l.", *, words: Words | None = None) -> str:
    """Draw the plan; `name` also stands in every list and table, so that a test can put anything there."""
    t = words or Words("en", currency="EUR", as_of=AS_OF)
    body = grid(
        _masthead(name, t),
        placed(_changed(name, t), label="What changed since 30 Sep", width="span-5"),
        placed(_next_order(name, t), label="The next order", width="span-7"),
        placed(_risk(name, t), label="Churn risk", width="span-4"),
        placed(_deals(name, t), label="Open deals, not orders yet", width="span-8"),
        placed(_missing_roles(name), label="Who must be known and is not", width="span-4"),
        placed(_questions(name), label="Three questions to ask", width="span-4"),
        placed(_actions(name), label="Next actions", width="span-4"),
        placed(
            jump_line(
                "Below, the sections with a finding: ",
                Fragment(", ").join([link("#rhythm", "Purchase rhythm"), link("#people", "People")]),
                ". Four sections without one are ",
                link("#folded", "folded"),
                ".",
            )
        ),
        placed(_rhythm(name, t), label="Purchase rhythm", width="section", anchor="rhythm"),
        placed(_people(name), label="People", width="section", anchor="people"),
        placed(_quality(t), label="How good the risk has been", width="section", anchor="quality"),
        placed(_folded(name), label="Checked, no finding", width="section"),
        placed(
            missing_tables(
                "Three missing tables would add most to this plan",
                [
                    ("sellout", "whether October was low because their stock is full"),
                    ("quotes", "the price path of Line 4 retrofit, and what each concession bought"),
                    ("customer_statements", f"how often the own forecast of {name} came true"),
                ],
            )
        ),
        placed(
            footer(
                [
                    (
                        "What we said on 30 Sep",
                        "Order expected 14 Oct (2 Oct–8 Nov), EUR 43k (29–58k): it came on 2 Oct, inside the dates, "
                        "with 18k outside the amount. Nobody predicted the small order.",
                    ),
                    (
                        "All 60 accounts, 12 months",
                        "Dates inside the range 81% (should 80%). Amounts inside 78%. Risk of silence: 46 accounts "
                        "went silent, 44.1 foreseen. Deals: Brier score 0.17, reps’ own 0.23.",
                    ),
                    (
                        "As of",
                        "31 Oct 2026. Load 2026-11-01T0410-7c1e. 41,208 order lines kept, 37 rejected (EUR 1.1k). "
                        "Edition monthly 2026-10, accountbook 1.4.0.",
                    ),
                ]
            )
        ),
    )
    return html_page(f"{name}, October 2026", body)


def _masthead(name: str, t: Words) -> Fragment:
    return placed(
        masthead(
            name,
            facts="Distributor for machine builders, Bologna, Italy. Tier A. Owner Marta Keller. Customer since 2016. "
            f"{t.money(366_000, unit=True)} ordered in 12 months, {t.share(0.031, digits=1)} of our sales. "
            "As of 31 Oct 2026.",
            lead=t.rich(
                "Still ahead of last year, but October was weak and the buyer who placed every order has left. "
                "{todo}, when the next order is due.",
                todo=strong("Meet the successor before 12 Nov"),
            ),
            crumbs=[("Monthly edition, October 2026", "../index.html"), ("Team South Europe", "index.html")],
            links=[
                ("Excel", "lumora.xlsx"),
                ("Rows behind each number", "lumora-rows.html"),
                ("한국어", "ko/lumora.html"),
            ],
            notice="Invented company and data",
        )
    )


def _changed(name: str, t: Words) -> Fragment:
    return block(
        "October brought EUR 18k, 59% less than last October; twelve months are still 6% up",
        months_chart(NOW, BEFORE, words=t, alt=f"October EUR 18k against 44k a year before, {name}", low=True),
        changes(
            [
                Change("Paolo Ferri, head of purchasing, left on 9 Oct", "down"),
                Change("Risk of silence 6% → 14%; claim C-518 unanswered for 11 days", "down"),
                Change("VX-240 not in the order, for the first time in 14", "down"),
                Change("Spare parts 2027: from need to offer; odds 48% → 61%", "up"),
            ]
        ),
        caption="Orders by month, EUR. Bar: this year. Line: the same month a year before.",
    )


def _next_order(name: str, t: Words) -> Fragment:
    rows = [
        ("VX-210", "valve, 24 V", 0.92, (180, 140, 230), 15_400),
        ("VX-240", "valve, 230 V", 0.81, (120, 80, 160), 13_100),
        ("VX-300", "manifold", 0.58, (40, 0, 60), 10_400),
        ("SK-11", "seal kit", 0.74, (60, 40, 100), 2_100),
    ]
    items = table(
        [
            Column("Likely in it", "name"),
            Column("Chance", "number"),
            Column("Units (8 in 10)", "number"),
            Column("EUR k", "number"),
        ],
        [
            [
                Cell(item, aside=what),
                t.share(p),
                Cell(t.number(units[0]), range=t.number_range(*units[1:])),
                t.thousands(money, digits=1),
            ]
            for item, what, p, units, money in rows
        ],
        id="likely-items",
    )
    return block(
        "Next order around 12 Nov: 340 units of the VX family, about EUR 41k (28–55k)",
        next_order_chart(
            ORDERS,
            as_of=AS_OF,
            dates=NEXT,
            amounts=(28e3, 41e3, 55e3),
            words=t,
            alt=f"Next order of {name} around 12 Nov, EUR 41k (28–55k); the last one was 18k",
            low_last=True,
            largest="64k before the year-end in March",
        ),
        items,
        note="If they order, 8 times in 10 it falls between 3 Nov and 4 Dec. 14% that nothing comes by 31 Jan. Ranges "
        "made this way held 81% of the time over 12 months (should: 80%).",
    )


def _risk(name: str, t: Words) -> Fragment:
    reasons = [
        ("Distributors like this one", 5, "base"),
        ("Last order 18k, usual 42k", 5, "auto"),
        ("Buyer left, successor unknown", 4, "auto"),
        (f"Claim C-518 of {name[:12]} open 11 days", 2, "auto"),
        ("Three deals being discussed", -2, "auto"),
    ]
    return block(
        "14% (9–21%) that no order comes by 31 Jan; it was 6%",
        table(
            [Column("Why"), Column("", "mark"), Column("Points", "number")],
            [
                [
                    why,
                    Cell(mark=bar_mark(points, alt=f"{t.signed(points)} points", scale=(-2, 5), kind=kind)),
                    t.number(points) if kind == "base" else t.signed(points),
                ]
                for why, points, kind in reasons
            ],
            id="risk-reasons",
            total=[Cell("This account", strong=True), "", Cell("14%", strong=True)],
        ),
    )


def _deals(name: str, t: Words) -> Fragment:
    head = Fragment(key_mark("model"), "model, range; 0 to 100% \u2003", key_mark("rep"), "rep")
    rows = [
        (
            "Line 4 retrofit",
            "Pushed 3 times; budget not confirmed",
            True,
            "Comparing",
            "Negotiation",
            96,
            "Feb",
            "Dec",
            (0.38, 0.24, 0.53),
            0.70,
        ),
        (
            "Spare parts 2027",
            "Need written, price asked",
            False,
            "Deciding",
            "Offer",
            54,
            "Dec",
            "Dec",
            (0.61, 0.45, 0.75),
            0.60,
        ),
        (
            "Condition sensors",
            "No one met who decides",
            True,
            "Interested",
            "Offer",
            36,
            "Mar",
            "Jan",
            (0.15, 0.06, 0.29),
            0.40,
        ),
    ]
    return block(
        "Three deals ask EUR 186k; expect about 75k (0–150k), with 1 chance in 5 that none is won",
        table(
            [
                Column("Deal", "name"),
                Column("Their stage"),
                Column("EUR k", "number"),
                Column("Close", gap=True),
                Column(head, "mark", label="Odds", phone=4),
                Column("Odds", "number", label="Model / rep"),
            ],
            [
                [
                    Cell(deal, second=why, second_act=bad),
                    Cell(theirs, second=f"we say: {ours}"),
                    t.number(money),
                    Cell(month, expected=True, second=f"rep: {rep_month}"),
                    Cell(
                        mark=range_mark(
                            odds[1], odds[2], odds[0], alt=f"{t.share_with_range(*odds)}, rep {t.share(rep)}", rep=rep
                        )
                    ),
                    Cell(
                        t.share(odds[0]),
                        expected=True,
                        strong=True,
                        range=t.number_range(odds[1] * 100, odds[2] * 100),
                        second=f"rep {t.share(rep)}",
                    ),
                ]
                for deal, why, bad, theirs, ours, money, month, rep_month, odds, rep in rows
            ],
            id="open-deals",
        ),
    )


def _missing_roles(name: str) -> Fragment:
    return block(
        "10 of 12 roles known; the empty one that matters decides",
        roles(
            [
                RoleLine(
                    "nobody",
                    "Head of purchasing",
                    "nobody since 9 Oct. Decides",
                    "Ferri’s deputy opens the path; Keller, 10 Nov",
                ),
                RoleLine("nobody", "Quality approver", "never known", "Ask at the claim visit; Brandt, 14 Nov"),
                RoleLine(
                    "negative",
                    "Carla Neri, technical director",
                    "negative since the C-518 defect",
                    f"Answer the claim in person at {name}; 6 Nov",
                ),
            ]
        ),
    )


def _questions(name: str) -> Fragment:
    return block(
        "The first answer changes most",
        questions(
            [
                Question("Who signs purchase orders from November?", "Moves the order risk by 4 points"),
                Question(
                    f"Is the Line 4 budget of {name[:10]} approved for 2026 or moved to April?",
                    "Odds become 57% or 19%",
                ),
                Question(
                    "What stock of VX-210 did you hold on 1 Oct?", "Explains the small order: EUR ±12k on the next"
                ),
            ]
        ),
    )


def _actions(name: str) -> Fragment:
    return block(
        "Three by 10 Nov. Of last month’s four, three were done",
        actions(
            [
                Action("Answer claim C-518 by phone and in writing", "Okafor, Fri 6 Nov"),
                Action(f"Visit {name[:10]}, meet the deputy and the successor", "Keller, Tue 10 Nov"),
                Action("Reserve 340 VX; delivery takes 3 weeks", "Supply, Wed 4 Nov"),
            ],
            undone="Not done: “Name the quality approver”, due 16 Oct (Brandt).",
        ),
    )


def _rhythm(name: str, t: Words) -> Fragment:
    even = [8, 9, 14, 8, 7, 8, 9, 0, 12, 9, 9, 7]
    items = [
        (
            "VX-210",
            "valve, 24 V",
            "Focus",
            even,
            None,
            132,
            36,
            4,
            "2 Oct",
            "In 26 of 28 orders; three end customers fit it as standard",
        ),
        (
            "VX-240",
            "valve, 230 V",
            "Focus",
            even,
            None,
            84,
            23,
            -5,
            "3 Sep",
            "Missing in October, for the first time in 14 orders",
        ),
        (
            "CL-70",
            "cooler",
            "Seasonal",
            [1, 2, 9, 14, 12, 6, 2, 1, 2, 1, 1, 1],
            [2, 3, 4],
            41,
            11,
            1,
            "30 Apr",
            f"82% of the units of {name} in spring",
        ),
        (
            "SK-11",
            "seal kit",
            "Loyal",
            [9, 6, 9, 9, 6, 9, 9, 0, 9, 9, 6, 6],
            None,
            14,
            4,
            0,
            "2 Oct",
            "Only 14k, but in 27 of 28 orders, always beside VX-210",
        ),
        (
            "TB-5",
            "test bench part",
            "Loyal",
            [5, 0, 5, 0, 5, 0, 5, 0, 5, 0, 5, 0],
            None,
            6,
            2,
            0,
            "3 Sep",
            "Every second order; one end customer, Officine Trevano",
        ),
    ]
    rows = [
        [
            Cell(item, aside=what),
            kind,
            Cell(
                mark=months_mark(
                    units, alt=f"{item} by month", season=[i in season for i in range(12)] if season else None
                )
            ),
            t.number(money),
            Cell(f"{share}%", range=t.signed(points)),
            last,
            why,
        ]
        for item, what, kind, units, season, money, share, points, last, why in items
    ]
    columns = [
        Column("Item", "name"),
        Column("Kind"),
        Column("Jan to Dec, units", "mark", label="Jan to Dec", phone=4),
        Column("EUR k, 12 m", "number", label="EUR k"),
        Column("Share (pts)", "number", label="Share"),
        Column("Last", "number"),
        Column("Why they buy it", "reason", gap=True),
    ]
    chart = rhythm_chart(
        ORDERS,
        as_of=AS_OF,
        words=t,
        alt="28 orders in 42 months, most before the March year-end; October’s was the smallest",
        next_dates=NEXT,
        next_amount=41e3,
        year_end_month=3,
        closures=[(pd.Timestamp("2026-08-03"), pd.Timestamp("2026-08-24"), "closed 3 weeks")],
        low_last=True,
    )
    return section(
        "They order every six weeks, most before the March year-end; October’s order was the smallest so far",
        split(
            chart,
            facts(
                [
                    Fact("Days between orders", "42", "34–53"),
                    Fact("Size of an order", "EUR 42k", "28–60k"),
                    Fact("Orders so far", "28 in 42 months"),
                    Fact("Year-end, recorded", "March"),
                    Fact("Year-end, from the peaks", "March", "3 of 3 years"),
                    Fact("Late", "24", aside="19 days", act=True),
                ],
                note="Area of a dot: amount. Ranges hold 8 of 10 cases.",
            ),
        ),
        table(
            columns,
            rows,
            id="rhythm-items",
            caption="Five of 23 items explain the rhythm. Dark months are the item’s own season.",
        ),
    )


def _people(name: str) -> Fragment:
    return section(
        "Six of twelve roles are on our side, but of the three who decide one is against us and one is unknown",
        role_grid(
            [
                Department(
                    "Management",
                    (
                        RoleCard(
                            "Managing director, decides",
                            "favourable",
                            "Luca Bonardi",
                            "met 3 Sep, with Weber",
                            decides=True,
                        ),
                        RoleCard("Finance director", "neutral", "Irene Sala", "met 14 May, with Weber"),
                        RoleCard("Assistant, board", "neutral", "Elena Corsi", "called 19 Oct, by Keller"),
                    ),
                ),
                Department(
                    "Purchasing",
                    (
                        RoleCard(
                            "Head of purchasing, decides",
                            "nobody",
                            "nobody since 9 Oct",
                            "ask the deputy; Keller",
                            decides=True,
                        ),
                        RoleCard("Deputy, purchasing", "neutral", name, "met 12 Oct, with Keller"),
                        RoleCard("Planner, stock", "favourable", "Marco Zani", "met 12 Oct, with Keller"),
                    ),
                ),
                Department(
                    "Engineering and quality",
                    (
                        RoleCard(
                            "Technical director, decides",
                            "negative",
                            "Carla Neri",
                            "met 2 Oct, with Okafor",
                            decides=True,
                        ),
                        RoleCard("Quality approver", "nobody", "never known", "claim visit; Brandt"),
                        RoleCard("Design engineer", "favourable", "Yusuf Adem", "met 2 Oct, with Okafor"),
                    ),
                ),
                Department(
                    "Sales and service",
                    (
                        RoleCard("Head of sales", "favourable", "Dario Venti", "met 12 Oct, with Keller"),
                        RoleCard("Service manager", "favourable", "Tomaso Riva", "met 22 Sep, with Brandt"),
                    ),
                ),
            ],
            legend=[
                ("favourable", "favourable 6"),
                ("neutral", "neutral 3"),
                ("negative", "negative 1"),
                ("nobody", "nobody known 2"),
            ],
            note="Thick line: decides. Dashed line: empty.",
        ),
    )


def _quality(t: Words) -> Fragment:
    groups = pd.DataFrame(
        {
            "predicted": [0.03, 0.08, 0.15, 0.27, 0.46, 0.7],
            "happened": [0.02, 0.09, 0.13, 0.31, 0.41, 0.75],
            "n": [320, 210, 120, 60, 24, 8],
            "lo": [0.01, 0.06, 0.09, 0.23, 0.28, 0.55],
            "hi": [0.03, 0.12, 0.17, 0.39, 0.54, 0.93],
        }
    )
    return section(
        "Of those given 10 to 20%, 13% went silent",
        reliability_chart(
            groups, words=t, alt="Predicted and happened agree within their ranges in all six groups", top=0.8
        ),
    )


def _folded(name: str) -> Fragment:
    return folded(
        [
            Fold(
                "Competitors", "no new sighting since 4 Jul", body=Fragment("Seen at ", strong(name), grey(" in July"))
            ),
            Fold("Shared partners", "two, no change since May"),
            Fold("Deliveries on time", "96%, usual 95%", body="Of 24 deliveries 23 came on time."),
            Fold("Next year against target", "within its band: EUR 352k (290–420k), target 360k"),
        ]
    )


NAMES = [
    ("Nusaparta PT", "Indonesia", "Seo"),
    ("Olbriza Componentes S.A.", "Spain", "Keller"),
    ("Sobremar Válvulas Lda.", "Portugal", "Keller"),
    ("Szelvény Technika Kft.", "Hungary", "Brandt"),
    ("Brentavia Automazione S.p.A.", "Italy", "Keller"),
    ("Lumora Distribuzione S.r.l.", "Italy", "Keller"),
    ("Aurélis Fluides SAS", "France", "Moreau"),
    ("Southwharf Pte. Ltd.", "Singapore", "Seo"),
    ("가람누리 (주)", "Korea", "Seo"),
    ("Степмаш ТОО", "Kazakhstan", "Nowak"),
    ("Sông Vàm Tech JSC", "Vietnam", "Park"),
    ("Θαλασσοτεχνική Α.Ε.", "Greece", "Moreau"),
]


def index_rows(count: int = 60) -> list[IndexRow]:
    """Invent rows: two failures, some risks, an overdue order, one account with too few orders."""
    draw = np.random.default_rng(7)
    rows = [
        IndexRow(
            account_id="A-901",
            name="Tallqviston Oy",
            where="Finland",
            owner="Nowak",
            team="North and East",
            months=tuple(draw.gamma(0.5, 2e4, 24)),
            revenue=168e3,
            change=0.02,
            failed="Drawing took longer than 120 s, stopped.",
            reason_href="a-901.html",
            last_good_href="../2026-09-30/a-901.html",
            last_good=pd.Timestamp("2026-09-30"),
            attention=1,
        ),
        IndexRow(
            account_id="A-902",
            name="Najmatech Co.",
            where="Saudi Arabia",
            owner="Collins",
            team="Overseas",
            months=tuple(draw.gamma(0.5, 2e4, 24)),
            revenue=327e3,
            change=0.13,
            failed="Load gave no rate for SAR after 9 Oct.",
            reason_href="a-902.html",
        ),
    ]
    for i in range(count - 2):
        name, where, owner = NAMES[i % len(NAMES)]
        name = name if i < len(NAMES) else f"{name} {i}"
        p = float(np.clip([0.52, 0.46, 0.31, 0.38, 0.09, 0.14, 0.28][i] if i < 7 else draw.beta(1, 12), 0.01, 0.9))
        mid = AS_OF + pd.Timedelta(days=int(draw.integers(5, 60)) if i != 4 else -7)
        amount = float(draw.gamma(4, 8e3))
        late = i in (0, 1, 3)
        few = i == 10
        rows.append(
            IndexRow(
                account_id=f"A-{i:03d}",
                name=name,
                href=f"account_plan/a-{i:03d}.html",
                where=where,
                owner=owner,
                team="South Europe" if i % 3 else "Asia",
                months=tuple(draw.gamma(0.6, 2e4, 24) * (draw.random(24) < 0.6)),
                revenue=float(draw.gamma(2, 9e4)),
                change=float(draw.normal(0.03, 0.12)),
                risk=float("nan") if few else p,
                risk_lo=p * 0.65,
                risk_hi=min(p * 1.5, 0.8),
                risk_jump=(0.24, 0.19, 0.09, 0.11, 0, 0.08)[i] if i < 6 else 0.0,
                risk_words="too few orders" if few else "",
                risk_act=i < 7 and i != 4,
                next_day=pd.NaT if late or few else mid,
                next_lo=mid - pd.Timedelta(days=9),
                next_hi=mid + pd.Timedelta(days=21),
                overdue=i in (2, 4),
                amount=float("nan") if late or few else amount,
                amount_lo=amount * 0.7,
                amount_hi=amount * 1.35,
                roles_known=int(draw.integers(4, 13)),
                roles=12,
                roles_few=i in (7, 9),
                deals=float(draw.choice([0, 15e3, 62e3])) or float("nan"),
                changed=(
                    "Ordered from a rival, seen 12 Oct",
                    "No order for 160 days, usual gap 41",
                    "Order missed: none for 74 days, usual 41",
                    "Two of three contacts bounced",
                    "Order overdue, 7 days",
                    "Buyer left; October order 18k instead of 42k",
                    "",
                    "Deal moved to offer",
                )[i]
                if i < 8
                else "",
                direction="up" if i == 7 else "down",
                attention=i + 1 if i < 7 else 0,
            )
        )
    return rows


def index(rows: list[IndexRow] | None = None) -> str:
    """Draw the edition's index."""
    t = Words("en", currency="EUR", as_of=AS_OF)
    return index_page(
        index_rows() if rows is None else rows,
        words=t,
        finding="7 of 60 accounts need a call; October brought EUR 0.92m, 15% more than last October",
        facts="As of 31 Oct 2026. 12 months: EUR 12.0m, up 2%. November expected: EUR 0.75m (0.63–0.87m). Open deals: "
        "EUR 4.4m asked, 1.8m (1.2–2.4m) expected, never added to orders.",
        columns=[
            Fragment(
                act(strong("58 plans published, 2 failed."), sign="×"),
                " Both failures stand first in the list, with the reason and the last good plan.",
            ),
            Fragment(
                strong("Last month, graded."),
                " Order dates inside the range 81% (should 80%). Amounts 78%. Foreseen silent 4.4, went silent 5. "
                "Deals: our Brier score 0.17, reps’ own 0.23. ",
                link("scorecard.html", "Scorecard"),
            ),
            Fragment(
                strong("Teams:"),
                " ",
                link("south-europe/index.html", "South Europe"),
                " 16, ",
                link("asia/index.html", "Asia"),
                " 13.",
            ),
        ],
        horizon=pd.Timestamp("2027-01-31"),
        since=pd.Timestamp("2026-09-30"),
        crumbs=[("Monthly edition, October 2026", "")],
        links=[("September", "../2026-09-30/index.html"), ("Scorecard", "scorecard.html"), ("Excel", "index.xlsx")],
        notice="Invented company and data",
        footer_rows=[
            (
                "Read it like this",
                "“!” and orange: risk of 25% or more, 8 points up, or an order overdue. Sparklines have their own "
                "scale. Ranges hold 8 cases in 10.",
            ),
            ("Load", "2026-11-01T0410-7c1e. 41,208 order lines kept, 37 rejected (EUR 1.1k). accountbook 1.4.0."),
        ],
    )


def main(folder: Path) -> None:
    """Write both pages."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.html").write_text(account_plan(), encoding="utf-8")
    (folder / "index.html").write_text(index(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
