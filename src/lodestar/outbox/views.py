from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lodestar.gates import SignedInRequest, View, for_coordinators
from lodestar.history.queries import entries_about
from lodestar.outbox import actions, queries
from lodestar.outbox.forms import ShownForm, ToldForm
from lodestar.outbox.letters import is_link
from lodestar.outbox.models import Mail
from lodestar.refusal import Refused

MAILS_ON_A_PAGE = 50


def for_coordinators_and_in_the_demo_for_everyone(view: View) -> View:
    gated = for_coordinators(view)

    @wraps(view)
    def chosen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (view if settings.DEMO else gated)(request, *args, **kwargs)

    return chosen


@require_safe
@for_coordinators_and_in_the_demo_for_everyone
def show_list(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    page = Paginator(queries.listed(state), MAILS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "outbox/list.html", {"page": page, "form": ShownForm(initial={"state": state})})


@require_safe
@for_coordinators_and_in_the_demo_for_everyone
def show_mail(request: HttpRequest, public_id: str) -> HttpResponse:
    return mail_page(request, get_mail(public_id))


@require_safe
@for_coordinators
def show_letter(request: HttpRequest, public_id: str) -> HttpResponse:
    return render(request, "outbox/letter.html", {"mail": get_mail(public_id)})


@require_POST
@for_coordinators
def send_again(request: SignedInRequest, public_id: str) -> HttpResponse:
    mail = get_mail(public_id)
    try:
        actions.send_again(mail=mail, by=request.user, at=timezone.now())
    except Refused as refused:
        return mail_page(request, get_mail(public_id), refused=refused)
    messages.success(request, _("The mail is on its way again."))
    return redirect("outbox:detail", public_id)


@require_POST
@for_coordinators
def told(request: SignedInRequest, public_id: str) -> HttpResponse:
    mail = get_mail(public_id)
    form = ToldForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return mail_page(request, mail, form=form)
    try:
        actions.mark_told(mail=mail, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        return mail_page(request, get_mail(public_id), form=form, refused=refused)
    messages.success(request, _("Noted. Nothing more is sent."))
    return redirect("outbox:detail", public_id)


def get_mail(public_id: str) -> Mail:
    return get_object_or_404(Mail.objects.select_related("person"), public_id=public_id)


def mail_page(
    request: HttpRequest, mail: Mail, *, form: ToldForm | None = None, refused: Refused | None = None
) -> HttpResponse:
    is_coordinator = getattr(request.user, "is_coordinator", False)
    context = {
        "mail": mail,
        "lines": [(line, is_link(line)) for line in mail.text.splitlines()],
        "entries": entries_about(mail) if is_coordinator else [],
        "form": form or ToldForm(today=timezone.localdate()),
        "refused": refused,
        "needs_me": is_coordinator and mail.state in Mail.NEEDS_SOMEONE,
        "address": queries.address_today(mail),
    }
    return render(request, "outbox/detail.html", context, status=409 if refused else 200)
