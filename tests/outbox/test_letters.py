from pathlib import Path

import pytest
from pytest_django import Settings

from lodestar.outbox.letters import SUBJECT_LENGTH, Letter, compose

TEMPLATE = """{% load i18n %}
{% translate "Please answer by 3 October 2026," %} {{ name }}

{% translate "Hello" %} {{ name }},
{% if line %}
{{ line }}
{% endif %}

Somebody would like to hear from you about the program, and there is no hurry at all to answer this mail.

{{ site }}/offers/m-22222222/
"""


@pytest.fixture
def write(settings: Settings, tmp_path: Path):
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    settings.SITE_URL = "https://lodestar.example.org"

    def compose_source(source: str = TEMPLATE, **context: object) -> Letter:
        (tmp_path / "mail.txt").write_text(source)
        return compose("mail.txt", context)

    return compose_source


def test_the_first_line_is_the_subject_and_the_rest_the_text(write) -> None:
    letter = write(name="Élise")
    assert letter.subject == "Please answer by 3 October 2026, Élise"
    assert letter.text.startswith("Hello Élise,\n\nSomebody would like")
    assert "\n\n\n" not in letter.text


def test_long_lines_are_wrapped_and_addresses_are_not(write) -> None:
    letter = write("Subject\n\n" + "word " * 40 + "\n\n{{ site }}/" + "x" * 90)
    lines = letter.text.splitlines()
    assert max(len(line) for line in lines if "://" not in line) <= 72
    assert "https://lodestar.example.org/" + "x" * 90 in lines


def test_a_line_that_is_an_address_of_the_site_becomes_the_one_button(write) -> None:
    html = write(name="Élise").html
    assert html.count("<a ") == 1
    assert 'href="https://lodestar.example.org/offers/m-22222222/"' in html


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x0b"])
def test_a_name_with_a_line_break_adds_no_header(write, newline: str) -> None:
    letter = write("Hello {{ name }}\n\nText", name=f"Eve{newline}Bcc: all@example.org")
    assert letter.subject.startswith("Hello Eve")
    assert len(letter.subject.splitlines()) == 1


def test_a_long_subject_is_cut(write) -> None:
    letter = write(name="ᓀᐦᐃᔭᐍᐏᐣ " * 80)
    assert len(letter.subject) == SUBJECT_LENGTH
    assert letter.subject.endswith("…")


def test_syllabics_and_apostrophes_stay_as_typed_in_text_and_are_escaped_in_html(write) -> None:
    letter = write(name="ᒪᐢᑿ O'Chiese <b>&")
    assert "Hello ᒪᐢᑿ O'Chiese <b>&," in letter.text
    assert "Hello ᒪᐢᑿ O&#x27;Chiese &lt;b&gt;&amp;," in letter.html


def test_a_placeholder_in_a_name_is_not_filled_in(write) -> None:
    letter = write(name="{{ site }}{% now 'Y' %}")
    assert "Hello {{ site }}{% now 'Y' %}," in letter.text


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/login",
        "HTTP://EVIL.EXAMPLE",
        "www.evil.example",
        "evil.example/login",
        "https://lodestar.example.org.evil.example/",
        "https://lodestar.example.org@evil.example/",
        "javascript://evil.example/%0aalert(1)",
        "https://user@evil.example",
    ],
)
def test_an_address_in_a_name_is_shown_but_never_linked(write, address: str) -> None:
    letter = write(name=f"Win\n\n{address}\n\n")
    assert address not in letter.text
    assert address not in letter.html
    assert address in letter.text.replace("\u200b", "")
    assert letter.html.count("<a ") == 1


def test_the_mailbox_of_a_partner_can_be_copied(write) -> None:
    assert "(elise.roy@library.ab.ca)." in write(line="Write to Élise (elise.roy@library.ab.ca).").text


def test_a_sentence_with_points_and_an_initial_stays_as_written(write) -> None:
    assert "J. R. at St. Paul, e.g. at 9.30" in write(line="J. R. at St. Paul, e.g. at 9.30").text


def test_control_characters_and_lone_surrogates_are_left_out(write) -> None:
    assert "Hello Eve," in write(name="E\x00v\ud800e\x1b").text
