"""The Korean pages in a real browser: nothing cut, findings of two lines, our type, and no sentence left in English."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from accountbook.display.catalogue import messages
from accountbook.tables import TABLES

pytestmark = pytest.mark.browser

TALL = """
() => [...document.querySelectorAll('h2, h3')]
  .filter(one => one.getBoundingClientRect().height > 2.5 * parseFloat(getComputedStyle(one).lineHeight))
  .map(one => one.innerText)
"""
TEXTS = """
() => {
  const out = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    if (!walk.currentNode.parentElement.closest('script, style')) out.push(walk.currentNode.textContent.trim());
  return out.filter(Boolean);
}
"""
BROKEN_RANGES = """
() => [...document.querySelectorAll('.nowrap')].filter(one => one.getClientRects().length > 1).map(one => one.innerText)
"""


@pytest.fixture(scope="module")
def korean(once, demo_book: Path) -> Path:
    """The Korean monthly edition of the five largest accounts of `demo_book`."""
    from accountbook.publish import publish_edition

    def make(folder: Path) -> None:
        as_of = pd.Timestamp("2026-10-31")
        outcome = publish_edition("monthly", demo_book, as_of, top=5, lang="ko", workers=2, out=folder)
        assert outcome.exit_code == 0, outcome.failures

    return once("korean", make) / "ko" / "monthly" / "latest"


def opened(browser, path: Path, width: int):
    view = browser.new_page(viewport={"width": width, "height": 900})
    view.goto(path.as_uri())
    view.evaluate("document.fonts.ready.then(() => true)")
    return view


@pytest.mark.parametrize("width", [1280, 390])
def test_korean_pages_fit_and_keep_words_and_ranges_whole(korean, browser, width):
    problems = []
    for path in sorted(korean.rglob("*.html")):
        view = opened(browser, path, width)
        name = path.relative_to(korean)
        if (wide := view.evaluate("document.documentElement.scrollWidth")) > width:
            problems.append(f"{name}: {wide} px wide")
        problems += [f"{name}: over two lines: {text}" for text in view.evaluate(TALL) if width == 1280]
        problems += [f"{name}: broken range {text}" for text in view.evaluate(BROKEN_RANGES)]
        assert view.evaluate("getComputedStyle(document.querySelector('h1')).wordBreak") == "keep-all"
        view.close()
    assert problems == []


def test_hangul_is_in_our_own_type_also_in_charts(korean, browser):
    [plan, *_] = sorted(korean.rglob("account_plan/*.html"))
    view = opened(browser, plan, 1280)
    assert view.evaluate("[...document.fonts].filter(f => f.family.includes('KR') && f.status == 'loaded').length") >= 2
    months = view.evaluate("[...document.querySelectorAll('svg text')].map(t => t.textContent)")
    assert any(re.fullmatch(r"1?\d월", month) for month in months)
    assert "Page Sans KR" in view.evaluate("getComputedStyle(document.querySelector('svg text')).fontFamily")
    view.close()


def test_the_index_draws_whole_syllables(korean, browser):
    """Its search holds letters taken apart; a name is as wide as it is where it stands alone."""
    view = opened(browser, korean / "index.html", 1280)
    found = view.evaluate("""() => {
      const under = [...document.querySelectorAll('.c-name .second')].find(one => /[가-힣]/.test(one.textContent));
      const text = under.textContent.match(/[가-힣]+/)[0];
      const range = document.createRange(), at = under.firstChild.textContent.indexOf(text);
      range.setStart(under.firstChild, at);
      range.setEnd(under.firstChild, at + text.length);
      return [range.getBoundingClientRect().width, text.length * parseFloat(getComputedStyle(under).fontSize) * 0.92];
    }""")
    assert abs(found[0] - found[1]) < 1.0
    view.close()


def test_no_sentence_of_ours_is_left_in_english(korean, browser):
    english = {
        text
        for message in messages("ko")
        for text in ([message] if isinstance(message, str) else message)
        if re.search(r"[a-z]{3}", text) and "{" not in text
    }
    # words of data, and a program's name
    named = {"OEM", "lead", "need", "Head of purchasing", "site visit", "installer", "Excel"}
    named |= {name for table in TABLES.values() for name in (table.name, *table.columns)}  # names stay as they are
    left = []
    for path in sorted(korean.rglob("*.html")):
        view = opened(browser, path, 1280)
        left += [f"{path.name}: {text}" for text in view.evaluate(TEXTS) if text.rstrip(".") in english - named]
        alts = view.evaluate("[...document.querySelectorAll('svg[aria-label], img[alt]')].map("
                             "one => one.getAttribute('aria-label') || one.alt)")  # fmt: skip
        left += [f"{path.name}: {alt}" for alt in alts if not re.search(r"[가-힣0-9]", alt)]
        view.close()
    assert left == []
