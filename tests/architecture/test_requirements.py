"""The program runs with what `requirements/run.lock` installs, and with nothing else."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = {"lodestar", "pairing"}
EXTRAS = {"ortools": "the extra `large` of pairing; without it another way is taken"}


def imported(tree: ast.AST) -> Iterator[str]:
    """The top-level names that a file imports when it runs: not those for the type checker only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]
        else:
            yield from imported(node)


def locked() -> set[str]:
    names = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", (ROOT / "requirements/run.lock").read_text(), re.M)
    return {name.lower().replace("_", "-").replace(".", "-") for name in names}


def test_every_import_of_the_program_comes_from_the_run_lock() -> None:
    installed = packages_distributions()
    missing = set()
    for file in (ROOT / "src").rglob("*.py"):
        for name in (
            set(imported(ast.parse(file.read_text()))) - OURS - set(sys.stdlib_module_names) - set(EXTRAS)
        ):
            sources = {source.lower().replace("_", "-").replace(".", "-") for source in installed[name]}
            if not sources & locked():
                missing.add(f"{file.relative_to(ROOT)} imports {name}")
    assert not missing
