import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings


@pytest.fixture
def kitchen_client() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF="tests.ui.kitchen"):
        yield Client()


@pytest.fixture(autouse=True)
def the_frame_alone(settings: Any) -> None:
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"].remove("lodestar.home.context.navigation")
    settings.TEMPLATES = templates
