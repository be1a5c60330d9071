"""A page on paper: the same HTML as a PDF, printed by the Chromium that is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from accountbook.publish.failure import NotebookFailure
from accountbook.publish.outcome import PublishError

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge")
"""What the browser may be called; Debian calls it by the first."""
SECONDS = 60
"""Wall clock that one page may take on its way to paper."""
_LINK = re.compile(r'<a href="[^#"][^"]*">')
"""A link to another file: on paper it leads nowhere, and would hold the place where the page was printed."""
_STAMP = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}")


@cache
def browser() -> str:
    """Give the path of the browser that prints.

    Raises
    ------
    PublishError
        If there is none; the message says how to get it.
    """
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise PublishError(
            f"a PDF is printed by Chromium, and none of {', '.join(NAMES)} is installed here; "
            "install it (Debian: apt-get install chromium), or publish without --pdf"
        )
    return found


def printed(page: Path, *, as_of: str) -> bytes:
    """Give a page as a PDF; the same page gives the same bytes.

    Parameters
    ----------
    page : an HTML file that asks nothing of any network, as all of ours.
    as_of : YYYY-MM-DD, which the PDF says it was made on: the time of printing stands in the ledger only.

    Raises
    ------
    PublishError
        If no browser is installed.
    NotebookFailure
        "not printed", if the browser gave no PDF within a minute.
    """
    with TemporaryDirectory(prefix="accountbook-print-") as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(_LINK.sub("<a>", page.read_text(encoding="utf-8")), encoding="utf-8")
        command = [
            browser(), "--headless=new", "--disable-gpu", "--no-first-run", "--disable-extensions",
            "--disable-background-networking", "--no-pdf-header-footer", f"--user-data-dir={folder}/profile",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),  # its sandbox refuses to work for root
            f"--print-to-pdf={target}", source.as_uri(),
        ]  # fmt: skip
        try:
            subprocess.run(
                command,
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env=os.environ | {"HOME": folder, "TZ": "UTC"},
            )
        except subprocess.TimeoutExpired as error:
            raise NotebookFailure("not printed", f"no PDF after {SECONDS} seconds") from error
        content = target.read_bytes() if target.exists() else b""
    if not content.startswith(b"%PDF"):
        raise NotebookFailure("not printed", "the browser gave no PDF")
    # of the same length as before, so that the places named at the file's end stay true
    return _STAMP.sub(rb"\g<1>" + as_of.replace("-", "").encode() + b"000000", content)
