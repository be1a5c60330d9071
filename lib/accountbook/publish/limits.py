"""The memory that one notebook may use, so that a runaway one meets its own error and not the machine its end."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

_CGROUPS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def memory_of_machine() -> int:
    """Give the bytes of memory that this machine has, or the container that we are in; 0 where nobody says.

    Examples
    --------
    >>> memory_of_machine() >= 0
    True
    """
    with suppress(ValueError, OSError, AttributeError):
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        limits = [int(text) for path in _CGROUPS if path.is_file() and (text := path.read_text().strip()).isdigit()]
        return min([whole, *limits])
    return 0


def share_of_memory(workers: int) -> int:
    """Give the bytes that one of so many notebooks at work may use; 0: no limit.

    Of a cluster's workers no more are at work on this machine than it has cores.

    Examples
    --------
    >>> share_of_memory(1) == memory_of_machine(), share_of_memory(10**6) * (os.cpu_count() or 1) <= memory_of_machine()
    (True, True)
    """
    return memory_of_machine() // max(min(workers, os.cpu_count() or 1), 1)


def limit_memory(memory: int, *, pid: int = 0) -> None:
    """Let a process use so many bytes more than it has; beyond them it meets a ``MemoryError``.

    What counts is memory that is the process's own and can be written. What it was forked with is shared with the
    process it comes from and is not counted. Only Linux counts like that: elsewhere, and with 0, nothing is limited.

    Parameters
    ----------
    memory : in bytes.
    pid : of a process of ours; 0: this one.
    """
    if not memory or not sys.platform.startswith("linux"):
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    limit = _held(pid) + memory
    if most != resource.RLIM_INFINITY:
        limit = min(limit, most)
    resource.prlimit(pid, resource.RLIMIT_DATA, (limit, limit))


def _held(pid: int) -> int:
    lines = Path(f"/proc/{pid or 'self'}/status").read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:")), 0)
