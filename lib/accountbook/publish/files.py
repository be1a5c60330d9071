"""Files as readers need them: whole or not there, in their place, for their group only."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import re
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from accountbook.publish import steps
from accountbook.publish.outcome import PublishError

OURS = ".accountbook"
"""Our own folder in a folder of reports."""

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""Errors of the system that say that nothing more can be written here."""


def no_room(error: OSError, path: Path, *, is_out: bool = False) -> PublishError:
    """Give what the user is told of such an error; is_out: it came when the edition was in its place already."""
    what = "the edition is out, its record is not" if is_out else "nothing was published, what was there stays"
    return PublishError(
        f"{os.strerror(error.errno or errno.ENOSPC)}: {path} cannot be written; {what}; make room and publish again"
    )


def slug(text: str) -> str:
    """Give a name for a file or folder that holds nothing of a path and is different for different texts.

    Examples
    --------
    >>> slug("A-017")
    'A-017-ded16389db'
    >>> slug("../../x") != slug("x")
    True
    """
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", text, flags=re.ASCII)[:40].strip("-")
    digest = hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()[:10]
    return f"{stem}-{digest}" if stem else digest


def inside(root: Path, relative: str) -> Path:
    """Give the path of a file below a folder.

    Raises
    ------
    PublishError
        If it would lie elsewhere, or a link stands on the way.
    """
    path = root / relative
    step = root
    for part in Path(relative).parts:
        step = step / part
        if part == ".." or step.is_symlink():
            raise PublishError(f"{step} is not a plain file or folder below {root}; remove it and publish again")
    if not path.resolve().is_relative_to(root.resolve()):
        raise PublishError(f"a page would lie outside of {root}")
    return path


@dataclass(frozen=True)
class Access:
    """Who may read a page: a group of the system, or only who published it.

    Attributes
    ----------
    gid : number of the group; None: nobody else.
    """

    gid: int | None = None

    @classmethod
    def of(cls, group: str) -> Access:
        """Look a group up by its name.

        Raises
        ------
        PublishError
            If this system has no such group, or we are not in it and may give it nothing.
        """
        if not group:
            return cls()
        import grp

        try:
            gid = grp.getgrnam(group).gr_gid
        except KeyError as error:
            raise PublishError(
                f"book.toml names the group {group!r}, which this system does not have; "
                "make the group or take the line out"
            ) from error
        if os.geteuid() != 0 and gid not in {os.getegid(), *os.getgroups()}:
            raise PublishError(
                f"book.toml names the group {group!r}, and only its members can give files to it; "
                "become a member of it, or publish as one"
            )
        return cls(gid)

    @classmethod
    def like(cls, file: Path) -> Access:
        """Who may read a file now."""
        there = file.stat()
        return cls(there.st_gid if there.st_mode & 0o040 else None)

    def granted(self, file: Path) -> bool:
        """Whether a file has this mode and group already."""
        there = file.stat()
        mode = 0o600 if self.gid is None else 0o640
        return there.st_mode & 0o777 == mode and self.gid in (None, there.st_gid)

    def grant(self, path: Path, *, passage: bool = False) -> None:
        """Set a file's or folder's mode and group; passage: others may go through the folder and see nothing there."""
        if self.gid is not None:
            os.chown(path, -1, self.gid)
        folder = path.is_dir()
        shared = 0o750 if folder else 0o640
        path.chmod((shared if self.gid is not None else shared & 0o700) | (0o011 if passage else 0))


def write(path: Path, content: bytes, *, access: Access = Access()) -> str:
    """Write a file so that a reader finds the old one or the new one, and give its sha256.

    Raises
    ------
    OSError
        If it cannot be written, the disk being full for example; the old file stays and no other is left.
    """
    number, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    temporary = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        access.grant(temporary)
        steps.reached("ready", path.name)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return hashlib.sha256(content).hexdigest()


def replace_page(path: Path, content: bytes) -> str:
    """Put a page in another one's place, for the same readers, and give its sha256."""
    return write(path, content, access=Access.like(path))


def sha256_of(path: Path) -> str:
    """Give a file's hash; empty if there is no such plain file."""
    if path.is_symlink() or not path.is_file():
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def take(source: Path, target: Path, *, access: Access | None = None) -> None:
    """Put an unchanged page in its new place: a second name for the same bytes, or a copy where links are missing.

    Parameters
    ----------
    access : who may read it there; None: who may now. For others it is a copy: nothing changes at the old place.
    """
    if access is None or access.granted(source):
        if source == target:
            return
        target.unlink(missing_ok=True)
        with suppress(OSError):
            os.link(source, target)
            return
    write(target, source.read_bytes(), access=access or Access.like(source))


def move(source: Path, target: Path) -> None:
    """Give a whole file its place; a reader finds the old one or the new one."""
    source.replace(target)
    # two names of one file stay two: a rename that would change nothing does nothing
    source.unlink(missing_ok=True)


def make_folder(path: Path, mode: int = 0o700) -> Path:
    """Make a folder and set its mode; those above it that are missing let nobody but the publisher in."""
    for folder in reversed([one for one in path.parents if not one.exists()]):
        folder.mkdir(exist_ok=True, mode=0o700)  # the parents that `parents=True` makes are open to all
    path.mkdir(exist_ok=True, mode=0o700)
    path.chmod(mode)
    return path


def sync_folders(root: Path) -> None:
    """Make the names below a folder last through a power cut; the files were synced when they were written."""
    for folder, _, _ in os.walk(root):
        sync(Path(folder))


def sync(folder: Path) -> None:
    """Make a folder's own list of names last."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def put_in_place(new: Path, place: Path) -> None:
    """Give a finished folder its name; one that stands there already changes places with it in the same instant.

    Afterwards `new` holds what stood at `place` before, if anything did. That it lasts is the caller's to see to
    (`sync`).
    """
    if not place.exists():
        new.rename(place)
    elif not _exchange(new, place):
        # a system without an exchange: for the time between two renames a reader finds nothing
        aside = _aside(new)
        place.rename(aside)
        steps.reached("aside")
        new.rename(place)
        aside.rename(new)
    steps.reached("exchanged")


def put_back(new: Path, place: Path) -> None:
    """Undo a `put_in_place` that a kill cut short on a system without an exchange."""
    aside = _aside(new)
    if aside.exists():
        if place.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(place)


def _aside(new: Path) -> Path:
    return new.with_name(f"{new.name}.old")


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step (Linux's renameat2 with RENAME_EXCHANGE); False where that is unknown."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    here, exchange = -100, 2
    if rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(other))


def point(link: Path, target: str) -> None:
    """Let a relative symbolic link lead to another name, in one step.

    Raises
    ------
    PublishError
        If something that is not a link stands there.
    """
    if link.exists() and not link.is_symlink():
        raise PublishError(f"{link} is not the link that it should be; move it away and publish again")
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    steps.reached("link")
    fresh.replace(link)
    sync(link.parent)
