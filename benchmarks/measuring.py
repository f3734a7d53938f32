"""Whole processes, measured side by side: each round runs every command once."""

import contextlib
import fcntl
import os
import pty
import struct
import subprocess
import tempfile
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_ROWS, _COLUMNS = 50, 160  # of the terminal


@dataclass(frozen=True, slots=True)
class Command:
    """What to run and where; `reset` puts the folder back before each run, off the clock.

    `lines` is how many lines of output at least prove that the command did its work.
    """

    name: str
    words: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    lines: int = 0
    terminal: bool = False
    reset: Callable[[], None] | None = None


@dataclass(slots=True)
class Sample:
    """The best of several runs: seconds, seconds of the processor, and bytes of memory.

    The least is what the program needs; all above it is what the machine did besides. Memory
    is the peak, the most of all runs, and not below that of this process, from which Linux
    starts to count.
    """

    wall: float = field(default=float("inf"))
    processor: float = field(default=float("inf"))
    memory: int = 0

    def add(self, wall: float, processor: float, memory: int) -> None:
        """Take one more run into account."""
        self.wall = min(self.wall, wall)
        self.processor = min(self.processor, processor)
        self.memory = max(self.memory, memory)


def side_by_side(commands: Sequence[Command], rounds: int) -> dict[str, Sample]:
    """Return the best of `rounds` runs of each command, by name; a first round does not count.

    The first round is the one that fills caches, Python's of bytecode among them.
    """
    samples = {command.name: Sample() for command in commands}
    for number in range(rounds + 1):
        for command in commands:
            run = _run(command)
            if number:
                samples[command.name].add(*run)
    return samples


def _run(command: Command) -> tuple[float, float, int]:
    """Run it once and return its seconds, its processor's seconds and its peak of memory."""
    if command.reset:
        command.reset()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        master, slave = pty.openpty() if command.terminal else (None, output.fileno())
        if master is not None:
            size = struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0)
            fcntl.ioctl(slave, termios.TIOCSWINSZ, size)
        begun = time.perf_counter()
        process = subprocess.Popen(
            command.words,
            cwd=command.folder,
            env=dict(command.environment),
            stdin=subprocess.DEVNULL,
            stdout=slave,
            stderr=errors,
        )
        if master is not None:
            os.close(slave)
            _copy(master, output.fileno())
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        lines = sum(1 for _ in output)
        if process.returncode or lines < command.lines:
            errors.seek(0)
            raise SystemExit(
                f"{command.name}: exit code {process.returncode}, {lines} lines:\n"
                + errors.read()[-2000:].decode(errors="replace")
            )
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def _copy(master: int, output: int) -> None:
    """Read what appears on the terminal until the program is gone."""
    with contextlib.suppress(OSError):  # how Linux says that nobody holds the other end
        while chunk := os.read(master, 1 << 16):
            os.write(output, chunk)
    os.close(master)
