"""Charts and marks: what is drawn where, worked out by hand."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from accountbook.display import (
    Words,
    bar_mark,
    disposition_mark,
    months_chart,
    months_mark,
    next_order_chart,
    profit_chart,
    range_mark,
    reliability_chart,
    rhythm_chart,
    slots_mark,
    sparkline,
)
from accountbook.display.charts import Step, StepLine, steps_chart
from accountbook.display.fonts import advance

AS_OF = pd.Timestamp("2026-10-31")
T = Words("en", currency="EUR", as_of=AS_OF)
MONTHS = pd.date_range("2025-11-01", periods=12, freq="MS")


def _orders(days: list[str], amounts: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"order_date": pd.to_datetime(days), "amount": amounts})


def _next(**options):
    given = {
        "orders": _orders(["2026-03-19", "2026-09-03", "2026-10-02"], [64e3, 52e3, 18e3]),
        "as_of": AS_OF,
        "dates": tuple(pd.to_datetime(["2026-11-03", "2026-11-12", "2026-12-04"])),
        "amounts": (28e3, 41e3, 55e3),
        "words": T,
        "alt": "Next order around 12 Nov",
    }
    return next_order_chart(**{**given, **options})


def _svgs(fragment) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(str(fragment)))


def _texts(svg) -> dict[str, dict[str, str]]:
    return {node.text: node.attrib for node in svg.iter("text")}


def _step_lines() -> list[StepLine]:
    """Three contracts: paid, late, running; the last one has many lots on near days."""
    on = pd.Timestamp
    paid = StepLine("CT-204, EUR 64k", (Step(on("2024-02-02"), "signed"), Step(on("2026-09-12"), "paid 64k")))
    late = StepLine(
        "CT-219, EUR 48k",
        (Step(on("2026-06-12"), "signed"), Step(on("2026-07-18"), "lot 1, invoice"), Step(on("2026-09-12"), "invoice")),
        late=Step(on("2026-10-12"), "24k due 12 Oct"),
        late_text="19 days late",
    )
    many = [Step(day, f"lot {n}, invoice") for n, day in enumerate(pd.date_range("2026-07-01", periods=9, freq="9D"))]
    ahead = (Step(on("2026-11-20"), "lot 10"), Step(on("2026-11-24"), "12k due"), Step(on("2028-01-31"), "ends"))
    return [paid, late, StepLine("CT-226, EUR 1.2m", tuple(many), ahead)]


@cache
def _all_charts() -> dict[str, object]:
    draw = np.random.default_rng(3)
    many = _orders(list(pd.date_range("2023-05-01", AS_OF, freq="6D").astype(str)), list(draw.gamma(2, 4e3, 214)))
    groups = pd.DataFrame(
        {"predicted": [0.02, 0.03, 0.05, 0.6], "happened": [0.01, 0.04, 0.05, 0.7], "n": [900, 300, 80, 4]}
    )
    even = pd.Series(4e4, MONTHS)
    return {
        "months": months_chart(even, even * 0.9, words=T, alt="Even", low=True),
        "months, none": months_chart(even * 0, even * np.nan, words=T, alt="No order"),
        "months, millions": months_chart(even * 120, even * 90, words=T, alt="Large", low=True, width=779),
        "next": _next(low_last=True, largest="64k before the year-end in March"),
        "next, many": _next(orders=many, low_last=True),
        "next, none": _next(orders=_orders([], []), dates=None, amounts=None, note="too few orders"),
        "next, later": _next(dates=(AS_OF, pd.NaT, pd.NaT), note="later than 31 Jan"),
        "next, open": _next(dates=(pd.Timestamp("2026-12-03"), pd.Timestamp("2027-01-20"), pd.NaT)),
        "next, far": _next(dates=tuple(pd.to_datetime(["2027-05-03", "2027-11-12", "2029-12-04"]))),
        "next, overdue": _next(dates=tuple(pd.to_datetime(["2026-09-20", "2026-10-12", "2026-11-04"]))),
        "next, one unit": _next(orders=_orders(["2026-10-30"], [3.0]), amounts=(1.0, 2.0, 3.0)),
        "profit": profit_chart(
            np.linspace(-8e3, 16e3, 49),
            [10 + n * (48 - n) for n in range(48)],
            middle=(-800, 4650, 10_100),
            loss=0.138,
            words=T,
            alt="4.7k is left",
        ),
        "profit, none": profit_chart(
            [-4e3, -3e3, -2e3], [3, 7], middle=(-3.9e3, -2.6e3, -2.1e3), loss=1.0, words=T, alt="2.6k is lost"
        ),
        "profit, millions": profit_chart(
            [2e6, 3e6, 4e6], [3, 7], middle=(2.2e6, 3.4e6, 3.9e6), loss=0.0, words=T, alt="3.4m is left", width=779
        ),
        "rhythm": rhythm_chart(
            many,
            as_of=AS_OF,
            words=T,
            alt="Weekly",
            low_last=True,
            year_end_month=12,
            next_amount=9e3,
            next_dates=tuple(pd.to_datetime(["2026-12-20", "2026-12-30", "2027-01-15"])),
            closures=[(pd.Timestamp("2026-12-24"), pd.Timestamp("2027-01-06"), "closed over Christmas")],
        ),
        "rhythm, none": rhythm_chart(_orders([], []), as_of=AS_OF, words=T, alt="No order"),
        "steps": steps_chart(_step_lines(), as_of=AS_OF, words=T, alt="24k of CT-219 is 19 days late"),
        "steps, none": steps_chart([], as_of=AS_OF, words=T, alt="No contract"),
        "reliability": reliability_chart(groups, words=T, alt="Agrees", top=0.8),
        "reliability, none": reliability_chart(groups.iloc[:0], words=T, alt="Nothing graded yet"),
    }


@pytest.mark.parametrize("name", _all_charts())
def test_no_text_is_clipped_and_none_lies_on_another(name):
    for svg in _svgs(_all_charts()[name]):
        width, height = float(svg.get("width")), float(svg.get("height"))
        boxes = []
        for node in svg.iter("text"):
            size = float(node.get("font-size"))
            wide = advance(node.text, size, bold=node.get("font-weight") == "600")
            anchor = {"start": 0, "middle": 0.5, "end": 1}[node.get("text-anchor", "start")]
            left, y = float(node.get("x")) - wide * anchor, float(node.get("y"))
            assert left >= -0.5 and left + wide <= width + 0.5, (name, svg.get("class"), node.text)
            assert 0.7 * size <= y <= height, (name, node.text)
            assert size in (12, 13)
            boxes.append((left, y - 0.7 * size, left + wide, y, node.text))
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
                assert apart, (name, svg.get("class"), a[4], b[4])


@pytest.mark.parametrize("name", _all_charts())
def test_drawings_are_clean_and_state_the_finding(name):
    chart = str(_all_charts()[name])
    assert not re.search(r'\s(style|id|on\w+|clip-path)="|<(style|metadata|defs|use)|nan|inf"', chart)
    wide, narrow = _svgs(chart)
    assert wide.get("class") == "wide" and narrow.get("class") == "narrow"
    assert wide.get("aria-label") == narrow.get("aria-label") != ""
    assert float(narrow.get("width")) == 358 and float(wide.get("width")) in (474, 676, 779)
    assert 115 <= float(wide.get("height")) <= 330


def test_same_bytes_in_eight_threads():
    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(lambda _: str(_next(low_last=True)), range(16)))
    assert len(set(drawn)) == 1


def test_bars_are_as_high_as_their_money():
    half = pd.Series([40e3] * 11 + [20e3], MONTHS)
    wide, _ = _svgs(months_chart(half, half * np.nan, words=T, alt="October is half", low=True))
    bars = [node for node in wide.iter("path") if node.get("fill") in ("#16191d", "#b23c00")]
    heights = []
    for bar in bars:
        ys = [float(y) for _, y in re.findall(r"([\d.]+) ([\d.]+)", bar.get("d"))]
        heights.append(max(ys) - min(ys))
    assert len(heights) == 12 and heights[0] == pytest.approx(2 * heights[-1], abs=0.05)
    assert bars[-1].get("fill") == "#b23c00" and "20k" in _texts(wide)


def test_next_order_is_labelled_with_its_ranges():
    wide, narrow = _svgs(_next(low_last=True))
    assert {"12 Nov, 41k", "3 Nov–4 Dec, 28–55k", "31 Oct", "18k", "64k", "60k", "20"} <= set(_texts(wide))
    assert {"12 Nov, 41k", "28–55k", "18k"} <= set(_texts(narrow))
    assert _texts(wide)["12 Nov, 41k"]["fill"] == "#0b63a8"


def test_date_beyond_the_horizon_is_said_in_words():
    wide, _ = _svgs(_next(dates=(AS_OF, pd.NaT, pd.NaT), note="later than 31 Jan"))
    assert "later than 31 Jan" in _texts(wide)
    assert "#cfe3f3" not in str(_next(dates=None, note="later than 31 Jan"))


def test_rhythm_has_a_row_per_year_and_goes_on_in_the_next():
    orders = _orders(["2024-03-08", "2025-03-02", "2026-03-19"], [60e3, 58e3, 64e3])
    chart = rhythm_chart(
        orders,
        as_of=AS_OF,
        words=T,
        alt="Each March",
        next_amount=41e3,
        next_dates=tuple(pd.to_datetime(["2026-12-20", "2027-01-05", "2027-01-15"])),
    )
    wide, _ = _svgs(chart)
    assert {"2024", "2025", "2026", "2027", "next: 41k"} <= set(_texts(wide))
    assert str(wide.attrib["height"]) == str(4 * 43 + 72)
    assert sum(node.get("fill") == "#cfe3f3" for node in wide.iter("path")) == 2  # the band in two rows


def test_dot_area_is_amount():
    orders = _orders(["2026-02-01", "2026-06-01"], [64e3, 16e3])
    wide, _ = _svgs(rhythm_chart(orders, as_of=AS_OF, words=T, alt="Two"))
    large, small = (float(node.get("r")) for node in wide.iter("circle"))
    assert large == pytest.approx(2 * small, abs=0.02)


def test_chart_without_alt_is_refused():
    with pytest.raises(ValueError, match="alt text"):
        _next(alt="")


def test_range_mark_shares_its_scale():
    svg = ElementTree.fromstring(str(range_mark(0.2, 0.6, 0.4, alt="40% (20–60)", scale=(0, 0.8), width=90)))
    band, dot = svg.find("rect"), svg.find("circle")
    assert float(dot.get("cx")) == 45 and float(band.get("x")) == 25 and float(band.get("width")) == 40
    assert "circle" not in str(range_mark(0.2, 0.6, 0.4, alt="late", kind="act"))  # orange is a square too


def test_marks_by_hand():
    known, unknown = ElementTree.fromstring(str(slots_mark(4, 12, alt="4 of 12", few=True)))
    assert (known.get("d").count("z"), known.get("fill")) == (4, "#555c66")
    assert (unknown.get("d").count("z"), unknown.get("stroke")) == (8, "#b23c00")
    assert str(months_mark([1] * 12, alt="x", season=[True] * 3 + [False] * 9)).count("#16191d") == 3
    assert str(sparkline([0, 5, -3, 2], alt="x")).count("z") == 2
    assert "#0b63a8" in str(sparkline([1, 2], alt="x", next_range=(1, 2)))
    assert "#0b63a8" not in str(sparkline([1, 2], alt="x", next_range=(float("nan"), 2)))
    zero = ElementTree.fromstring(str(bar_mark(-2, alt="-2", scale=(-2, 5), width=72)))
    assert float(zero.find("rect").get("width")) == 20 and zero.find("rect").get("fill") == "#16191d"
    with pytest.raises(ValueError, match="favourable"):
        disposition_mark("unknown")


def test_orders_without_amounts_are_dots_of_one_size_without_figures():
    days = pd.DataFrame(
        {"order_date": pd.to_datetime(["2024-08-01", "2025-08-01", "2026-08-12"]), "amount": float("nan")}
    )
    chart = str(rhythm_chart(days, as_of=pd.Timestamp("2026-10-31"), words=Words(), alt="Three orders, all in August"))
    wide = chart.split("</svg>")[0]
    assert len(re.findall(r'<circle[^>]* r="4', wide)) == wide.count("<circle") == 3
    assert "2024" in wide and "nan" not in wide
    # among others that have one, an order without is the smallest dot
    mixed = days.assign(amount=[4e4, float("nan"), 5e4])
    assert str(rhythm_chart(mixed, as_of=pd.Timestamp("2026-10-31"), words=Words(), alt="x")).count("<circle") == 6


def test_cap_97_the_loss_is_the_orange_part_left_of_zero():
    chart = profit_chart([-2e3, -1e3, 0, 1e3], [1, 2, 7], middle=(-500, 400, 900), loss=0.3, words=T, alt="400 is left")
    wide = _svgs(chart)[0]
    bars = [path.attrib["fill"] for path in wide.iter("path") if path.attrib.get("fill") in ("#b23c00", "#cfe3f3")]
    assert bars == ["#b23c00", "#b23c00", "#cfe3f3"]
    texts = _texts(wide)
    assert texts["30% lose"]["fill"] == "#b23c00" and texts["half leave 400 or more"]["fill"] == "#0b63a8"
