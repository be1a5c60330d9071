"""The published pages in a real browser: wide, on a phone, on paper, without a network."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

# Texts that leave the window or their own drawing, and elements that hide what overflows them. Text that a reader
# cannot see anyway (a drawing for the other width) has no box.
OUTSIDE = """
() => {
  const out = [];
  const width = document.documentElement.clientWidth;
  for (const mark of document.querySelectorAll('svg text, svg tspan')) {
    const box = mark.getBoundingClientRect();
    if (!box.width) continue;
    const svg = mark.ownerSVGElement.getBoundingClientRect();
    if (box.left < svg.left - 1 || box.right > svg.right + 1 || box.top < svg.top - 2 || box.bottom > svg.bottom + 2)
      out.push('drawing: ' + mark.textContent);
  }
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (!node.textContent.trim() || node.parentElement.closest('svg, select, script, style, .unseen')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.width && (box.left < -1 || box.right > width + 1)) {
        out.push('page: ' + node.textContent.trim());
        break;
      }
  }
  for (const one of document.querySelectorAll('body *')) {
    const style = getComputedStyle(one);
    if (one.closest('svg, select, input, .unseen')) continue;
    if (['hidden', 'clip'].includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1)
      out.push('cut: ' + one.className + ' ' + one.textContent.slice(0, 60));
  }
  return out;
}
"""


def chosen(edition: Path) -> list[Path]:
    """The index, every company page, a team's index and four plans."""
    plans = sorted(edition.rglob("account_plan/*.html"))
    others = [path for path in sorted(edition.rglob("*.html")) if path not in plans]
    return others + plans[:4]


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_open_without_a_network_scroll_sideways_or_cut_text(edition, browser, width):
    problems = []
    for path in chosen(edition):
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
        view = context.new_page()
        asked: list[str] = []
        said: list[str] = []
        view.on("request", lambda request, asked=asked: asked.append(request.url))
        view.on("console", lambda message, said=said: said.append(message.text))
        view.on("pageerror", lambda error, said=said: said.append(str(error)))
        view.goto(path.as_uri())
        view.evaluate("document.fonts.ready.then(() => true)")
        name = str(path.relative_to(edition))
        wide = view.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            problems.append(f"{name}: {wide} px wide")
        problems += [f"{name}: asks for {url[:80]}" for url in asked if not url.startswith(("file:", "data:"))]
        problems += [f"{name}: says {text}" for text in said]
        problems += [f"{name}: {text}" for text in view.evaluate(OUTSIDE)]
        context.close()
    assert problems == []


def test_a_plan_prints_on_a4_with_its_first_screen_on_page_one(edition, browser, tmp_path):
    plan = sorted(edition.rglob("account_plan/*.html"))[0]
    view = browser.new_page()
    view.goto(plan.as_uri())
    view.evaluate("document.fonts.ready.then(() => true)")
    view.emulate_media(media="print")
    view.set_viewport_size({"width": 695, "height": 1000})
    assert view.evaluate("document.documentElement.scrollWidth") <= 695
    assert view.evaluate(OUTSIDE) == []
    view.close()


def test_a_plan_is_under_one_megabyte_and_names_no_address(edition):
    for path in sorted(edition.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert len(text.encode()) < 1_000_000, path.name
        # the name of the SVG format is no address that anything asks for
        plain = text.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xlink", "")
        assert re.findall(r"https?://[^\s\"'<]+", plain) == [], path.name
        assert re.search(r"\son\w+=", re.sub(r">[^<]*<", "><", plain)) is None, path.name
        assert " style=" not in re.sub(r">[^<]*<", "><", plain), path.name


def test_every_link_of_an_edition_leads_somewhere(edition):
    lost = []
    for path in sorted(edition.rglob("*.html")):
        for link in re.findall(r"<a [^>]*href=\"([^\"#]+)", path.read_text(encoding="utf-8")):
            if not (path.parent / link).resolve().exists():
                lost.append(f"{path.relative_to(edition)}: {link}")
    assert lost == []


def test_search_and_sort_of_the_index_work(edition, browser):
    view = browser.new_page()
    view.goto((edition / "index.html").as_uri())
    rows = view.locator("tbody tr:visible")
    total = rows.count()
    assert total >= 10
    name = rows.nth(3).locator("a").first.inner_text()
    view.locator("input").first.fill(name)
    view.wait_for_timeout(200)
    assert 1 <= rows.count() < total
    assert name in rows.first.inner_text()
    view.close()
