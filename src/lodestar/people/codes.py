"""A code by mail proves an address: one at a time per browser, 15 minutes, five tries.

The session keeps a digest, never the code. Nothing here looks an address up, so that known and unknown
addresses cannot be told apart by text, status, time or mail.
"""

import unicodedata
from datetime import datetime
from enum import Enum
from string import digits

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from lodestar.outbox.letters import compose
from lodestar.refusal import Refused

LIFETIME = 900
TRIES = 5
KEY = "code"
OWN_DEVICE = "own_device"


class Answer(Enum):
    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"


def send_code(request: HttpRequest, address: str, *, purpose: str, at: datetime, then: str = "") -> None:
    """Mail a new code to `address` and remember it in this session; an earlier one stops working."""
    if refused := too_often(request, address):
        raise refused
    code = get_adapter().generate_login_code()
    try:
        mail_code(address, code)
    except OSError as error:
        raise Refused(
            "mail_unreachable", _("We could not send the mail just now. Please try again in a few minutes.")
        ) from error
    request.session[KEY] = {
        "purpose": purpose,
        "address": address,
        "digest": digest(code),
        "until": at.timestamp() + LIFETIME,
        "tries": 0,
        "then": then,
    }


def mail_code(address: str, code: str) -> None:
    letter = compose("people/mails/code.txt", {"code": code, "minutes": LIFETIME // 60})
    mail = EmailMultiAlternatives(letter.subject, letter.text, to=[address])
    mail.attach_alternative(letter.html, "text/html")
    mail.send()


def too_often(request: HttpRequest, address: str) -> Refused | None:
    """Limit codes per address and visitor, per visitor, and per address.

    A device that proved the address before has its own count: nobody else can use it up, neither a stranger
    nor a neighbour behind the same line.
    """
    if knows_device(request, address):
        limits = {"code_to_own_device": address}
    else:
        limits = {"code_to_visitor": f"{address} {visitor(request)}", "code_to_address": address}
    if all(ratelimit.consume(request, action=action, key=key) for action, key in limits.items()):
        return None
    return Refused(
        "too_often",
        _("We have sent several codes in a short time. Please wait a quarter of an hour, then try again."),
    )


def waiting_address(request: HttpRequest, *, purpose: str, at: datetime) -> str | None:
    """Return the address whose code this session waits for, None when there is none or its time is over."""
    kept = request.session.get(KEY)
    if kept and kept["purpose"] == purpose and at.timestamp() < kept["until"]:
        return str(kept["address"])
    return None


def next_address(request: HttpRequest) -> str:
    return str(request.session.get(KEY, {}).get("then", ""))


def try_code(request: HttpRequest, typed: str) -> Answer:
    """Compare what was typed; the fifth wrong try ends the code, the right one uses it up."""
    kept = request.session[KEY]
    guessing = f"{kept['address']} {visitor(request)}"
    if not ratelimit.consume(request, action="code_typed", key=guessing):
        return Answer.WRONG
    if constant_time_compare(digest(typed), kept["digest"]):
        del request.session[KEY]
        return Answer.RIGHT
    request.session[KEY] = kept | {"tries": kept["tries"] + 1}
    if kept["tries"] + 1 < TRIES:
        return Answer.WRONG
    del request.session[KEY]
    return Answer.OVER


def digest(code: str) -> str:
    bare = "".join(letter for letter in unicodedata.normalize("NFKC", code) if letter in digits)
    return salted_hmac("lodestar.people.code", bare, algorithm="sha256").hexdigest()


def visitor(request: HttpRequest) -> str:
    return str(get_adapter().get_client_ip(request))


def device_mark(address: str) -> str:
    """Return what an own device keeps: it says nothing about the address to whoever reads it."""
    return salted_hmac("lodestar.people.device", address, algorithm="sha256").hexdigest()


def knows_device(request: HttpRequest, address: str) -> bool:
    return constant_time_compare(request.COOKIES.get(OWN_DEVICE, ""), device_mark(address))
