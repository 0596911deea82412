"""Before `load_nlls` there is no program: every page that needs one says so."""

import pytest
from django.test import Client
from django.urls import reverse

from lodestar.people.models import Person


@pytest.mark.parametrize(
    "name",
    [
        "programs:program", "programs:privacy", "home:home", "intake:list",
        "programs:settings", "programs:first_steps", "programs:new_cycle",
    ],
)  # fmt: skip
def test_a_page_that_needs_the_program_says_that_the_site_is_not_set_up(
    client: Client, coordinator: Person, name: str
) -> None:
    client.force_login(coordinator)
    answer = client.get(reverse(name))
    assert answer.status_code == 503
    assert "not set up yet" in answer.content.decode()
