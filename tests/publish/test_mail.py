"""The owners' mail against a real server on this machine: who hears what, once, and what a server that fails costs."""

from __future__ import annotations

import email
import logging
import shutil
import socket
import ssl
import subprocess
from datetime import UTC, datetime
from email.policy import default

import pandas as pd
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from accountbook.book import Ledger
from accountbook.publish import Mailed, mail_owners, publish_due
from accountbook.publish.mail import MOST_TRIES
from accountbook.tables import TABLES

AS_OF = pd.Timestamp("2026-10-31")
NOW = datetime(2026, 11, 4, 6, 0, tzinfo=UTC)
UGO, EVA = "ugo@sales.example", "eva@sales.example"
CHANGES = "[['down', 'Order overdue, 7 days'], ['same', 'Deal now EUR 9.0k']] if account == '007' else []"
RESULTS = f"""results(account_id=account, name='N ' + account, needs_call=account == '007', attention_order=[1],
        changes={CHANGES})"""


class Box:
    """What a mail server was handed, and whom it refuses."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, email.message.EmailMessage]] = []
        self.refused: set[str] = set()
        self.users: list[tuple[bytes, bytes]] = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=default)
        self.mails += [(address, message) for address in envelope.rcpt_tos]
        return "250 OK"

    def authenticate(self, server, session, envelope, mechanism, data):
        self.users.append((data.login, data.password))
        return AuthResult(success=data.password == b"canary-secret", handled=False)

    def to(self, address: str) -> email.message.EmailMessage:
        [message] = [message for one, message in self.mails if one == address]
        return message


@pytest.fixture
def box():
    """A mail server that takes everything."""
    yield from _serve(Box())


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _serve(box: Box, **options):
    box.port = free_port()
    box.controller = Controller(box, hostname="127.0.0.1", port=box.port, **options)
    box.controller.start()
    try:
        yield box
    finally:
        box.controller.stop()


@pytest.fixture
def told(desk, notebook):
    """A desk whose monthly edition is out, and whose plans recorded what changed."""
    desk.put("account_plan", notebook("block('well')", results=RESULTS))
    desk.publish(now=lambda: NOW)
    return desk


def settings(desk, port: int, **changed: object) -> None:
    """Write [mail] into book.toml."""
    path = desk.book / "book.toml"
    values = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "plans@nova.example", **changed}
    owners = values.pop("owners", {"E1": UGO, "E2": EVA})
    text = path.read_text(encoding="utf-8").partition("\n[mail]")[0]
    lines = [f"{name} = {value!r}" for name, value in values.items()]
    people = [f"{name!r} = {value!r}" for name, value in owners.items()]
    path.write_text("\n".join([text, "[mail]", *lines, "[mail.owners]", *people, ""]), encoding="utf-8")


def send(desk, *, now: datetime = NOW, as_of: pd.Timestamp = AS_OF, **environment: str) -> Mailed:
    return mail_owners(
        desk.book, "monthly", as_of, out=desk.out, notebooks=desk.notebooks, now=now, environment=environment
    )


def attempts(desk) -> list[tuple[str, str]]:
    """The ledger's lines about mails."""
    lines = [line for run in desk.runs() for line in Ledger(desk.book).run(run["run_id"])]
    return [(line["mail"], line["error"]) for line in lines if "mail" in line]


def test_without_a_host_nobody_is_mailed(told, box):
    assert send(told) == Mailed()
    assert (box.mails, attempts(told)) == ([], [])


def test_each_owner_hears_of_the_own_accounts_once(told, box):
    settings(told, box.port, link_base="https://reports.example.com/")
    assert send(told) == Mailed(sent=2)
    assert sorted(address for address, _ in box.mails) == [EVA, UGO]
    mail = box.to(UGO)
    assert (mail["Subject"], mail["From"], mail["To"]) == (
        "Monthly edition, 31 Oct 2026: 1 of 1 account needs a call", "plans@nova.example", UGO,
    )  # fmt: skip
    assert (mail["Date"].datetime, mail["Auto-Submitted"]) == (NOW, "auto-generated")
    place = "https://reports.example.com/monthly/2026-10-31/"
    plan, team = told.plan("007"), told.plan("007").partition("/")[0]
    text = mail.get_body(["plain"]).get_content()
    assert text.splitlines()[3:] == [
        "Worth a call first",
        "",
        "- N 007",
        "    ▼ Order overdue, 7 days",
        "    Deal now EUR 9.0k",
        f"    {place}{plan}",
        "",
        "All of it:",
        f"- South: {place}{team}/index.html",
    ]
    assert f'<a href="{place}{plan}">N 007</a>' in mail.get_body(["html"]).get_content()
    assert box.to(EVA)["Subject"] == "Monthly edition, 31 Oct 2026: 0 of 1 account needs a call"
    for word in ("007", "A/17", "Ugo"):
        assert word not in box.to(EVA).as_string()
    assert send(told) == Mailed()
    told.publish(now=lambda: NOW)
    assert send(told) == Mailed()
    assert len(box.mails) == 2
    assert attempts(told) == [("E1", ""), ("E2", "")]


def test_without_a_link_base_the_mail_says_where_the_index_lies(told, box):
    settings(told, box.port, owners={"E1": UGO})
    assert send(told) == Mailed(sent=1, without=1)
    text = box.to(UGO).get_body(["plain"]).get_content()
    assert text.splitlines()[-1] == f"- South: monthly/2026-10-31/{told.plan('007').partition('/')[0]}/index.html"
    assert "http" not in text


def test_an_owner_without_an_account_in_the_edition_gets_no_mail_and_is_settled(told, box):
    settings(told, box.port, owners={"E1": UGO, "E9": "nobody@sales.example"})
    assert send(told).sent == 1
    assert [address for address, _ in box.mails] == [UGO]
    assert sorted(attempts(told)) == [("E1", ""), ("E9", "nothing to tell")]
    assert send(told) == Mailed()


def test_a_server_that_is_not_there_never_fails_the_edition_and_the_next_call_sends(told, box, inline, caplog):
    path = told.notebooks / "editions.toml"
    path.write_text('[edition.monthly]\nevery = "month"\nbusiness_day = 3\n' + path.read_text(), encoding="utf-8")
    settings(told, free_port())

    def call():
        return publish_due(told.book, out=told.out, notebooks=told.notebooks, executor=inline, now=lambda: NOW)

    with caplog.at_level(logging.DEBUG):
        done = call()
    assert done.line == "nothing due; mail: 2 not sent (ConnectionRefusedError); next: monthly on 2026-12-03"
    assert done.exit_code == 0
    settings(told, box.port)
    assert call().line == "nothing due; mail: 2 sent; next: monthly on 2026-12-03"
    assert call().line == "nothing due; next: monthly on 2026-12-03"
    assert sorted(attempts(told)) == [
        ("E1", ""), ("E1", "ConnectionRefusedError"), ("E2", ""), ("E2", "ConnectionRefusedError"),
    ]  # fmt: skip
    for path in [*(told.book / "ledger").rglob("*.jsonl"), *told.out.rglob("*.jsonl")]:
        assert "sales.example" not in path.read_text(encoding="utf-8")
    assert "sales.example" not in caplog.text


def test_a_refused_recipient_costs_the_others_nothing_and_is_not_tried_for_ever(told, box):
    settings(told, box.port)
    box.refused = {UGO}
    assert send(told) == Mailed(sent=1, errors=("SMTPRecipientsRefused",))
    for _ in range(MOST_TRIES - 1):
        assert send(told) == Mailed(errors=("SMTPRecipientsRefused",))
    assert send(told) == Mailed()
    assert [address for address, _ in box.mails] == [EVA]
    assert len(attempts(told)) == MOST_TRIES + 1


def test_a_mail_tried_again_carries_the_same_id(told, box):
    settings(told, box.port)
    send(told)
    first = box.to(UGO)["Message-ID"]
    shutil.rmtree(told.book / "ledger" / "runs")
    told.publish(now=lambda: NOW)
    send(told)
    assert [mail["Message-ID"] for to, mail in box.mails if to == UGO] == [first, first]
    assert first.endswith("@nova.example>")


def test_news_is_whole_the_newest_and_not_old(told, box):
    settings(told, box.port)
    assert send(told, now=datetime(2026, 12, 16, tzinfo=UTC)) == Mailed()  # 46 days
    told.publish(as_of=pd.Timestamp("2026-11-15"), accounts=["007"], now=lambda: NOW)
    assert send(told) == Mailed()  # not the newest any more
    assert send(told, as_of=pd.Timestamp("2026-11-15")) == Mailed()  # for one account only
    assert send(told, as_of=pd.Timestamp("2026-09-30")) == Mailed()  # not out
    assert box.mails == []


def test_what_failed_is_told_with_its_reason(desk, notebook, box):
    desk.put("account_plan", notebook("1 / 0", results=RESULTS))
    desk.publish()
    settings(desk, box.port, owners={"E1": UGO}, link_base="file://server/reports")
    assert send(desk).sent == 1
    lines = box.to(UGO).get_body(["plain"]).get_content().splitlines()
    at = lines.index("Could not be made this time")
    assert lines[at + 2 : at + 5] == [
        "- Prima <b>S.r.l.</b>",
        "    × A calculation stopped with an error.",
        f"    file://server/reports/monthly/2026-10-31/{desk.plan('007')}",
    ]


def test_A2_hostile_names_stay_text_and_no_header(desk, notebook, make_book, tmp_path, box):
    name = "x\r\nBcc: all@evil.example\r\n\r\n<script>alert(1)</script>{{7*7}}"
    rows = [{"account_id": "007", "name": "Prima", "team": "South\r\nCc: x@evil.example", "owner_id": "E1"}]
    desk.book = make_book(tmp_path / "hostile", accounts=TABLES["accounts"].frame(rows))
    results = f"results(account_id=account, name={name!r}, needs_call=True, changes=[['up', {name!r}]])"
    desk.put("account_plan", notebook("block('well')", results=results))
    desk.publish()
    settings(desk, box.port, owners={"E1": UGO})
    assert send(desk).sent == 1
    [(to, mail)] = box.mails
    assert to == UGO
    assert (mail["Bcc"], mail["Cc"], mail.defects) == (None, None, [])
    text, html = (mail.get_body([kind]).get_content() for kind in ("plain", "html"))
    said = "x Bcc: all@evil.example <script>alert(1)</script>{{7*7}}"
    assert f"\n- {said}\n    ▲ {said}\n" in text.replace("\r\n", "\n")
    assert "<script" not in html and "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in html


# lines that are safe


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A self-made certificate of 127.0.0.1: (certificate, key)."""
    if shutil.which("openssl") is None:
        pytest.skip("SKIPPED LOUDLY: openssl is not installed, so no certificate can be made for STARTTLS")
    folder = tmp_path_factory.mktemp("certificate")
    paths = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-out", paths[0], "-keyout", paths[1]],
        check=True, capture_output=True,
    )  # fmt: skip
    return paths


@pytest.fixture
def safe_box(certificate):
    """A mail server that takes mail only over STARTTLS and from who is known."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    box = Box()
    yield from _serve(
        box, tls_context=context, require_starttls=True, authenticator=box.authenticate, auth_required=True
    )


SECRETS = {"ACCOUNTBOOK_MAIL_USER": "canary-user", "ACCOUNTBOOK_MAIL_PASSWORD": "canary-secret"}


def test_A11_starttls_and_a_login_whose_secret_stands_in_the_environment_only(
    told, safe_box, certificate, monkeypatch, caplog
):
    settings(told, safe_box.port, security="starttls")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with caplog.at_level(logging.DEBUG, logger="accountbook"):
        assert send(told, **SECRETS | {"ACCOUNTBOOK_MAIL_PASSWORD": "wrong"}).errors == ("SMTPAuthenticationError",) * 2
        assert send(told, **SECRETS) == Mailed(sent=2)
    assert set(safe_box.users) == {(b"canary-user", b"wrong"), (b"canary-user", b"canary-secret")}
    kept = b"".join(path.read_bytes() for path in [*told.book.rglob("*"), *told.out.rglob("*")] if path.is_file())
    assert b"canary" not in kept
    assert "canary" not in caplog.text


def test_a_certificate_that_nobody_vouches_for_is_refused(told, safe_box):
    settings(told, safe_box.port, security="starttls")
    assert send(told, **SECRETS) == Mailed(errors=("SSLCertVerificationError",) * 2)
    assert safe_box.users == []


def test_a_server_without_starttls_gets_nothing_rather_than_a_plain_line(told, box):
    settings(told, box.port, security="starttls")
    assert send(told) == Mailed(errors=("SMTPNotSupportedError",) * 2)
    settings(told, box.port, security="none")
    assert send(told, **SECRETS) == Mailed(sent=2)  # and over a plain line nobody logs in
    assert box.users == []


def test_tls_from_the_start(told, certificate, monkeypatch):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    for box in _serve(Box(), ssl_context=context):
        settings(told, box.port, security="tls")
        assert send(told) == Mailed(sent=2)
        assert len(box.mails) == 2
