"""Takes from this process what a reader of foreign files never needs: network, files, programs, memory, time.

The filter of system calls is that of the Linux kernel (seccomp): what is not on the list answers "not
permitted". The list has no call that opens a file or a connection, starts a program or another process. It
asks for no special right and so works in a container too. No other system has it; there nothing is read.
"""

from __future__ import annotations

import ctypes
import platform
import resource
import struct
import sys
from typing import Final

MOST_MEMORY: Final = 512 * 1024 * 1024  # bytes of address space
MOST_SECONDS: Final = 20  # of computing
MOST_WRITTEN: Final = 32 * 1024 * 1024  # bytes of the answer

# Numbers of the calls that stay allowed: x86_64 (arch/x86/entry/syscalls), aarch64 (asm-generic/unistd.h).
ALLOWED: Final = {
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "exit": (60, 93),
    "futex": (202, 98),
    "clock_gettime": (228, 113),
    "exit_group": (231, 94),
    "getrandom": (318, 278),
}
MACHINES: Final = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column above, AUDIT_ARCH_*

PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER = 4, 38, 22, 2
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06  # BPF: load a word, jump if equal, return
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050001, 0x80000000  # REFUSE answers EPERM
NUMBER_AT, MACHINE_AT = 0, 4  # offsets in struct seccomp_data


class Unconfined(Exception):
    """The limits could not be set; nothing may be read."""


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def limit() -> None:
    """Memory, time and size of the answer; no core dump."""
    for kind, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def confine() -> None:
    """Keep only the calls of the list, for good. Raises Unconfined where the kernel cannot."""
    if sys.platform != "linux" or platform.machine() not in MACHINES:
        raise Unconfined
    libc = ctypes.CDLL(None, use_errno=True)
    code = _filter(*MACHINES[platform.machine()])
    program = _Program(len(code) // 8, code)
    zero = ctypes.c_ulong(0)
    if (
        libc.prctl(PR_SET_DUMPABLE, zero, zero, zero, zero)
        or libc.prctl(PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), zero, zero, zero)
        or libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(FILTER), ctypes.byref(program), zero, zero)
    ):
        raise Unconfined


def _filter(column: int, machine: int) -> bytes:
    """The program that the kernel runs before each call; one instruction is eight bytes.

    A call by the numbers of another machine kills: x86_64 kernels also know those of 32 bits.
    """
    numbers = sorted(pair[column] for pair in ALLOWED.values())
    steps = [(LOAD, 0, 0, MACHINE_AT), (EQUAL, 1, 0, machine), (RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER_AT)]
    steps += [(EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)]
    steps += [(RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
