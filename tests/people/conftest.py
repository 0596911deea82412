import re

from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client


def code_in(mail: EmailMessage) -> str:
    found = re.search(r"^\d{4}-\d{4}$", str(mail.body), re.MULTILINE)
    assert found
    return found.group()


def ask_code(client: Client, address: str, **extra: str) -> HttpResponse:
    return client.post("/account/sign-in/", {"email": address}, **extra)  # type: ignore[arg-type, return-value]


def sign_in(client: Client, address: str, mailoutbox: list[EmailMessage], **more: str) -> HttpResponse:
    ask_code(client, address)
    typed = {"code": code_in(mailoutbox[-1])} | more
    return client.post("/account/sign-in/code/", typed)  # type: ignore[return-value]
