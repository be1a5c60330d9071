"""docs/mapping.md names every setting that mapping.toml may have, and none that it may not."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from accountbook.ingest.lookups import Lookup
from accountbook.ingest.mapping import Mapping, TableMapping
from accountbook.ingest.sections import Company, Derive, Gate, Kinds

DOCS = Path(__file__).parents[2] / "docs" / "mapping.md"
MODELS = (Mapping, TableMapping, Lookup, Company, Gate, Kinds, Derive)


def test_every_setting_is_documented():
    text = DOCS.read_text(encoding="utf-8")
    missing = [name for model in MODELS for name in model.model_fields if not re.search(rf"\b{name}\b", text)]
    assert missing == ["invented"]  # what marks the made-up company is not for users


def test_the_tables_of_settings_name_only_what_there_is():
    known = {name for model in MODELS for name in model.model_fields}
    rows = re.findall(r"^\| (`[^|]+) \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    named = [word for row in rows for word in re.findall(r"`\[?(?:tables\.order_lines\.|….)?(\w+)", row)]
    assert len(named) > 25 and set(named) <= known


def test_the_examples_are_a_mapping():
    blocks = re.findall(r"(?:^    .*\n|^\n)+", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    text = "\n".join(re.sub("^    ", "", block, flags=re.MULTILINE) for block in blocks)
    first, second = text.split("[tables.order_lines.lookup.Buyer]")
    head, lookup = first.split("[tables.order_lines.lookup.account_id]")
    head = head.replace('"..."', f'"{"0" * 64}"')
    one = tomllib.loads(head + "[tables.order_lines.lookup.account_id]" + lookup)
    other = tomllib.loads(head + "[tables.order_lines.lookup.Buyer]" + second)
    files = [
        Mapping.model_validate(content).tables["order_lines"].lookup["account_id"].file for content in (one, other)
    ]
    assert files == ["VBAK.txt", "accounts.xlsx"]
