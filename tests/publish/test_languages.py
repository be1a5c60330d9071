"""An edition in two languages lies side by side, appears at once, and leads from each page to its other language."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from accountbook.book import Ledger
from accountbook.publish import PublishError, RunningElsewhere, edition, publish_due, status_lines
from accountbook.publish.building import Building
from accountbook.publish.edition import only_run
from accountbook.publish.files import slug
from accountbook.publish.forgetting import forget
from accountbook.publish.verification import verify

AS_OF = pd.Timestamp("2026-10-31")
CELL = "t = Words(lang)\nmasthead(account, crumbs=[('Edition', '../index.html')], facts=t.days(3))"


def now() -> datetime:
    return datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def two(desk, notebook):
    """A desk whose plan says a number of days in the reader's language."""
    desk.put("account_plan", notebook(CELL))
    return desk


def pages(folder: Path) -> dict[str, str]:
    """The pages of an edition, by address."""
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.html"))}


def english(desk) -> Path:
    return desk.out / "monthly" / "2026-10-31"


def korean(desk) -> Path:
    return desk.out / "ko" / "monthly" / "2026-10-31"


def dead_links(root: Path) -> list[str]:
    """Every relative link below a folder that leads nowhere."""
    return [
        f"{path}: {href}"
        for path in root.rglob("*.html")
        for href in re.findall(r'<a href="([^"#]+)', path.read_text("utf-8"))
        if not Path(os.path.normpath(path.parent / href)).exists()
    ]


def test_both_languages_have_the_same_pages_and_each_leads_to_the_other(two):
    outcome = two.publish(lang="ko", also=["en"])
    assert (outcome.ok, outcome.path, outcome.exit_code) == (3, korean(two), 0)
    assert [one.path for one in outcome.all] == [korean(two), english(two)]
    ours, theirs = pages(english(two)), pages(korean(two))
    assert sorted(ours) == sorted(theirs)
    assert dead_links(two.out) == []
    for address, text in theirs.items():
        assert '<html lang="ko">' in text
        [href] = re.findall(r'<a href="([^"]+)">English</a>', text)
        assert Path(os.path.normpath((korean(two) / address).parent / href)) == english(two) / address
    for address, text in ours.items():
        assert '<html lang="en">' in text
        [href] = re.findall(r'<a href="([^"]+)">한국어</a>', text)
        assert Path(os.path.normpath((english(two) / address).parent / href)) == korean(two) / address
    plan = two.plan("007")
    assert ("3일" in theirs[plan], "3 days" in ours[plan]) == (True, True)
    assert "거래처 3곳 중" in theirs["index.html"] and "월간판 2026년 10월" in theirs["index.html"]
    assert (two.out / "ko" / "monthly" / "latest").resolve() == korean(two)


def test_the_same_again_skips_all_and_changes_no_byte(two):
    two.publish(lang="en", also=["ko"])
    before = pages(two.out)
    again = two.publish(lang="en", also=["ko"])
    assert [(one.ok, one.skipped) for one in again.all] == [(0, 3), (0, 3)]
    assert pages(two.out) == before


def test_one_language_alone_leads_to_no_other_and_leaves_the_other_as_it_is(two):
    two.publish(lang="ko")
    assert "English</a>" not in "".join(pages(korean(two)).values())
    before = pages(korean(two))
    two.publish(lang="en")
    assert pages(korean(two)) == before
    assert dead_links(two.out) == []


def test_the_language_of_book_toml_is_the_default(two):
    toml = two.book / "book.toml"
    toml.write_text(toml.read_text("utf-8").replace('locale = "en"', 'locale = "ko"'), "utf-8")
    assert two.publish().path == korean(two)
    toml.write_text(toml.read_text("utf-8").replace("languages = []", 'languages = ["en", "ko"]'), "utf-8")
    assert [one.path for one in two.publish().all] == [english(two), korean(two)]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"lang": "xx"}, "no page can be written in 'xx'; there are en, ko"),
        ({"lang": "ko", "also": ["ko"]}, "a language stands twice in ko, ko; name each once"),
    ],
)
def test_a_language_that_is_none_or_twice_is_refused(two, options, said):
    with pytest.raises(PublishError, match=said):
        two.publish(**options)
    assert not two.out.exists()


def test_nothing_is_out_before_all_languages_are_whole(two, monkeypatch):
    complete = Building.complete

    def fails_in_korean(self, render):
        if self.lang == "ko":
            raise OSError(28, "No space left on device")
        complete(self, render)

    monkeypatch.setattr(Building, "complete", fails_in_korean)
    with pytest.raises(PublishError, match="nothing was published"):
        two.publish(lang="en", also=["ko"])
    assert not (two.out / "monthly").exists() and not (two.out / "ko" / "monthly").exists()
    assert [run["state"] for run in two.runs()] == ["failed", "failed"]
    monkeypatch.undo()
    done = two.publish(lang="en", also=["ko"])
    assert [(one.ok, one.skipped) for one in done.all] == [(0, 3), (0, 3)]  # finished pages are taken up


def test_a_run_in_either_language_holds_both(two):
    two.publish(lang="en", also=["ko"])
    with (
        only_run(two.out / "ko" / ".accountbook" / f"{slug('monthly')}.lock", "monthly"),
        pytest.raises(RunningElsewhere),
    ):
        two.publish(lang="en", also=["ko"])


def test_each_language_is_verified_byte_for_byte_links_and_all(two):
    two.publish(as_of=pd.Timestamp("2026-09-30"), lang="en", also=["ko"], now=now)
    two.publish(lang="en", also=["ko"], now=now)
    for lang in ("en", "ko"):
        found = verify("monthly", two.book, AS_OF, lang=lang, out=two.out, **two.options)
        assert (set(found.pages.values()), len(found.pages), found.changed) == ({"same"}, 6, ())
    page = korean(two) / two.plan("007")
    page.write_text("spoilt", "utf-8")
    states = verify("monthly", two.book, AS_OF, lang="ko", out=two.out, **two.options).pages
    assert states[two.plan("007")] == "changed in its place"
    assert set(verify("monthly", two.book, AS_OF, lang="en", out=two.out, **two.options).pages.values()) == {"same"}


def test_a_language_that_was_not_published_cannot_be_verified(two):
    two.publish(lang="en")
    with pytest.raises(PublishError, match="no edition monthly as of 2026-10-31 was published"):
        verify("monthly", two.book, AS_OF, lang="ko", out=two.out, **two.options)


def test_a_stub_leads_to_its_other_language_and_to_its_own_last_good_page(two, notebook):
    two.publish(as_of=pd.Timestamp("2026-09-30"), lang="en", also=["ko"])
    import nbformat

    failing = notebook(CELL + "\nassert not (account == '007' and lang == 'ko')\nmasthead(account)")
    nbformat.write(failing, two.notebooks / "account_plan.ipynb")
    outcome = two.publish(lang="en", also=["ko"])
    assert [one.failed for one in outcome.all] == [0, 1]
    assert outcome.exit_code == 1
    stub = pages(korean(two))[two.plan("007")]
    assert "이번에 만들지 못한 페이지" in stub and "계산이 오류로 멈췄습니다." in stub
    assert "English</a>" in stub and "../../../2026-09-30/" in stub
    assert dead_links(two.out) == []


def test_status_says_each_language(two):
    two.publish(lang="en", also=["ko"], now=now)
    (two.notebooks / "editions.toml").write_text(
        '[edition.monthly]\nevery = "month"\nbusiness_day = 3\n\n'
        + (two.notebooks / "editions.toml").read_text("utf-8"),
        "utf-8",
    )
    told = status_lines(two.book, now=now(), out=two.out, notebooks=two.notebooks)
    assert [line for line in told if line.startswith("monthly")] == [
        "monthly: as of 2026-10-31, ok: 3 pages, 0 failed",
        "monthly (ko): as of 2026-10-31, ok: 3 pages, 0 failed",
    ]


def test_what_is_due_is_due_in_every_language_of_the_book(two, inline):
    listing = two.notebooks / "editions.toml"
    listing.write_text('[edition.monthly]\nevery = "month"\nbusiness_day = 3\n\n' + listing.read_text("utf-8"), "utf-8")
    due = {"now": lambda: datetime(2026, 11, 4, 6, 0, tzinfo=UTC), "out": two.out, **two.options}
    assert "3 pages, 0 failed" in publish_due(two.book, **due).line
    assert publish_due(two.book, **due).line.startswith("nothing due")
    toml = two.book / "book.toml"
    toml.write_text(toml.read_text("utf-8").replace("languages = []", 'languages = ["en", "ko"]'), "utf-8")
    assert publish_due(two.book, **due).line.startswith("monthly of 2026-10-31 published again: 6 pages, 0 failed")
    assert publish_due(two.book, **due).line.startswith("nothing due")
    assert dead_links(two.out) == []


def test_old_editions_go_in_every_language(two):
    toml = two.book / "book.toml"
    toml.write_text(toml.read_text("utf-8").replace("# [keep]", "[keep]\neditions_months = 2"), "utf-8")
    two.publish(as_of=pd.Timestamp("2026-07-31"), lang="en", also=["ko"])
    two.publish(as_of=pd.Timestamp("2026-08-31"), lang="en", also=["ko"])
    two.publish(lang="en", also=["ko"], now=now)
    for home in (two.out, two.out / "ko"):
        assert sorted(one.name for one in (home / "monthly").iterdir()) == ["2026-10-31", "latest"]
    assert dead_links(two.out) == []


def test_a_person_is_forgotten_in_every_language(named):
    named.publish(lang="en", also=["ko"], now=now)
    assert "Anna" in "".join(pages(named.out / "ko").values())
    done = forget(named.book, "P-1", outs=[named.out], now=now, **named.options)
    assert (done.left, done.stubbed) == ((), ())
    assert not [address for address, text in pages(named.out).items() if "Anna" in text]
    ours = {page.removeprefix("reports/") for page in done.made if page.startswith("reports/")}
    theirs = {page.removeprefix("ko/") for page in done.made if page.startswith("ko/")}
    assert ours == theirs and len(ours) >= 2
    assert dead_links(named.out) == []
    for lang in ("en", "ko"):
        found = verify("monthly", named.book, AS_OF, lang=lang, out=named.out, **named.options)
        assert set(found.pages.values()) <= {"same", "erased since"}


def test_the_ledger_says_the_language_and_what_it_was_linked_to(two):
    two.publish(lang="en", also=["ko"])
    runs = {run["lang"]: run for run in Ledger(two.book).runs()}
    assert {lang: run["linked"] for lang, run in runs.items()} == {"en": ["ko"], "ko": ["en"]}
    assert runs["ko"]["out"] == str(two.out / "ko")


def test_passage_lies_open_above_a_team_s_pages_in_another_language(two):
    import grp

    group = grp.getgrgid(os.getgid()).gr_name
    toml = two.book / "book.toml"
    toml.write_text(toml.read_text("utf-8") + f'\n[teams]\nSouth = "{group}"\n', "utf-8")
    two.publish(lang="ko")
    for folder in (two.out, two.out / "ko", two.out / "ko" / "monthly"):
        assert folder.stat().st_mode & 0o777 == 0o711, folder
    assert edition.home_of(two.out, "ko").is_dir()
