"""The languages of an edition: each lies in a folder of reports of its own, and what is published together is linked.

English pages lie in ``OUT/<edition>/<as_of>/``, those of another language in ``OUT/<lang>/<edition>/<as_of>/`` under
the same addresses. Such a folder is one of reports in every respect: it has its own ``latest`` and lock, and the
ledger names it as where a run went. So what keeps, verifies, removes or erases editions need not know of languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from babel import Locale

from accountbook.book import Settings
from accountbook.display.catalogue import SOURCE, languages
from accountbook.publish.files import OURS
from accountbook.publish.outcome import PublishError
from accountbook.publish.places import up


def home_of(out: Path, lang: str) -> Path:
    """Give the folder of reports in which a language's editions lie.

    Examples
    --------
    >>> home_of(Path("reports"), "en").as_posix(), home_of(Path("reports"), "ko").as_posix()
    ('reports', 'reports/ko')
    """
    return out if lang == SOURCE else out / lang


def homes_in(out: Path) -> dict[str, Path]:
    """Give the languages' folders that a folder of reports has, English first."""
    others = sorted(lang for lang in languages() - {SOURCE} if (out / lang / OURS).is_dir())
    return {SOURCE: out, **{lang: out / lang for lang in others}}


def is_elsewhere(path: Path, out: Path) -> bool:
    """Whether a file below a folder of reports lies in that of another language, which has a record of its own."""
    first = path.relative_to(out).parts[0]
    return first in languages() and (out / first / OURS).is_dir()


def chosen_languages(asked: Sequence[str], settings: Settings) -> tuple[str, ...]:
    """Give the languages to publish in: those asked for, else those of book.toml, else its locale.

    Raises
    ------
    PublishError
        If one stands there twice, or there is no catalogue for it.

    Examples
    --------
    >>> book = Settings(company="Nova", currency="EUR", languages=["ko", "en"])
    >>> chosen_languages([], book), chosen_languages(["en"], book)
    (('ko', 'en'), ('en',))
    """
    found = tuple(asked or settings.languages or [settings.locale])
    if strange := [lang for lang in found if lang not in languages()]:
        raise PublishError(f"no page can be written in {strange[0]!r}; there are {', '.join(sorted(languages()))}")
    if len(found) != len(set(found)):
        raise PublishError(f"a language stands twice in {', '.join(found)}; name each once")
    return found


def name_of(lang: str) -> str:
    """Give what a language calls itself.

    Examples
    --------
    >>> name_of("en"), name_of("ko")
    ('English', '한국어')
    """
    return str(Locale.parse(lang).get_display_name(lang))


def links_to(
    linked: Sequence[str], address: str, *, lang: str, edition: str, as_of: str
) -> tuple[tuple[str, str], ...]:
    """Give (name, relative address) of the same page in other languages.

    Parameters
    ----------
    linked : the other languages.
    address : of the page.
    lang, edition, as_of : in which language and edition.

    Examples
    --------
    >>> links_to(["ko"], "South/account_plan/x.html", lang="en", edition="monthly", as_of="2026-10-31")
    (('한국어', '../../../../ko/monthly/2026-10-31/South/account_plan/x.html'),)
    >>> links_to(["en"], "index.html", lang="ko", edition="monthly", as_of="2026-10-31")
    (('English', '../../../monthly/2026-10-31/index.html'),)
    """
    root = up(address) + "../../" + ("" if lang == SOURCE else "../")
    return tuple(
        (name_of(other), f"{root}{'' if other == SOURCE else f'{other}/'}{edition}/{as_of}/{address}")
        for other in linked
    )
