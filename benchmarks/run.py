"""Measure pubtool, and print the figures as Markdown: `python benchmarks/run.py --others`.

Every command is a whole process. All that are compared run side by side, round by round, and
of each the best run counts. `--others` installs other programs from PyPI and measures them too.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import library
import others
from measuring import Command, Sample, side_by_side

_ROOT = Path(__file__).resolve().parents[1]
_SIZES = (10, 100, 1_000, 10_000)
# As the installed script does it; `-m pubtool` would import runpy besides.
_PUBTOOL = (sys.executable, "-c", "from pubtool.__main__ import main; main()")
_FLOOR = "python -c pass"
_READ = "import sys; open(sys.argv[1], 'rb').read()"


def main() -> None:
    """Measure and print."""
    options = _options()
    options.work.mkdir(parents=True, exist_ok=True)
    environment = _environment(options.work)
    print("Milliseconds from start to end of the process, best of several runs.\n")
    figures = {}
    for size in options.sizes:
        commands = pubtool_commands(options.work / str(size), size, environment)
        figures[size] = side_by_side(commands, max(options.rounds * 1_000 // (size + 1_000), 2))
    print(_table(figures), flush=True)
    if options.others:
        place = others.Place(options.programs, options.work / "others", environment, 1_000)
        place.folder.mkdir(exist_ok=True)
        commands = pubtool_commands(options.work / "side by side", 1_000, environment)
        wanted = {
            _FLOOR,
            "--version",
            "--help",
            "list, first time",
            "list",
            "render",
            "edit",
            "add FILE",
        }
        commands = [command for command in commands if command.name in wanted]
        compared = side_by_side([*commands, *others.commands(place)], options.rounds_of_others)
        print("\nOf 1,000 entries, side by side with other programs.\n")
        print(_comparison(compared))
        if set(figures) >= set(_SIZES):
            print("\n" + _targets(figures, compared, options.work))


def pubtool_commands(folder: Path, size: int, environment: Mapping[str, str]) -> list[Command]:
    """Return the commands to measure on a library of `size` entries, in folders made for them."""
    environment = {**environment, "PYTHONPATH": str(_ROOT)}
    kept, written = folder / "kept", folder / "written"
    pristine = folder / "pristine"
    for place in (pristine, kept):
        place.mkdir(parents=True, exist_ok=True)
        library.write(place / "publications.bib", size)
        (place / "about.md").write_text(library.page(), encoding="utf-8")
        (place / "pubtool.toml").write_text(library.configuration(), encoding="utf-8")
        (place / "one.bib").write_text(library.single(size), encoding="utf-8")

    def reset() -> None:
        shutil.rmtree(written, ignore_errors=True)
        shutil.copytree(pristine, written)

    forgetful = {**environment, "XDG_CACHE_HOME": str(folder / "cache")}

    def forget() -> None:
        shutil.rmtree(folder / "cache", ignore_errors=True)

    def command(name: str, *words: str, **rest: object) -> Command:
        return Command(name, (*_PUBTOOL, *words), kept, environment, **rest)  # type: ignore[arg-type]

    def writing(name: str, *words: str) -> Command:
        return Command(name, (*_PUBTOOL, *words), written, environment, reset=reset)

    tab = {
        "_PUBTOOL_COMPLETE": "complete_bash",
        "COMP_WORDS": f"pubtool show {library.key(size - 1)[:-1]}",
        "COMP_CWORD": "2",
    }
    bib = str(kept / "publications.bib")
    side_by_side([command("the page, for --check", "render")], rounds=0)
    return [
        Command(_FLOOR, (sys.executable, "-c", "pass"), kept, environment),
        Command("reading the file", (sys.executable, "-c", _READ, bib), kept, environment),
        command("--version", "--version", lines=1),
        command("--help", "--help", lines=20),
        Command("completion of a key", _PUBTOOL, kept, {**environment, **tab}, lines=1),
        Command("list, first time", (*_PUBTOOL, "list"), kept, forgetful, lines=size, reset=forget),
        command("list", "list", lines=size),
        command("list on a terminal", "list", terminal=True, lines=size),
        command("list --json", "list", "--json", lines=10 * size),
        writing("render", "render"),
        command("render --check", "render", "--check"),
        writing("edit", "edit", library.key(1), "year=2001"),
        writing("add FILE", "add", "one.bib"),
    ]


def _table(figures: Mapping[int, Mapping[str, Sample]]) -> str:
    """Return a row for each command and a column for each size, with the peak of memory."""
    sizes = sorted(figures)
    lines = [
        "| command | " + " | ".join(f"{size:,}" for size in sizes) + f" | MB at {sizes[-1]:,} |",
        "|---|" + "--:|" * (len(sizes) + 1),
    ]
    for name, sample in figures[sizes[-1]].items():
        cells = [f"{figures[size][name].wall * 1000:,.0f}" for size in sizes]
        lines.append(f"| {name} | {' | '.join(cells)} | {sample.memory / 1e6:.0f} |")
    return "\n".join(lines)


def _comparison(compared: Mapping[str, Sample]) -> str:
    floor = compared[_FLOOR].processor
    lines = ["| command | ms | processor ms | × floor | MB |", "|---|--:|--:|--:|--:|"]
    lines += [
        f"| {name} | {one.wall * 1000:,.0f} | {one.processor * 1000:,.0f} "
        f"| {one.processor / floor:.1f} | {one.memory / 1e6:.0f} |"
        for name, one in compared.items()
    ]
    return "\n".join(lines)


def _targets(
    figures: Mapping[int, Mapping[str, Sample]], compared: Mapping[str, Sample], work: Path
) -> str:
    """Return what was aimed at, by processor time, which a busy machine disturbs least."""

    def times(size: int, name: str, floor: str = _FLOOR) -> float:
        return figures[size][name].processor / figures[size][floor].processor

    def faster(other: str, name: str = "list") -> float:
        return compared[other].processor / compared[name].processor

    small, large = min(figures), max(figures)
    file = (work / str(large) / "kept" / "publications.bib").stat().st_size
    first = "list, first time"
    memory = figures[large][first].memory - figures[small][first].memory

    def growth(name: str) -> float:
        start = figures[small][name].processor
        return (figures[large][name].processor - start) / (figures[1_000][name].processor - start)

    rows: Sequence[tuple[str, str, float]] = (
        ("`--help`, × `python -c pass`", "≤ 7", times(100, "--help")),
        ("completion of a key, × `python -c pass`", "≤ 7", times(100, "completion of a key")),
        ("`list` of 100, × `python -c pass`", "≤ 12", times(100, "list")),
        ("`list` of 1,000, faster than papis's paths", "≥ 1", faster("papis list (cached paths)")),
        ("`list` of 1,000, faster than papers-cli", "≥ 4", faster("papers list")),
        ("`list` of 1,000, faster than cobib", "≥ 8", faster("cobib list")),
        ("`render` of 1,000, faster than academic", "≥ 20", faster("academic import", "render")),
        *(
            (
                f"`{name}` of {large:,}, × that of 1,000, start aside",
                f"≈ {large // 1_000}",
                growth(name),
            )
            for name in (first, "list", "render", "edit", "add FILE")
        ),
        (f"memory of `{first}` of {large:,}, × the file, start aside", "≤ 10", memory / file),
    )
    lines = ["| | target | measured |", "|---|--:|--:|"]
    return "\n".join([*lines, *(f"| {what} | {goal} | {is_:.1f} |" for what, goal, is_ in rows)])


def _environment(work: Path) -> dict[str, str]:
    """Return an environment without the user's settings, and folders of its own."""
    own = {
        "HOME": str(work / "home"),
        "XDG_CACHE_HOME": str(work / "home" / "cache"),
        "XDG_CONFIG_HOME": str(work / "home" / "config"),
        "XDG_DATA_HOME": str(work / "home" / "data"),
        "XDG_STATE_HOME": str(work / "home" / "state"),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "PATH": os.environ["PATH"],
    }
    for name in own.keys() - {"LANG", "TERM", "PATH"}:
        Path(own[name]).mkdir(parents=True, exist_ok=True)
    return own


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    temporary = Path(tempfile.gettempdir()) / "pubtool-benchmarks"
    parser.add_argument("--sizes", type=int, nargs="+", default=_SIZES, help="entries")
    parser.add_argument("--rounds", type=int, default=20, help="fewer for the larger sizes")
    parser.add_argument("--rounds-of-others", type=int, default=5)
    parser.add_argument("--others", action="store_true", help="measure other programs, too")
    parser.add_argument("--work", type=Path, default=temporary / "work", help="libraries")
    parser.add_argument("--programs", type=Path, default=temporary / "programs", help="others")
    return parser.parse_args()


if __name__ == "__main__":
    main()
