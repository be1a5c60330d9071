"""Korean particles: the form that fits the sound on which the word before them ends.

A Korean sentence of the catalogue writes ``{name:을/를}``: the value, and right after it the one of the two forms that
fits. The first form follows a consonant, the second a vowel; 으로/로 takes 로 after ㄹ too (entries of the particles
in the Standard Korean Dictionary, National Institute of Korean Language). What counts is how the word is said:

- a Hangul syllable says itself whether it ends on a consonant;
- figures are read as Sino-Korean numerals (3 삼, 10 십, 10,000 만), after a decimal point one by one; signs by their
  name (% 퍼센트);
- a code or an acronym is read letter by letter (LG 엘지, VX-41 ... 일, S.r.l. 에스알엘);
- a foreign word is read by its last letters, as the rules for writing foreign words in Hangul (외래어 표기법) take
  them: l, m, n, ng and a stop after a short vowel close the syllable, all else gets a vowel;
- what stands in brackets at the end is not read; quotes and full stops neither.

Where letters don't tell (a silent e, another script), both forms are given: 을(를).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["PARTICLES", "particle", "with_particle"]

PARTICLES = frozenset(
    {"을/를", "이/가", "은/는", "과/와", "으로/로", "이나/나", "이다/다", "이며/며", "이고/고", "이라/라", "이었/였"}
)
"""The pairs that a sentence may name, the form after a consonant first."""

_VOWEL, _RIEUL, _CONSONANT = "", "ㄹ", "ㄱ"  # what the last syllable ends on: nothing, ㄹ, another consonant
_FIGURES = dict(zip("0123456789", ("ㄱ", "ㄹ", "", "ㄱ", "", "", "ㄱ", "ㄹ", "ㄹ", ""), strict=True))
"""영 일 이 삼 사 오 육 칠 팔 구."""
_LETTERS = {"l": _RIEUL, "r": _RIEUL, "m": _CONSONANT, "n": _CONSONANT}  # 엘 알 엠 엔; all others end on a vowel
_SIGNS = {"%": _VOWEL, "℃": _VOWEL, "°": _VOWEL, "€": _VOWEL, "$": _VOWEL, "₩": _CONSONANT, "+": _VOWEL, "&": _VOWEL}
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "s", "æ": "e", "œ": "e", "ı": "i", "þ": "s", "ð": "d"})
_TAIL = re.compile(r"[\s\"'”’»」』》〉.,…!?:;·~–—-]+$")
_BRACKETS = re.compile(r"\s*(\([^()]*\)|\[[^\[\]]*\])$")
_POINTS = re.compile(r"%p$|%$")


def with_particle(word: str, pair: str) -> str:
    """Give a word with the particle that fits it.

    Parameters
    ----------
    word : as it is shown: a name, a number with its unit, a sentence's part.
    pair : one of `PARTICLES`.

    Examples
    --------
    >>> with_particle("켈러", "을/를"), with_particle("밸브", "이/가"), with_particle("서울", "으로/로")
    ('켈러를', '밸브가', '서울로')
    >>> with_particle("VX-41", "은/는"), with_particle("14%", "과/와"), with_particle("4만 유로 (2만~6만)", "을/를")
    ('VX-41은', '14%와', '4만 유로 (2만~6만)를')
    """
    return f"{word}{particle(word, pair)}"


def particle(word: str, pair: str) -> str:
    """Give the form of a particle after a word; both, as in ``을(를)``, where the word does not tell.

    Raises
    ------
    ValueError
        If the pair is none of `PARTICLES`.

    Examples
    --------
    >>> particle("LG", "이/가"), particle("Lumora Distribuzione S.r.l.", "으로/로"), particle("Line 4", "은/는")
    ('가', '로', '는')
    >>> particle("Степарна", "을/를")
    '을(를)'
    """
    if pair not in PARTICLES:
        raise ValueError(f"There is no particle {pair!r}; there are {', '.join(sorted(PARTICLES))}.")
    after_consonant, after_vowel = pair.split("/")
    end = last_sound(word)
    if end is None:
        return _both(after_consonant, after_vowel)
    if end == _VOWEL or (end == _RIEUL and pair == "으로/로"):
        return after_vowel
    return after_consonant


def _both(after_consonant: str, after_vowel: str) -> str:
    """Give both forms as they are written where either may be right: 을(를), (으)로, (이)나.

    Examples
    --------
    >>> _both("이", "가"), _both("으로", "로")
    ('이(가)', '(으)로')
    """
    if after_consonant.endswith(after_vowel):
        return f"({after_consonant.removesuffix(after_vowel)}){after_vowel}"
    return f"{after_consonant}({after_vowel})"


@lru_cache(maxsize=4096)
def last_sound(word: str) -> str | None:
    """Give what a word ends on when it is said: ``""`` a vowel, ``"ㄹ"``, another consonant, or None: it does not tell.

    Examples
    --------
    >>> [last_sound(word) for word in ("값", "길", "나무", "2026", "1.0", "7", "LG", "Keller", "Fluid Systems", "Line")]
    ['ㄱ', 'ㄹ', '', 'ㄱ', 'ㄱ', 'ㄹ', '', '', '', None]
    """
    said = word
    while (bare := _BRACKETS.sub("", _TAIL.sub("", said))) != said and bare:
        said = bare
    if not said:
        return None
    last = said[-1]
    if "가" <= last <= "힣":
        closing = (ord(last) - ord("가")) % 28
        return _VOWEL if not closing else _RIEUL if closing == 8 else _CONSONANT
    if last.isdigit() and last in _FIGURES:
        return _figures(said)
    if _POINTS.search(said):
        return _VOWEL
    if last in _SIGNS:
        return _SIGNS[last]
    return _latin(said)


def _figures(said: str) -> str:
    """A number, by how its end is read: 10 ends on 십, 3,000 on 천, 41 on 일."""
    number = re.search(r"[0-9][0-9,]*(\.[0-9]+)?$", said)
    assert number is not None
    if not number[0].strip("0,.") or number[1]:
        return _FIGURES[number[0][-1]]  # nothing but zeros is 영; after the point figures are read one by one
    zeros = len(number[0].replace(",", "")) - len(number[0].replace(",", "").rstrip("0"))
    if not zeros:
        return _FIGURES[number[0][-1]]
    # 십 백 천 만 억 end on a consonant, 조 on a vowel
    return _VOWEL if 12 <= zeros < 16 else _CONSONANT


def _latin(said: str) -> str | None:
    """A word in Latin letters."""
    plain = unicodedata.normalize("NFD", said.lower().translate(_PLAIN))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    found = re.search(r"[a-z]+$", kept)
    if found is None:
        return None
    word, before = found[0], kept[: found.start()]
    written = said[-len(word) :]
    if len(word) == 1 or (written.isupper() and len(word) <= 5) or re.search(r"[0-9][-. ]?$", before):
        return _LETTERS.get(word[-1], _VOWEL)  # said letter by letter
    return _foreign(word)


def _foreign(word: str) -> str | None:
    last, before = word[-1], word[-2]
    if last in "aiouy":
        return _VOWEL
    if last == "e":
        return None if before in "lmnbcdgkpt" else _VOWEL  # Line 라인, but Simone 시모네
    if last == "l":
        return _RIEUL
    if last in "mn" or word.endswith("ng"):
        return _CONSONANT
    if last in "ptkcb":
        if before == last or word.endswith("ck"):
            return _CONSONANT if len(word) > 2 and word[-3] in "aeiou" else None  # Scott 스콧, Rock 록
        if before in "aeiou":
            return None if len(word) > 2 and word[-3] in "aeiou" else _CONSONANT  # Robot 로봇; Street 스트리트, Book 북
    return _VOWEL  # Ford 포드, Systems 시스템스, Keller 켈러
