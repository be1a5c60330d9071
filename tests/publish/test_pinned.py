"""What is loaded or edited while an edition is made does not move it."""

from __future__ import annotations

import json

from accountbook.book import Book
from accountbook.publish.pinned import pin


def test_a_pinned_book_opens_its_load_and_settings_whatever_becomes_current(plans, make_book, tmp_path):
    load_id = Book.open(plans.book, "2026-10-31").load_id
    pinned = pin(plans.book, load_id, tmp_path / "pinned")
    make_book(plans.book, exported_on="2026-11-05")
    toml = plans.book / "book.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("Tiny works", "Other works"), encoding="utf-8")
    assert Book.open(plans.book, "2026-10-31").load_id != load_id
    book = Book.open(pinned, "2026-10-31")
    assert (book.load_id, book.settings.company) == (load_id, "Tiny works (invented)")


def test_F15_a_load_that_lands_meanwhile_changes_nothing(desk, notebook, make_book, tmp_path):
    # the first of the company's notebooks brings a new load into the book; the second and the plans say what they read
    spare = make_book(tmp_path / "spare", exported_on="2026-11-05")
    new = json.loads((spare / "loads" / (spare / "current").read_text().strip() / "load.json").read_text())["load_id"]
    land = (
        "import shutil, pathlib\n"
        f"shutil.copytree({str(spare / 'loads' / new)!r}, {str(desk.book / 'loads' / new)!r})\n"
        f"pathlib.Path({str(desk.book / 'current')!r}).write_text({new!r})\n"
        "block('landed')"
    )
    tell = "block(f'rests on {here.load_id}')"
    desk.put("first", notebook(land, unit="company"), unit="company", order=1)
    desk.put("second", notebook(tell, unit="company"), unit="company", order=2)
    desk.put("account_plan", notebook(tell))
    old = Book.open(desk.book, "2026-10-31").load_id
    assert desk.publish().failed == 0
    told = [
        page.decode().partition("rests on ")[2].split("<")[0] for name, page in desk.pages().items() if "plan" in name
    ]
    second = desk.pages()["second/second.html"].decode().partition("rests on ")[2].split("<")[0]
    assert {*told, second} == {old} != {new}
    assert Book.open(desk.book, "2026-10-31").load_id == new
