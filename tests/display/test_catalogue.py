"""The catalogue is up to date, and nothing in it would break a translation."""

from __future__ import annotations

import io
import re
from pathlib import Path

from babel.messages.pofile import read_po

from accountbook.display.catalogue import extracted, refresh

ROOT = Path(__file__).parents[2]
HOME = ROOT / "lib" / "accountbook" / "display" / "locale"


def _ids(path: Path) -> set:
    return {message.id for message in read_po(io.BytesIO(path.read_bytes())) if message.id}


def test_catalogue_is_up_to_date():
    wanted = {message.id for message in extracted(ROOT) if message.id}
    for path in (HOME / "messages.pot", *HOME.glob("*/LC_MESSAGES/messages.po")):
        missing, stale = wanted - _ids(path), _ids(path) - wanted
        assert not missing and not stale, (
            f"{path.name} lacks {sorted(map(str, missing))[:5]} and has {sorted(map(str, stale))[:5]} too many: "
            "run python -m accountbook.display.catalogue"
        )


def test_extraction_finds_sentences_plurals_and_headings(tmp_path):
    code = tmp_path / "lib" / "accountbook" / "x.py"
    code.parent.mkdir(parents=True)
    code.write_text(
        't("A {b}", b=1)\nself.t.plural("{n} day", "{n} days", 3)\nN_("later")\npage.t.rich("C")\nother("no")\n'
    )
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "x.ipynb").write_text(
        '{"cells": [{"cell_type": "markdown", "source": ["## Purchase rhythm\\n", "Prose."]},'
        ' {"cell_type": "code", "source": ["t(\\"In a cell\\")"]}]}'
    )
    found = {message.id for message in extracted(tmp_path) if message.id}
    assert found == {"A {b}", ("{n} day", "{n} days"), "later", "C", "Purchase rhythm", "In a cell"}


def test_refresh_keeps_translations_and_is_stable(tmp_path):
    code = tmp_path / "lib" / "accountbook" / "x.py"
    po = tmp_path / "lib" / "accountbook" / "display" / "locale" / "ko" / "LC_MESSAGES" / "messages.po"
    po.parent.mkdir(parents=True)
    code.write_text('t("Orders")\nt("People")\n')
    po.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Orders"\nmsgstr "주문"\n', "utf-8"
    )
    assert refresh(tmp_path) == 2
    first = po.read_bytes()
    assert "주문" in first.decode() and 'msgid "People"' in first.decode()
    refresh(tmp_path)
    assert po.read_bytes() == first


def test_every_named_value_is_a_plain_name():
    for message in extracted(ROOT):
        for text in [message.id] if isinstance(message.id, str) else message.id or ():
            assert re.sub(r"\{\w+\}", "", text).count("{") == 0, text
