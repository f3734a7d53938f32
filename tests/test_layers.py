"""The house: imports go down a floor or stay on it, without a circle, and doors are few."""

import ast
import graphlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "pubtool"

FLOORS = (
    {"errors"},
    {"publication", "references", "venues", "names", "latex", "files", "toml_table"},
    {"bibtex", "sources", "homepage", "exports"},
    {"config", "contents", "store", "history", "seen", "rendered"},
    {"actions"},
    {"display"},
    {"cli"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
EXEMPT = {"pubtool", "pubtool.__main__"}  # the version, and the start

# What may be imported where: a library, and the modules (or packages) that may have it.
DOORS = {
    "requests": ("pubtool.sources.http",),
    "urllib3": ("pubtool.sources.http",),
    "urllib.request": (),
    "bibtexparser": ("pubtool.bibtex",),
    "rich": ("pubtool.display", "pubtool.cli"),
    "typer": ("pubtool.cli",),
}
# Each costs more to import than most commands take.
LATE = (
    "bibtexparser",
    "filelock",
    "jinja2",
    "markdown_it",
    "platformdirs",
    "pylatexenc",
    "requests",
    "rich",
)


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def tree_of(module: str) -> ast.Module:
    return ast.parse(FILES[module].read_text(encoding="utf-8"))


def imported(module: str) -> Iterator[str]:
    """Every module that the module imports anywhere in it, late imports included."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(module, node)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                is_module = inner in FILES or (base, alias.name) == ("urllib", "request")
                yield inner if is_module else base


def absolute(module: str, node: ast.ImportFrom) -> str:
    if node.level == 0:
        return node.module or ""
    is_package = FILES[module].name == "__init__.py"
    parts = module.split(".")
    parts = parts[: len(parts) - node.level + is_package]
    return ".".join([*parts, node.module] if node.module else parts)


def is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def room(module: str) -> str:
    return module.split(".")[1]


def inhabited() -> list[str]:
    return [module for module in FILES if module not in EXEMPT]


def test_every_module_has_a_floor() -> None:
    assert {room(module) for module in inhabited()} - FLOOR.keys() == set()


@pytest.mark.parametrize("module", inhabited())
def test_imports_go_down_or_stay_on_the_floor(module: str) -> None:
    upwards = [
        other
        for other in imported(module)
        if is_in(other, "pubtool")
        and other not in EXEMPT
        and FLOOR[room(other)] > FLOOR[room(module)]
    ]
    assert upwards == []


def test_imports_make_no_circle() -> None:
    graph = {
        module: {other for other in imported(module) if other in FILES and other not in EXEMPT}
        for module in inhabited()
    }
    graphlib.TopologicalSorter(graph).prepare()  # raises CycleError, which shows the circle


@pytest.mark.parametrize("library", DOORS)
def test_each_library_has_its_door(library: str) -> None:
    elsewhere = [
        module
        for module in inhabited()
        if any(is_in(other, library) for other in imported(module))
        and not any(is_in(module, door) for door in DOORS[library])
    ]
    assert elsewhere == []


def exits(module: str) -> Iterator[int]:
    """The lines on which the module ends the program."""
    ways = {"sys.exit", "os._exit", "typer.Exit", "Exit", "SystemExit", "exit", "quit"}
    for node in ast.walk(tree_of(module)):
        match node:
            case ast.Call(func=way) | ast.Raise(exc=ast.expr() as way) if ast.unparse(way) in ways:
                yield node.lineno


def test_only_the_command_line_exits() -> None:
    found = {module: list(exits(module)) for module in inhabited() if room(module) != "cli"}
    assert {module: lines for module, lines in found.items() if lines} == {}


def test_importing_a_module_imports_no_heavy_library() -> None:
    modules = [module for module in inhabited() if room(module) != "cli"]
    script = f"import sys, {', '.join(modules)}\nprint(*sorted(set({LATE!r}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")
