"""book.toml is made once, read strictly, and belongs to the user."""

from __future__ import annotations

import pytest

from accountbook.book import Book, BookError, Mail


def test_the_first_load_makes_it_and_later_loads_leave_it_alone(load, book_path, order_line):
    load()
    path = book_path / "book.toml"
    text = path.read_text(encoding="utf-8")
    assert "# risk = 0.25   # chance of no order from which an account is at risk" in text
    path.write_text(text.replace("# risk = 0.25", "risk = 0.4") + "[teams]\nSouth = 'sales-south'\n", encoding="utf-8")
    load({"order_lines": [order_line("A", "2026-03-02")]}, company={"name": "Other", "currency": "EUR"})
    found = Book.open(book_path, "2026-10-31").settings
    assert (found.company, found.currency, found.country, found.invented) == (
        "Nova Valves (invented)",
        "EUR",
        "KR",
        True,
    )
    assert (found.thresholds.risk, found.thresholds.risk_jump, found.teams) == (0.4, 0.08, {"South": "sales-south"})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("risk_jmp = 1", r"key thresholds.risk_jmp is unknown \(known: risk, risk_jump"),
        ("risk = 7", "key thresholds.risk: Input should be less than or equal to 1"),
        ("risk = ", "is not TOML: Invalid value"),
        ("[mail]\nhots = 'x'", r"key mail.hots is unknown \(known: host, port, security"),
        ("[mail]\nhost = 'mail.example.com'", "key mail: .*a host without a sender; say which address"),
        ("[mail]\nsender = 'a@b.example\\nBcc: c@d.example'".replace("'", '"'), "key mail.sender: String should match"),
        ("[mail]\nlink_base = 'javascript:alert(1)'", "key mail.link_base: String should match"),
        ("[mail.owners]\nE1 = 'ugo at example'", "key mail.owners.E1: String should match"),
    ],
)
def test_a_wrong_key_or_value_is_named_with_its_file(load, book_path, line, said):
    load()
    with (book_path / "book.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    with pytest.raises(BookError, match=rf"book\.toml.*{said}"):
        Book.open(book_path, "2026-10-31")


def test_mail_is_off_by_default_and_its_commented_lines_are_its_defaults(load, book_path):
    load()
    assert Book.open(book_path, "2026-10-31").settings.mail == Mail()
    path = book_path / "book.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index("# [mail]")
    assert '# host = ""   # mail server; empty: no mail is sent' in text
    lines = [line.removeprefix("# ") for line in text[start:].splitlines()]
    path.write_text(text[:start] + "\n".join(lines), encoding="utf-8")
    assert Book.open(book_path, "2026-10-31").settings.mail == Mail(owners={"E1": "name@example.com"})


def test_a_company_without_name_or_currency_is_refused_before_anything_is_written(load, book_path):
    with pytest.raises(
        BookError, match=r"\[company\] of mapping.toml: key company is missing; key currency: String should"
    ):
        load(company={"currency": "euro"})
    assert not book_path.exists()


def test_I17_amounts_in_another_currency_than_the_books_are_never_shown(load, book_path):
    load()
    with pytest.raises(BookError, match=r"company currency is USD, but .*book.toml says EUR"):
        load(company={"name": "Nova", "currency": "USD"})
    path = book_path / "book.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"EUR"', '"USD"'), encoding="utf-8")
    with pytest.raises(BookError, match=r"says currency USD, but the amounts of load 2026-11-01-\w{8} are in EUR"):
        Book.open(book_path, "2026-10-31")


def test_access_owners_and_teams_are_read_and_a_wrong_key_is_told_with_those_that_there_are(load, book_path):
    load()
    path = book_path / "book.toml"
    text = path.read_text(encoding="utf-8")
    assert "# [access]\n# company = " in text and "# [owners]   # employee number = the team of its accounts" in text
    assert "# least = 5   # accounts in a sum at least, where they may not be named" in text
    found = Book.open(book_path, "2026-10-31").settings
    assert (found.access.company, found.access.name_accounts, found.access.least, found.owners) == ("", None, 5, {})
    more = "[owners]\nE7 = 'South'\n[access]\ncompany = 'office'\nname_accounts = false\n"
    path.write_text(text + more, encoding="utf-8")
    found = Book.open(book_path, "2026-10-31").settings
    assert (found.owners, found.access.company, found.access.name_accounts) == ({"E7": "South"}, "office", False)
    path.write_text(text + "[access]\nleast = 4\nnames = true\n", encoding="utf-8")
    with pytest.raises(BookError, match=r"access\.names is unknown \(known: company, name_accounts, least\)"):
        Book.open(book_path, "2026-10-31")
    with pytest.raises(BookError, match=r"key access\.least: Input should be greater than or equal to 5"):
        Book.open(book_path, "2026-10-31")
