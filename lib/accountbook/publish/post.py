"""The post: letters made into mails, and mails handed to a server, over a line as safe as book.toml asks for."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from accountbook.book import Mail
from accountbook.display import Letter

SECONDS = 30.0
"""Patience with a mail server, for one of its answers."""


def mail_of(letter: Letter, mail: Mail, owner: str, *, now: datetime, name: str) -> EmailMessage:
    """Make the mail that carries a letter; its header fields can hold no line break.

    Parameters
    ----------
    letter : what it says, plain and as HTML.
    mail, owner : settings of the book, and to whom of its owners.
    now : the mail's date.
    name : makes its id, so that a mail sent twice is known for the same.
    """
    sender = mail.sender
    message = EmailMessage(policy=SMTP)
    message["Subject"] = letter.subject
    message["From"] = sender
    message["To"] = mail.owners[owner]
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{hashlib.sha256(name.encode()).hexdigest()[:32]}@{sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def send(letters: Mapping[str, EmailMessage], mail: Mail, environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Send mails over one connection.

    Parameters
    ----------
    letters : by owner.
    mail : settings of the book.
    environment : holds the user and password, by the names that `mail` gives.

    Yields
    ------
    tuple of str
        The owner, and how it ended: empty if the server took the mail, else the class of the error.
    """
    left = dict(letters)
    if not left:
        return
    try:
        with _connected(mail, environment) as server:
            for owner, message in letters.items():
                try:
                    server.send_message(message)
                    error = ""
                except smtplib.SMTPServerDisconnected:
                    raise
                except smtplib.SMTPException as refused:
                    error = type(refused).__name__
                del left[owner]
                yield owner, error
    except (smtplib.SMTPException, OSError, UnicodeError) as lost:  # a password of other letters than ASCII's
        for owner in left:
            yield owner, type(lost).__name__


@contextmanager
def _connected(mail: Mail, environment: Mapping[str, str]) -> Iterator[smtplib.SMTP]:
    """A server that we are known to, over a line that is as safe as book.toml asks for, or an error."""
    name = mail.sender.partition("@")[2]
    if mail.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            mail.host, mail.port, local_hostname=name, timeout=SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(mail.host, mail.port, local_hostname=name, timeout=SECONDS)
    with server:
        if mail.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        user = environment.get(mail.user_variable, "")
        if user and mail.security != "none":
            server.login(user, environment.get(mail.password_variable, ""))
        yield server
