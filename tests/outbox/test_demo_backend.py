import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from pytest_django import Settings

from lodestar.outbox.actions import deliver
from lodestar.outbox.models import Mail
from tests.factories import NOW
from tests.outbox.conftest import make_mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "lodestar.outbox.backends.DemoBackend"


def test_a_mail_that_did_not_come_through_the_outbox_is_kept_there_as_sent() -> None:
    send_mail("Your code", "123456", None, ["new@example.org"])
    mail = Mail.objects.get()
    assert (mail.state, mail.address, mail.subject) == (Mail.State.SENT, "new@example.org", "Your code")
    assert (mail.text, mail.html, mail.person) == ("123456", "", None)


def test_its_html_is_kept_too() -> None:
    message = EmailMultiAlternatives("S" * 300, "Text", to=["new@example.org"])
    message.attach_alternative("<p>Text</p>", "text/html")
    message.send()
    assert (Mail.objects.get().html, len(Mail.objects.get().subject)) == ("<p>Text</p>", 200)


def test_a_mail_of_the_outbox_is_sent_and_not_kept_twice() -> None:
    mail = make_mail()
    deliver(mail_id=mail.pk, at=NOW)
    assert Mail.objects.get().state == Mail.State.SENT
