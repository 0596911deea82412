"""What the documentation shows is what happens."""

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import pairing

MODULES = sorted(
    module.name for module in pkgutil.iter_modules(pairing.__path__) if module.name != "__main__"
)
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "pairing.md"
BLOCKS = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("name", MODULES)
def test_every_docstring_example_gives_what_it_says(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"pairing.{name}")).failed == 0


@pytest.mark.parametrize(
    "name",
    ["solve", "certify", "blocking_pairs", "alternatives", "eligibility", "fit", "propose", "unmatched"],
)
def test_every_public_function_shows_an_example(name: str) -> None:
    assert ">>>" in getattr(pairing, name).__doc__


def test_every_public_name_says_what_it_is() -> None:
    """A dataclass without a docstring would be given its signature as one."""
    kinds = [name for name in pairing.__all__ if not name.isupper()]
    assert all(not (getattr(pairing, name).__doc__ or "()").startswith(f"{name}(") for name in kinds)
    assert all(getattr(pairing, name).__doc__ for name in kinds)


def test_the_guide_runs_from_top_to_bottom_and_every_comparison_in_it_holds() -> None:
    """Lines `expression  # == value` are checked."""
    assert len(BLOCKS) >= 3
    checked, names = 0, {}
    for block in BLOCKS:
        exec(block, names)  # noqa: S102
        for expression, value in re.findall(r"^(\S.*?)  # == (.+)$", block, re.MULTILINE):
            assert eval(expression, names) == eval(value, names), expression  # noqa: S307
            checked += 1
    assert checked >= 10
