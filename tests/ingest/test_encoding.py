"""Encodings: strictly, in a fixed order, nothing replaced."""

import pytest

from accountbook.ingest.encoding import encoding_of
from accountbook.ingest.errors import FileFault

TEXT = "거래처,이름\n1,똠방각하 펲시\n"


def of(tmp_path, data: bytes, declared: str = "auto") -> str:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    return encoding_of(path, declared=declared, name="a.csv")


@pytest.mark.parametrize(
    ("codec", "found"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp949", "cp949")]
)
def test_I5_extended_hangul_in_every_encoding(tmp_path, codec, found):
    assert of(tmp_path, TEXT.encode(codec)) == found


def test_I5_western_text_is_not_taken_for_korean(tmp_path):
    data = "Äpfel und Ärzte\n".encode("cp1252")
    with pytest.raises(FileFault, match="Declare `encoding`"):
        of(tmp_path, data)
    assert of(tmp_path, data, "cp1252") == "cp1252"


def test_I5_bytes_that_fit_nothing_stop(tmp_path):
    with pytest.raises(FileFault, match="byte 2 does not fit"):
        of(tmp_path, b"a\xff\xff\n")


def test_I5_what_is_declared_is_held_to(tmp_path):
    with pytest.raises(FileFault, match='it reads as cp949: set encoding = "cp949"'):
        of(tmp_path, TEXT.encode("cp949"), "utf-8")
    # the codec may already have read characters when it fails
    with pytest.raises(FileFault, match=r'not in cp949.*it reads as utf-8: set encoding = "utf-8"'):
        of(tmp_path, TEXT.encode(), "cp949")
    with pytest.raises(FileFault, match='it reads as utf-16: set encoding = "utf-16"'):
        of(tmp_path, TEXT.encode("utf-16"), "utf-8")
    with pytest.raises(FileFault, match=r"not in utf-8 as mapping\.toml declares .*nor in any"):
        of(tmp_path, b"a\xff\xff\n", "utf-8")
    with pytest.raises(FileFault, match="cut off: it ends in the middle of a character"):
        of(tmp_path, (TEXT + "가").encode()[:-1], "utf-8")
    with pytest.raises(FileFault, match="byte order mark"):
        of(tmp_path, TEXT.encode("utf-16-le"), "utf-16")


def test_I2_a_text_that_ends_within_a_character_is_cut_off(tmp_path):
    with pytest.raises(FileFault, match="cut off: it ends in the middle of a character"):
        of(tmp_path, (TEXT + "가").encode()[:-1])


def test_utf16_without_its_mark_is_not_read_as_utf8(tmp_path):
    with pytest.raises(FileFault, match="NUL"):
        of(tmp_path, "a,b\n1,2\n".encode("utf-16-le"))


def test_I1_an_empty_file_is_said_to_be_one(tmp_path):
    with pytest.raises(FileFault, match="0 bytes"):
        of(tmp_path, b"")
