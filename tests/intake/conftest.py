from collections.abc import Iterator

import pytest
import time_machine

from lodestar.libraries.models import Library
from tests import factories


@pytest.fixture
def open_days() -> Iterator[None]:
    """The clock stands on a day when the cycle is open."""
    with time_machine.travel(factories.NOW, tick=False):
        yield


@pytest.fixture
def library(db: None) -> Library:
    return factories.make_library("Viking Municipal Library")
