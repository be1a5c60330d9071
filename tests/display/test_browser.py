"""The pages as Chromium shows them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser


def _load(name: str):
    if f"display_{name}" not in sys.modules:
        spec = importlib.util.spec_from_file_location(f"display_{name}", Path(__file__).parent / f"{name}.py")
        sys.modules[spec.name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[spec.name])
    return sys.modules[f"display_{name}"]


gallery, pages = _load("gallery"), _load("pages")


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "plan.html").write_text(gallery.account_plan(), encoding="utf-8")
    (folder / "index.html").write_text(gallery.index(gallery.index_rows(30)), encoding="utf-8")
    return folder


def _open(browser, path: Path, width: int, said: list[str], **options):
    page = browser.new_page(viewport={"width": width, "height": 900}, **options)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "request", lambda request: said.append(request.url) if not request.url.startswith(("file:", "data:")) else None
    )
    page.goto(path.as_uri())
    page.evaluate("document.fonts.ready")
    return page


@pytest.mark.parametrize("name", ["plan", "index"])
@pytest.mark.parametrize("width", [360, 390, 760, 800, 1024, 1280, 1600])
def test_A16_no_sideways_scroll_no_message_no_request(browser, files, name, width):
    said: list[str] = []
    page = _open(browser, files / f"{name}.html", width, said)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert said == []
    page.close()


@pytest.mark.parametrize("width", [390, 1024, 1280])
def test_charts_are_not_scaled_and_one_of_two_is_shown(browser, files, width):
    page = _open(browser, files / "plan.html", width, [])
    shown = page.evaluate(
        """[...document.querySelectorAll(".chart")].map(chart => [...chart.children]
           .filter(svg => getComputedStyle(svg).display !== "none")
           .map(svg => svg.getBoundingClientRect().width - Number(svg.getAttribute("width"))))"""
    )
    assert [len(one) for one in shown] == [1, 1, 1, 1]
    assert all(abs(one[0]) < 0.5 for one in shown)
    page.close()


def test_page_is_set_in_its_own_type(browser, files):
    page = _open(browser, files / "plan.html", 1280, [])
    faces = page.evaluate(
        "[...document.fonts].filter(face => face.status === 'loaded').map(face => face.family + face.weight)"
    )
    assert {"Page Sans400", "Page Sans600"} <= {face.replace('"', "") for face in faces}
    sizes = page.evaluate(
        "['h1', 'h2', 'h3', 'td', '.label'].map(s => getComputedStyle(document.querySelector(s)).fontSize)"
    )
    assert sizes == ["28px", "21px", "17px", "14px", "13px"]
    page.close()


def test_A2_payloads_do_nothing_even_without_the_policy(browser, tmp_path):
    html = gallery.account_plan(" ".join(pages.PAYLOADS))
    start = html.index('<meta http-equiv="Content-Security-Policy"')
    (tmp_path / "open.html").write_text(html[:start] + html[html.index(">", start) + 1 :], encoding="utf-8")
    page = _open(browser, tmp_path / "open.html", 1280, [])
    assert page.evaluate("typeof window.PWN") == "undefined"
    assert page.evaluate("document.querySelectorAll('script, img').length") == 0
    page.close()


def test_A16_policy_stops_a_script_that_came_in_otherwise(browser, files, tmp_path):
    html = (files / "plan.html").read_text(encoding="utf-8").replace("<body>", "<body><script>window.PWN=1</script>", 1)
    (tmp_path / "hurt.html").write_text(html, encoding="utf-8")
    said: list[str] = []
    page = _open(browser, tmp_path / "hurt.html", 1280, said)
    assert page.evaluate("typeof window.PWN") == "undefined" and said
    page.close()


def _visible(page) -> list[str]:
    return page.evaluate(
        """[...document.querySelectorAll("#accounts tbody tr")].filter(row => !row.hidden)
           .map(row => row.cells[0].innerText.split("\\n")[0])"""
    )


def test_index_searches_filters_and_sorts_with_failures_first(browser, files):
    said: list[str] = []
    page = _open(browser, files / "index.html", 1280, said)
    assert page.is_visible("#controls")
    page.select_option("#sort", "risk down")
    assert _visible(page)[:3] == ["Tallqviston Oy", "Najmatech Co.", "Nusaparta PT"]
    page.select_option("#sort", "name up")
    assert set(_visible(page)[:2]) == {"Tallqviston Oy", "Najmatech Co."}
    page.fill("#search", "valvulas portugal")
    assert all(name.startswith("Sobremar Válvulas") for name in _visible(page)) and _visible(page)
    page.fill("#search", "")
    page.select_option("#show", "failed")
    assert len(_visible(page)) == 2 and page.inner_text("#count") == "2 accounts"
    assert said == []
    page.close()


def test_index_without_script_shows_all_rows_and_no_controls(browser, files):
    page = _open(browser, files / "index.html", 1280, [], java_script_enabled=False)
    assert page.locator("#accounts tbody tr").count() == 30
    assert not page.is_visible("#controls")
    page.close()


def test_index_of_5000_sorts_within_a_second(browser, tmp_path):
    (tmp_path / "large.html").write_text(gallery.index(gallery.index_rows(5000)), encoding="utf-8")
    page = _open(browser, tmp_path / "large.html", 1280, [])
    took = page.evaluate(
        """() => { const started = performance.now(); const sort = document.getElementById("sort");
           sort.value = "risk down"; sort.dispatchEvent(new Event("change"));
           document.getElementById("search").value = "italy";
           document.getElementById("search").dispatchEvent(new Event("input"));
           return performance.now() - started; }"""
    )
    assert took < 1000
    assert len(_visible(page)) < 1500
    page.close()


def test_first_screen_is_page_one_on_paper(browser, files, tmp_path):
    page = _open(browser, files / "plan.html", 1280, [])
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    pages_in_pdf = pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page ")
    assert pages_in_pdf == 3
