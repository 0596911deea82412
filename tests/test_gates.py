"""Nobody is signed in: where the sign-in page sends them back to, and what an act shows that is opened."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from lodestar.people.models import Person

ACT = "/application/questions/1/answer"
OURS = "http://testserver"


def next_after(client: Client, sender: str) -> str:
    answer = client.post(ACT, {"answer": "x"}, headers={"referer": sender} if sender else {})
    return parse_qs(urlsplit(answer["Location"]).query)["next"][0]


@pytest.mark.parametrize(
    ("sender", "then"),
    [
        (f"{OURS}/application/?a=1#here", "/application/?a=1"),
        (OURS, "/"),
        ("https://elsewhere.example.org/application/", ACT),
        (f"{OURS}@elsewhere.example.org/", ACT),
        ("javascript:alert(1)", ACT),
        ("", ACT),
    ],
)
def test_after_signing_in_an_act_leads_to_the_page_of_its_button(
    client: Client, sender: str, then: str
) -> None:
    assert next_after(client, sender) == then


def test_an_act_opened_like_a_page_says_in_the_common_look_that_nothing_was_changed(
    client: Client, stranger: Person
) -> None:
    client.force_login(stranger)
    answer = client.get(ACT)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "nothing was changed" in answer.content.decode()
    assert 'class="skip"' in answer.content.decode()
