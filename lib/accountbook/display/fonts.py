"""Type inside the page: Source Sans 3 and, where there is Hangul, Noto Sans KR, cut to the characters shown.

Both are variable fonts under the SIL Open Font License. Cutting first and fixing the weight afterwards takes
milliseconds where the other way round takes seconds. The characters of Latin text are cut once per process and
shared by all pages; only what a page has besides (Greek, Cyrillic, Vietnamese, Hangul) is cut for it. Hangul is cut
from a part of its font that is itself cut once per process: the syllables in common use (KS X 1001), a fifteenth of
the whole, which a page's few need a fifteenth of the time to be found in. A page in Korean has nearly all syllables
of the catalogue: these are cut once per process too, and only those of its names besides. The rules name the family
"Page Sans": the licence reserves the name of the original for the unchanged font.
"""

from __future__ import annotations

import base64
import io
import unicodedata
from functools import lru_cache
from importlib.resources import as_file, files

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from accountbook.display.catalogue import messages

__all__ = ["advance", "cuts_of_base", "page_fonts", "take_cuts_of_base"]

LATIN = ("fontpkg_source_sans_3", "files/SourceSans3[wght].ttf")
HANGUL = ("justmytype_intl_cjk", "fonts/ofl/notosanskr/NotoSansKR[wght].ttf")
BASE = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180)))) | frozenset("–—‘’“”•…−×±≤≥←→↑↓▲▼▶●◆◇■□✓€£₩")
COMMON = frozenset(bytes([row, cell]).decode("euc-kr") for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF))
"""The 2,350 syllables of KS X 1001."""
MANY = 60
"""A page with so many syllables of the catalogue is one in Korean; an English one has those of a few names."""
NOTICE = (0, 13)  # copyright and licence stay inside each cut, as the licence asks
WEIGHTS = (400, 600)
_TAKEN: dict[int, bytes] = {}
DROPPED = ["STAT", "meta", "DSIG", "MATH", "BASE"]


def page_fonts(text: str) -> str:
    """Give the @font-face rules for the characters of a text, fonts inside as base64 woff2.

    Parameters
    ----------
    text : str
        All text of the page; order and repetition don't matter. What neither font has is left to DejaVu Sans.

    Returns
    -------
    str
        CSS; the same bytes for the same set of characters.

    Examples
    --------
    >>> css = page_fonts("Lumora")
    >>> css.count("@font-face"), "http" in css
    (2, False)
    """
    # letters of Hangul taken apart, as the index's search compares them, are drawn as the syllable that they make: a
    # font with such letters would have the browser take apart every syllable that only another font has
    wanted = frozenset(c for c in text + unicodedata.normalize("NFC", text) if not _is_jamo(c)) - BASE
    latin = frozenset(c for c in wanted if ord(c) in _characters(LATIN))
    hangul = frozenset(c for c in wanted - latin if _is_east_asian(c) and ord(c) in _characters(HANGUL))
    rules = [*_faces("Page Sans", LATIN, _base(), True)]
    if latin:
        rules += _faces("Page Sans", LATIN, latin, True)
    if len(hangul) >= MANY and len(hangul & _of_catalogue()) >= MANY:
        rules += _faces("Page Sans KR", HANGUL, _of_catalogue(), False)
        hangul -= _of_catalogue()
    if hangul:
        rules += _faces("Page Sans KR", HANGUL, hangul, False)
    return "\n".join(rules)


def advance(text: str, size: float, *, bold: bool = False) -> float:
    """Give the width in px that a text takes in the page's type, for labels that must not collide.

    Examples
    --------
    >>> 30 < advance("12 Nov", 12) < 40
    True
    """
    widths = _advances(600 if bold else 400)
    return sum(widths.get(ord(c), 920 if ord(c) > 0x1100 else 600) for c in text) * size / 1000


def cuts_of_base() -> list[bytes]:
    """Give the cuts that every page and every width is made of, for another process to take.

    Examples
    --------
    >>> cuts = cuts_of_base()
    >>> take_cuts_of_base(cuts)
    >>> cuts == cuts_of_base()
    True
    """
    return [_cut(LATIN, _base(), weight, True) for weight in WEIGHTS]


def take_cuts_of_base(cuts: list[bytes]) -> None:
    """Take cuts that `cuts_of_base` gave in another process of this machine, and make none here."""
    _TAKEN.update(zip(WEIGHTS, cuts, strict=True))


@lru_cache(maxsize=1)
def _base() -> frozenset[str]:
    return frozenset(c for c in BASE if ord(c) in _characters(LATIN))


@lru_cache(maxsize=1)
def _of_catalogue() -> frozenset[str]:
    """The syllables of all Korean sentences."""
    told = (text for one in messages("ko").values() for text in ([one] if isinstance(one, str) else one))
    return frozenset(c for text in told for c in text if c in COMMON)


def _is_jamo(character: str) -> bool:
    return "\u1100" <= character <= "\u11ff" or "\ua960" <= character <= "\ua97f" or "\ud7b0" <= character <= "\ud7ff"


def _is_east_asian(character: str) -> bool:
    return 0x3000 <= ord(character) <= 0xFFEF


@lru_cache(maxsize=4)
def _source(font: tuple[str, str]) -> bytes:
    package, path = font
    with as_file(files(package).joinpath(path)) as file:
        return file.read_bytes()


@lru_cache(maxsize=4)
def _characters(font: tuple[str, str]) -> frozenset[int]:
    return frozenset(TTFont(io.BytesIO(_source(font)), lazy=True).getBestCmap())


@lru_cache(maxsize=64)
def _cut(font: tuple[str, str], characters: frozenset[str], weight: int, kerned: bool) -> bytes:
    """Cut a variable font to some characters and fix its weight."""
    if weight in _TAKEN and (font, kerned) == (LATIN, True) and characters == _base():
        return _TAKEN[weight]
    cut = TTFont(io.BytesIO(_small(font, characters, kerned)), recalcTimestamp=False)
    return _saved(instancer.instantiateVariableFont(cut, {"wght": weight}, inplace=True))


def _saved(font: TTFont) -> bytes:
    kept = io.BytesIO()
    font.save(kept)
    return kept.getvalue()


@lru_cache(maxsize=64)
def _small(font: tuple[str, str], characters: frozenset[str], kerned: bool) -> bytes:
    common = font == HANGUL and characters < COMMON
    content = _small(font, COMMON, kerned) if common else _source(font)
    source = TTFont(io.BytesIO(content), lazy=True, recalcTimestamp=False)
    options = subset.Options(
        layout_features=["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"] if kerned else [],
        hinting=False,
        name_IDs=list(NOTICE),
        recalc_timestamp=False,
        notdef_outline=True,
    )
    options.drop_tables += DROPPED + ([] if kerned else ["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "VVAR", "VORG"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(map(ord, characters)))
    cutter.subset(source)
    return _saved(source)


@lru_cache(maxsize=64)
def _faces(family: str, font: tuple[str, str], characters: frozenset[str], kerned: bool) -> tuple[str, ...]:
    """Give the two @font-face rules of one cut."""
    rules = []
    # beside Latin at 600, Hangul wants its Bold to look as heavy
    for said, weight in ((400, 400), (600, 600 if font == LATIN else 700)):
        cut = TTFont(io.BytesIO(_cut(font, characters, weight, kerned)), recalcTimestamp=False)
        cut.flavor = "woff2"
        data = base64.b64encode(_saved(cut)).decode("ascii")
        rules.append(
            f'@font-face{{font-family:"{family}";font-weight:{said};font-style:normal;'
            f'src:url(data:font/woff2;base64,{data})format("woff2");unicode-range:{_ranges(characters)}}}'
        )
    return tuple(rules)


def _ranges(characters: frozenset[str]) -> str:
    """Give a unicode-range, neighbours joined."""
    spans: list[list[int]] = []
    for code in sorted(map(ord, characters)):
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)


@lru_cache(maxsize=2)
def _advances(weight: int) -> dict[int, float]:
    font = TTFont(io.BytesIO(_cut(LATIN, _base(), weight, True)))
    metrics = font["hmtx"].metrics
    return {code: metrics[glyph][0] for code, glyph in font.getBestCmap().items()}
