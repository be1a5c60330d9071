"""The whole page: escaping, policy, no network, the same bytes twice."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from accountbook.display import Fragment, block, grid, html_page, link, placed, results, strong
from accountbook.display.document import csp
from accountbook.display.fragment import render

HERE = Path(__file__).parent


def _load(name: str):
    spec = importlib.util.spec_from_file_location(f"display_{name}", HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


gallery, pages = _load("gallery"), _load("pages")


@pytest.fixture(scope="module")
def plan() -> str:
    return gallery.account_plan()


@pytest.fixture(scope="module")
def index() -> str:
    return gallery.index()


@pytest.mark.parametrize("payload", pages.PAYLOADS)
def test_A2_A3_A4_data_is_text_in_every_field(payload, plan):
    hostile = pages.Page(gallery.account_plan(payload))
    plain = pages.Page(plan)
    names = {name for _, attributes in hostile.elements for name in attributes}
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in plain.elements]
    assert names == {name for _, attributes in plain.elements for name in attributes}
    seen = " ".join(hostile.text.split())
    assert " ".join(payload.replace("\0", "\ufffd").split()) in seen.replace("\0", "\ufffd")


def test_A2_index_escapes_every_text(index):
    rows = gallery.index_rows(8)
    payload = pages.PAYLOADS[1]
    bad = [
        gallery.IndexRow(
            account_id=payload,
            name=payload,
            href="a.html",
            where=payload,
            owner=payload,
            team=payload,
            changed=payload,
            risk_words=payload,
        ),
        gallery.IndexRow(account_id="A", name="B", failed=payload, reason_href="b.html"),
    ]
    page = pages.Page(gallery.index([*rows, *bad]))
    assert payload in page.text
    assert not [tag for tag, _ in page.elements if tag == "img"]


def test_A2_escaping_is_not_done_twice():
    assert str(Fragment("R&D", strong("a<b"))) == "R&amp;D<strong>a&lt;b</strong>"
    assert block(Fragment("R&D")).text() == "R&D"


@pytest.mark.parametrize(
    "href", ["https://example.org", "//host/x", "javascript:alert(1)", "data:text/html,x", "\\\\host\\x"]
)
def test_A16_links_stay_in_the_edition(href):
    with pytest.raises(ValueError, match="relative addresses"):
        link(href, "x")


@pytest.mark.parametrize("name", ["plan", "index"])
def test_A16_no_request_no_inline_style_no_handler(name, request):
    html = request.getfixturevalue(name)
    page = pages.Page(html)
    for tag, attributes in page.elements:
        assert not [key for key in attributes if key == "style" or key.startswith("on")], tag
        for key in ("src", "href", "xlink:href", "action", "data"):
            assert not re.match(r"(?i)[a-z][a-z0-9+.-]*:|//", attributes.get(key) or ""), (tag, attributes)
    assert not re.search(r"(?i)https?://|@import|url\((?!data:)", html)
    assert len(re.findall(r"<style", html)) == 1


@pytest.mark.parametrize("name", ["plan", "index"])
def test_A16_policy_allows_exactly_this_style_and_script(name, request):
    html = request.getfixturevalue(name)
    policy = dict(pages.Page(html).elements[3][1])
    assert policy["http-equiv"] == "Content-Security-Policy"
    rules = dict(rule.split(" ", 1) for rule in policy["content"].split("; "))
    for tag in ("style", "script"):
        found = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.S)
        if found is None:
            assert f"{tag}-src" not in rules
            continue
        digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        assert rules[f"{tag}-src"] == f"'sha256-{digest}'"
    assert rules["default-src"] == "'none'"
    assert rules["font-src"] == rules["img-src"] == "data:"
    assert "unsafe" not in policy["content"]
    assert html.index("Content-Security-Policy") < html.index("<style")
    assert "script-src" in rules or name == "plan"


def test_same_input_gives_same_bytes_in_another_process(plan):
    draw = "sys.stdout.buffer.write(gallery.account_plan().encode())"
    code = f"import sys; sys.path.insert(0, {str(HERE)!r}); import gallery; {draw}"
    environment = {"PYTHONHASHSEED": "77", "PATH": "/usr/bin:/bin", "HOME": str(Path.home())}
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
    assert again.stdout.decode() == plan


def test_plan_weighs_less_than_160_kB(plan):
    assert len(plan.encode()) < 160_000


def test_every_drawing_has_a_text_or_is_decoration(plan):
    drawings = [attributes for tag, attributes in pages.Page(plan).elements if tag == "svg"]
    assert len(drawings) > 20
    for attributes in drawings:
        assert (attributes.get("role") == "img" and attributes["aria-label"]) or attributes.get("aria-hidden") == "true"
    said = [attributes.get("aria-label") for attributes in drawings]
    assert said.count("October EUR 18k against 44k a year before, Lumora Distribuzione S.r.l.") == 2  # wide and narrow


def test_ids_are_set_and_unique(plan):
    ids = [attributes["id"] for _, attributes in pages.Page(plan).elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {"rhythm", "people", "folded", "likely-items"} <= set(ids)


def test_template_that_misses_a_value_is_an_error():
    with pytest.raises(UndefinedError):
        render("link", href="a.html")


def test_a_section_that_follows_is_a_section_that_starts_no_page():
    assert '<section class="section follows">' in str(placed("People", label="Room", width="section-follows"))
    assert '<section class="section">' in str(placed("People", label="Room", width="section"))
    assert ".section:not(.follows, .section ~ .section) { break-before: page;" in html_page("T", grid())


def test_width_that_is_none_is_refused():
    with pytest.raises(ValueError, match="span-4"):
        placed(block("x"), width="span-9")


def test_what_would_show_as_None_is_refused():
    with pytest.raises(TypeError, match="Words"):
        Fragment("a", None)


def test_style_cannot_end_its_own_element():
    assert csp("a", "b").count("sha256-") == 2
    assert "</" not in html_page("x", Fragment("y")).split("<style>")[1].split("</style>")[0]


def test_results_are_plain_json():
    import numpy as np
    import pandas as pd

    bundle = results(
        day=pd.Timestamp("2026-11-12"), none=pd.NaT, share=np.float64(0.25), gone=float("nan"), n=[np.int64(3)]
    )
    assert bundle._repr_mimebundle_()[bundle.MIME] == {
        "day": "2026-11-12T00:00:00",
        "none": None,
        "share": 0.25,
        "gone": None,
        "n": [3],
    }
    with pytest.raises(ValueError, match="infinite"):
        results(x=float("inf"))


def test_display_imports_no_model_and_words_import_no_chart():
    code = (
        "import sys, accountbook.display as d; d.Words(); "
        "assert 'matplotlib' not in sys.modules; "
        "[getattr(d, name) for name in d.__all__]; "
        "assert 'sklearn' not in sys.modules; assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)
