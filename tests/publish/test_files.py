"""Files: whole or not there, in their place, for their group only."""

from __future__ import annotations

import errno
import os
import re
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountbook.publish import PublishError, files
from accountbook.publish.files import Access, inside, make_folder, point, put_in_place, slug, take, write

HOSTILE = [
    *("../../x", "a/b", "a\0b", "x" * 500, "CON", "con", "가나다", "{account_id}", "{x.__class__}"),
    *("", ".", "-", "~", "a\nb", "%2e%2e", "A-017"),
]


@given(st.text())
def test_A1_any_text_gives_a_name_that_holds_nothing_of_a_path(text):
    assert re.fullmatch(r"([A-Za-z0-9_-]{1,40}-)?[0-9a-f]{10}", slug(text))


def test_A1_hostile_numbers_stay_inside_and_apart(tmp_path):
    paths = [inside(tmp_path, f"account_plan/{slug(text)}.html") for text in HOSTILE]
    assert len(set(paths)) == len(HOSTILE)
    assert {path.parent for path in paths} == {tmp_path / "account_plan"}
    assert len({path.name.lower() for path in paths}) == len(HOSTILE)  # also where case does not count


def test_A1_a_link_on_the_way_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "monthly").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PublishError, match="not a plain file or folder"):
        inside(tmp_path / "root", "monthly/2026-10-31")
    with pytest.raises(PublishError, match="not a plain file or folder"):
        inside(tmp_path / "root", "../elsewhere/x")


def test_F11_a_full_disk_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    write(path, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write(path, b"new" * 1000)
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["page.html"]


def test_A13_folders_above_are_for_their_maker_only_whatever_the_umask(tmp_path):
    before = os.umask(0o022)
    try:
        made = make_folder(tmp_path / "a" / "b" / "c", 0o711)
    finally:
        os.umask(before)
    assert [stat.S_IMODE(one.stat().st_mode) for one in (made.parents[1], made.parent, made)] == [0o700, 0o700, 0o711]


def test_A13_a_group_that_we_are_not_in_is_told_before_anything_runs(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    monkeypatch.setattr(os, "getegid", lambda: 54321)
    monkeypatch.setattr(os, "getgroups", list)
    with pytest.raises(PublishError, match="names the group 'daemon', and only its members can give files to it"):
        Access.of("daemon")


def test_A13_a_file_is_for_its_writer_only(tmp_path):
    path = tmp_path / "page.html"
    assert write(path, b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("exchange", [True, False])
def test_a_folder_changes_places_with_the_one_that_stands_there(tmp_path, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr(files, "_exchange", lambda *_: False)
    new, place = tmp_path / "new", tmp_path / "place"
    for folder, text in ((new, "new"), (place, "old")):
        folder.mkdir()
        (folder / "index.html").write_text(text, encoding="utf-8")
    put_in_place(new, place)
    assert (place / "index.html").read_text(encoding="utf-8") == "new"
    assert (new / "index.html").read_text(encoding="utf-8") == "old"


def test_latest_is_moved_in_one_step_and_only_if_it_is_a_link(tmp_path):
    link = tmp_path / "latest"
    point(link, "2026-09-30")
    point(link, "2026-10-31")
    assert str(link.readlink()) == "2026-10-31"
    (tmp_path / "mine").mkdir()
    with pytest.raises(PublishError, match="not the link"):
        point(tmp_path / "mine", "2026-10-31")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["latest", "mine"]


def test_an_unchanged_page_is_a_second_name_unless_others_may_read_it_now(tmp_path):
    old, new = tmp_path / "old.html", tmp_path / "new.html"
    write(old, b"page", access=Access(os.getegid()))
    take(old, new, access=Access(os.getegid()))
    assert old.samefile(new)
    take(old, new, access=Access())
    assert not old.samefile(new)
    assert new.read_bytes() == b"page"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (old, new)] == [0o640, 0o600]
