"""Which encoding a text file is in: decided strictly, never guessed, nothing replaced."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from accountbook.ingest.errors import FileFault

BLOCK = 1 << 20
MAX_TEXT_BYTES = 8 << 30
AGAIN = "Export or copy it again."


@contextmanager
def opened(path: Path, name: str) -> Iterator[IO[bytes]]:
    """The bytes of a text file, unpacked where it is gzip.

    Raises
    ------
    FileFault
        If the packed file is cut off or damaged.
    """
    try:
        with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as file:
            yield file
    except EOFError:
        raise FileFault(f"{name}: the gzip file is cut off: it ends before its end mark. {AGAIN}") from None
    except (gzip.BadGzipFile, zlib.error):
        raise FileFault(f"{name}: the gzip file is damaged, or is none. {AGAIN}") from None


def encoding_of(path: Path, *, declared: str, name: str) -> str:
    """The codec that reads the whole file strictly.

    Parameters
    ----------
    declared : ``"auto"`` (utf-8 with or without BOM, utf-16 with BOM, cp949, in this order) or a codec.
    name : how messages call the file.

    Returns
    -------
    str
        ``utf-8``, ``utf-8-sig`` (with BOM), ``utf-16``, ``cp949`` or the declared codec.

    Raises
    ------
    FileFault
        If none reads it, if it is cut off in the middle of a character, or if it is empty.

    Notes
    -----
    cp949 accepts much that is not Korean, e.g. cp1252's "Äp". Text in which most letters lie in cp949's
    extension and stand before small Latin ones is therefore refused; declaring the encoding settles it.
    """
    with opened(path, name) as file:
        head = file.read(4)
    if not head:
        raise FileFault(f"{name}: the file is empty (0 bytes). {AGAIN}")
    if declared == "auto":
        bom16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        candidates = ["utf-16"] if bom16 else ["utf-8-sig", "cp949"]
    elif declared == "utf-16" and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FileFault(f"{name}: utf-16 without its byte order mark; declare utf-16-le or utf-16-be.")
    else:
        candidates = ["utf-8-sig" if declared == "utf-8" else declared]
    faults = [_fault(path, codec, name) for codec in candidates]
    for codec, fault in zip(candidates, faults, strict=True):
        if not fault:
            if codec == "cp949" and declared == "auto" and _reads_western(path, name):
                break
            return "utf-8" if codec == "utf-8-sig" and not head.startswith(codecs.BOM_UTF8) else codec
        if "cut off" in fault and (declared == "auto" or not _others(path, name, declared, head)):
            raise FileFault(f"{name}: {fault}. {AGAIN}")
    tried = "; ".join(fault for fault in faults if fault)
    if declared == "auto":
        raise FileFault(
            f"{name}: its encoding is none of {', '.join(candidates)} ({tried}). Declare `encoding` in mapping.toml."
        )
    if others := _others(path, name, declared, head):
        raise FileFault(
            f"{name}: is not in {declared} as mapping.toml declares ({tried}); it reads as {others[0]}: set encoding = "
            f'"{others[0]}".'
        )
    raise FileFault(
        f"{name}: is not in {declared} as mapping.toml declares ({tried}), nor in any encoding that is recognised. "
        "Ask its exporter which one it is, or export it again as utf-8."
    )


def _others(path: Path, name: str, declared: str, head: bytes) -> list[str]:
    """The encodings among those that "auto" knows, but for the declared one, that read the whole file."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = {"utf-16": "utf-16"}
    else:
        candidates = {"utf-8": "utf-8-sig", "cp949": "cp949"}
    found = [said for said, codec in candidates.items() if said != declared and not _fault(path, codec, name)]
    return [said for said in found if said != "cp949" or not _reads_western(path, name)]


def _fault(path: Path, codec: str, name: str) -> str:
    """Why the codec does not read the file; empty if it does."""
    decoder = codecs.getincrementaldecoder(codec)(errors="strict")
    done, wide = 0, False
    with opened(path, name) as file:
        while block := file.read(BLOCK):
            try:
                text = decoder.decode(block)
            except UnicodeDecodeError as error:
                return f"{codec}: byte {done + error.start + 1} does not fit"
            if "\0" in text:
                return f"{codec}: holds NUL characters, as utf-16 without a byte order mark does"
            wide = wide or not text.isascii()
            done += len(block)
            if done > MAX_TEXT_BYTES:
                raise FileFault(f"{name}: unpacks to more than {MAX_TEXT_BYTES >> 30} GB; split the export.")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        # a codec that read characters of several bytes till here is the right one: the file ends too early
        return (
            f"cut off: it ends in the middle of a character ({codec})"
            if wide
            else f"{codec}: the last byte does not fit"
        )
    return ""


def _reads_western(path: Path, name: str) -> bool:
    with opened(path, name) as file:
        return looks_western(file.read(BLOCK))


def looks_western(data: bytes) -> bool:
    """Whether text that cp949 can read is more likely of a western encoding; see the notes of `encoding_of`.

    Examples
    --------
    >>> looks_western("Äpfel, Ähren".encode("cp1252")), looks_western("똠방각하".encode("cp949"))
    (True, False)
    """
    try:
        text = codecs.getincrementaldecoder("cp949")(errors="strict").decode(data)
    except UnicodeDecodeError:
        return False  # whoever reads it says so
    wide = re.findall(r"[^\x00-\x7f]", text)
    extended = [c for c in wide if not _in_ks_x_1001(c)]
    before_small = re.search(rf"[{re.escape(''.join(set(extended)))}][a-z]", text) if extended else None
    return bool(before_small) and len(extended) > len(wide) / 2


def _in_ks_x_1001(character: str) -> bool:
    try:
        # the codec spells what the standard lacks out in eight bytes
        return len(character.encode("euc_kr")) == 2
    except UnicodeEncodeError:
        return False
