"""What a user, or somebody who wrote a file for one, can say to the commands: each is told what is wrong, or obeyed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from accountbook.cli import app

HOSTILE = [
    "../../x",
    "a/b",
    "'; 1/0 #",
    "{account_id.__class__}",
    "<script>window.PWN=1</script>",
    "x" * 300,
    "",
    "nan",
]


def refused(shown, *words: str) -> bool:
    """Whether a command ended as for bad input, with one message that names something."""
    said = " ".join(shown.output.split())
    return shown.exit_code == 2 and "Traceback" not in said and len(said) < 2000 and all(word in said for word in words)


def nothing_is_published(desk) -> bool:
    """Whether readers find what they found before, nothing, and nothing lies where it should not."""
    there = sorted(path.name for path in desk.out.parent.iterdir())
    return not (desk.out / "monthly").exists() and set(there) <= {"book", "notebooks", "reports"}


@pytest.mark.parametrize("instead", ["acount", "Account"])
def test_finding_3_a_misspelt_parameter_stops_before_the_run(desk, notebook, publish, instead):
    misspelt = notebook(f"open({str(desk.out.parent / 'ran')!r}, 'w')")
    misspelt.cells[1].source = misspelt.cells[1].source.replace("account:", f"{instead}:")
    desk.put("account_plan", misspelt)
    said = "declares acount, which nobody passes" if instead == "acount" else "whose name is not a plain word"
    assert refused(publish("--account", "007"), "account_plan.ipynb", said)
    assert nothing_is_published(desk)
    assert desk.runs() == []


def test_A1_A5_hostile_words_at_the_command_are_refused_in_one_message(plans, publish):
    options = [(option, word) for option in ("--account", "--team", "--lang") for word in HOSTILE]
    assert [one for one in options if not refused(publish(*one))] == []
    assert nothing_is_published(plans)
    rest = ["--book", str(plans.book), "--as-of", "2026-10-31", "--out", str(plans.out)]
    editions = [*HOSTILE, "monthly/../x", ".accountbook"]
    shown = {name: CliRunner().invoke(app, ["publish", name, *rest]) for name in editions}
    assert [name for name, one in shown.items() if not refused(one, "there is no edition")] == []
    days = ["9999-12-31", "0001-01-01", "2026-13-01", "1e5", "NaT", "now", "2026-10-31T00:00"]
    rest[2:4] = []
    shown = {day: CliRunner().invoke(app, ["publish", "monthly", *rest, "--as-of", day]) for day in days}
    assert [day for day, one in shown.items() if not refused(one, "YYYY-MM-DD")] == []
    assert nothing_is_published(plans)


def test_bytes_that_are_no_text_are_refused_too(plans):
    words = ["publish", "monthly", "--book", str(plans.book), "--as-of", "2026-10-31", "--out", str(plans.out)]
    run = [
        sys.executable,
        "-c",
        "from accountbook.cli import app; app()",
        *words,
        "--account",
        b"half \xff\xed\xa0\x80",
    ]
    ended = subprocess.run(run, capture_output=True, text=True, errors="replace")
    assert ended.returncode == 2, ended.stderr
    assert "holds half a character" in ended.stderr and "fault of ours" not in ended.stderr
    assert nothing_is_published(plans)


BOOK = {
    "company": ['"two\\nlines"', '"turned \\u202e round"', '""', "7"],
    "currency": ['"eur"', '"../x"'],
    "country": ['"XXX"', '"<b>"'],
    "locale": ['"../../x"', '"en\\u0000"', '"<b>"'],
    "fiscal_year_end_month": ["13", "nan", '"one"'],
    "teams": ['{"South" = "no such group"}', '{"South" = "../x"}', '{"South" = "a\\nb"}', '{"South" = 7}', '"South"'],
    "thresholds": ["{risk = nan}", "{risk = inf}", "{stall_days = 99999999999999999999}", "{risky = 0.1}"],
    "editions": ["1"],
}
"""Values of book.toml that cannot be meant."""


def test_what_book_toml_cannot_mean_is_named_by_its_key(plans, publish):
    path = plans.book / "book.toml"
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line[:1] not in ("#", "[", "")]
    wrong = []
    for key, value in [(name, value) for name, values in BOOK.items() for value in values]:
        path.write_text("\n".join([f"{key} = {value}", *(line for line in lines if not line.startswith(f"{key} "))]))
        named = "names the group" if value.startswith('{"South" = "') else key
        if not refused(publish(), "book.toml", named):
            wrong.append((key, value))
    assert wrong == []
    assert nothing_is_published(plans)


def test_A1_teams_may_be_called_anything_in_book_toml(plans, publish):
    path = plans.book / "book.toml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("[")]
    path.write_text(
        "\n".join([*lines, "[teams]", '"../../x" = ""', '"a/b\\nc" = ""', '"South" = ""']), encoding="utf-8"
    )
    shown = publish("--account", "007")
    assert shown.exit_code == 0, shown.output
    assert sorted(one.name for one in plans.out.parent.iterdir()) == ["book", "notebooks", "reports"]


MAPPING = {
    'files = ["accounts.csv"]': [
        'files = ["../accounts.csv"]', 'files = ["/etc/passwd"]', 'files = ["a\\u0000.csv"]', "files = []",
        'files = [""]', 'files = ["."]',
    ],
    'name = "Test works (invented)"': ['name = "two\\nlines"', 'name = "turned \\u202e round"', 'name = ""'],
    'currency = "EUR"\ncountry': ['currency = "EUR\\n"\ncountry', 'currency = "../"\ncountry'],
    "exported_on = 2026-11-01": ["exported_on = 9999-12-31", "exported_on = 0001-01-01", 'exported_on = "today"'],
    'duplicates = "merge"': ['delimiter = "\\u0000"', 'decimal = "\\n"', 'encoding = "rot13"', 'date_formats = ["%"]'],
    "[tables.order_lines]": ['[tables."../x"]', '[tables."order_lines\\n"]'],
}  # fmt: skip
"""Lines of mapping.toml, and what cannot be meant instead."""


def test_what_mapping_toml_cannot_mean_stops_the_load(source, tmp_path):
    path = source / "mapping.toml"
    text = path.read_text(encoding="utf-8")
    wrong = []
    for line, instead in [(old, one) for old, others in MAPPING.items() for one in others]:
        assert line in text
        path.write_text(text.replace(line, instead, 1), encoding="utf-8")
        if not refused(CliRunner().invoke(app, ["load", str(source), "--book", str(tmp_path / "book")])):
            wrong.append((line, instead))
    assert wrong == []
    assert not (tmp_path / "book").exists()


EDITIONS = [
    'name = "../account_plan"', 'name = "account_plan\\n"', "name = 7", 'edition = "../monthly"',
    'edition = "monthly\\n"', "order = -1", "order = 1e99", 'order = "1"', 'unit = "../account"',
]  # fmt: skip


def test_what_editions_toml_cannot_mean_is_named_by_its_line(plans, publish):
    path = plans.notebooks / "editions.toml"
    text, wrong = path.read_text(encoding="utf-8"), []
    for line in EDITIONS:
        key = line.split(" ")[0]
        kept = [one for one in text.splitlines() if not one.startswith(f"{key} ")]
        path.write_text("\n".join([*kept, line]), encoding="utf-8")
        if not refused(publish(), f"notebook 1 {key}:"):
            wrong.append(line)
    assert wrong == []
    assert nothing_is_published(plans)
