"""editions.toml: four lines a report, and errors that say which."""

from __future__ import annotations

import pytest

from accountbook.publish import PublishError
from accountbook.publish.due import Rule
from accountbook.publish.editions import notebooks_folder, read_edition, read_listing


def test_notebooks_come_in_their_order(desk, notebook):
    desk.put("later", notebook("1"), order=7)
    desk.put("sooner", notebook("1", unit="company"), unit="company", order=2)
    assert [one.entry.name for one in read_edition(desk.notebooks, "monthly")] == ["sooner", "later"]


def test_a_report_is_called_by_its_first_heading_or_else_by_its_name(desk, notebook):
    desk.put("one", notebook("1"))
    bare = notebook("1")
    del bare.cells[0]
    desk.put("two_words", bare)
    assert [one.title for one in read_edition(desk.notebooks, "monthly")] == ["Tiny plan", "Order days"]
    for cell in [cell for cell in bare.cells if cell.cell_type == "markdown"]:
        bare.cells.remove(cell)
    desk.put("three_words", bare)
    assert read_edition(desk.notebooks, "monthly")[-1].title == "Three words"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            '[[notebook]]\nname = "a"\nedition = "monthly"\nunit = "planet"\norder = 1',
            "notebook 1 unit: input should be",
        ),
        ('[[notebook]]\nname = "a"\nedition = "monthly"\nunit = "team"', "notebook 1 order: field required"),
        (
            '[[notebook]]\nname = "../a"\nedition = "monthly"\nunit = "team"\norder = 1',
            "notebook 1 name: string should",
        ),
        ('[[notebook]]\nname = "a"\nedition = "monthly"\nunit = "team"\norder = 1\nteam = 3', "notebook 1 team: extra"),
        (
            '[[notebook]]\nname = "a"\nedition = "weekly"\nunit = "team"\norder = 1',
            "no edition 'monthly'; .* has weekly",
        ),
        ('[[notebook]]\nname = "a"\nedition = "monthly"\nunit = "team"\norder = 1', "a.ipynb is not there, though"),
        ("[[notebook]\n", "editions.toml: Expected"),
        ('notebook = []\n[edition.monthly]\nevery = "day"\nbusiness_day = 3', "edition monthly every: input should be"),
        ('notebook = []\n[edition.monthly]\nevery = "month"', "edition monthly business_day: field required"),
        ('notebook = []\n[edition.Monthly]\nevery = "month"\nbusiness_day = 3', "edition Monthly.*: string should"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_by_place(desk, lines, told):
    (desk.notebooks / "editions.toml").write_text(lines, encoding="utf-8")
    with pytest.raises(PublishError, match=told):
        read_edition(desk.notebooks, "monthly")


def test_everything_wrong_is_told_at_once(desk, notebook):
    broken = desk.notebooks / "one.ipynb"
    desk.put("one", notebook("1"))
    broken.write_text("no notebook", encoding="utf-8")
    desk.put("two", notebook("1", unit="company"), unit="team")
    with pytest.raises(PublishError) as error:
        read_edition(desk.notebooks, "monthly")
    assert "one.ipynb is not a notebook (NotJSONError)" in str(error.value)
    assert "two.ipynb does not declare team" in str(error.value)


def test_the_project_s_own_notebooks_are_found():
    assert notebooks_folder().name == "notebooks"


def test_the_project_s_own_editions_are_due_as_promised():
    listing = read_listing(notebooks_folder())
    assert listing.edition == {
        "monthly": Rule(every="month", business_day=3),
        "weekly": Rule(every="week", business_day=1),
    }
