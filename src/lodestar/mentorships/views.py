from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lodestar.folders.queries import assigned, kept, with_folder
from lodestar.gates import SignedInRequest, for_coordinators, for_everyone_signed_in
from lodestar.history.queries import entries_about
from lodestar.mentorships import actions, policy, queries
from lodestar.mentorships.forms import (
    EndForm,
    ListForm,
    RecordEndForm,
    RecordTalkedForm,
    RecordWishForm,
    TalkedForm,
    TextForm,
)
from lodestar.mentorships.models import Mentorship, MessageToCoordinator
from lodestar.outbox.letters import Letter, compose
from lodestar.people.models import Person
from lodestar.programs.models import Program
from lodestar.refusal import Refused

ROWS_ON_A_PAGE = 50


@require_safe
@for_coordinators
def mentorships(request: SignedInRequest) -> HttpResponse:
    wanted = {name: request.GET.get(name, "") for name in ("state", "assigned")}
    pairs = queries.listed(request.user, wanted["state"])
    found = assigned(pairs, "mentorship", wanted["assigned"], request.user)
    rows = Paginator(with_folder(found, "mentorship", timezone.localdate()), ROWS_ON_A_PAGE)
    context = {"page": rows.get_page(request.GET.get("page")), "form": ListForm(initial=wanted)}
    return render(request, "mentorships/list.html", context)


@require_safe
@for_everyone_signed_in
def mentorship(request: SignedInRequest, public_id: str) -> HttpResponse:
    return show(request, get_mentorship(request, public_id))


@require_POST
@for_everyone_signed_in
def talked(request: SignedInRequest, public_id: str) -> HttpResponse:
    pair = get_mentorship(request, public_id)
    form = talked_form(request, pair, request.POST)
    if form.is_valid():
        try:
            actions.say_we_talked(mentorship=pair, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Thank you. It is noted."))
            return redirect("mentorships:mentorship", public_id)
    return show(request, get_mentorship(request, public_id), talked_form=form)


@require_POST
@for_everyone_signed_in
def ask(request: SignedInRequest, public_id: str) -> HttpResponse:
    pair = get_mentorship(request, public_id)
    form = TextForm(request.POST, prefix="ask")
    if form.is_valid():
        try:
            actions.ask_coordinator(
                mentorship=pair, text=form.cleaned_data["text"], by=request.user, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(
                request, _("Your message is with the coordinator. Your partner does not see it.")
            )
            return redirect("mentorships:mentorship", public_id)
    return show(request, pair, ask_form=form)


@require_POST
@for_coordinators
def answer(request: SignedInRequest, public_id: str) -> HttpResponse:
    pairs = queries.listed(request.user, "")
    waiting = MessageToCoordinator.objects.filter(mentorship__in=pairs).select_related("mentorship")
    message = get_object_or_404(waiting, public_id=public_id)
    form = TextForm(request.POST, prefix=public_id)
    if form.is_valid():
        try:
            actions.answer_message(
                message=message, text=form.cleaned_data["text"], by=request.user, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Your answer is on their page, and a mail says so."))
            return redirect("mentorships:mentorship", message.mentorship.public_id)
    return show(request, get_mentorship(request, message.mentorship.public_id), answer_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_everyone_signed_in
def end(request: SignedInRequest, public_id: str) -> HttpResponse:
    pair = get_mentorship(request, public_id)
    is_coordinator = policy.may_see_as_coordinator(request.user, pair)
    data, today = request.POST or None, timezone.localdate()
    form: forms.Form = RecordEndForm(data, today=today) if is_coordinator else EndForm(data)
    if refused := policy.may_act(request.user, pair):
        messages.info(request, refused.message)
        return redirect("mentorships:mentorship", public_id)
    if form.is_valid() and ended(request, pair, form):
        return redirect("mentorships:mentorship", public_id)
    context = {"mentorship": pair, "form": form, "letters": letters(request, pair), "is_told": is_coordinator}
    return render(request, "mentorships/end.html", context)


@require_POST
@for_everyone_signed_in
def wish(request: SignedInRequest, public_id: str) -> HttpResponse:
    pair = get_mentorship(request, public_id)
    said: dict[str, Any] = {"wished": request.POST.get("wished") == "yes"}
    if policy.may_see_as_coordinator(request.user, pair):
        form = RecordWishForm(request.POST, today=timezone.localdate())
        if not form.is_valid():
            return show(request, pair, wish_form=form)
        said = dict(form.cleaned_data)
        said["said_by"] = {"mentor": pair.mentor, "mentee": pair.mentee}[said.pop("who")]
    try:
        actions.wish_new_match(mentorship=pair, **said, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.info(request, refused.message)
    else:
        messages.success(request, _("Thank you. It is noted."))
    return redirect("mentorships:mentorship", public_id)


def get_mentorship(request: SignedInRequest, public_id: str) -> Mentorship:
    visible = queries.with_everything().filter(pk__in=Mentorship.objects.visible_to(request.user))
    return get_object_or_404(visible, public_id=public_id)


def show(request: SignedInRequest, pair: Mentorship, **forms_with_errors: forms.Form) -> HttpResponse:
    """The page of the pair, or the coordinator's; with what was typed when something was refused."""
    context: dict[str, Any] = {"mentorship": pair, "talked_form": talked_form(request, pair)}
    if policy.may_see_as_coordinator(request.user, pair):
        answers = answer_forms(pair, forms_with_errors.get("answer_form"))
        context |= {"messages_and_forms": answers, "entries": entries_about(pair)}
        context["kept"] = kept("mentorship", pair.public_id, timezone.localdate())
        context["wish_form"] = RecordWishForm(today=timezone.localdate())
        return render(request, "mentorships/coordinator.html", context | forms_with_errors)
    program = Program.objects.current()
    context |= {"pair": queries.pair_page(pair, request.user, program), "ask_form": TextForm(prefix="ask")}
    return render(request, "mentorships/mentorship.html", context | forms_with_errors)


def answer_forms(
    pair: Mentorship, refused: forms.Form | None
) -> list[tuple[MessageToCoordinator, forms.Form]]:
    """Each message with the form for its answer; the one that was refused keeps what was typed."""
    forms_by_message = {form.prefix: form for form in [refused] if form}
    return [
        (message, forms_by_message.get(message.public_id) or TextForm(prefix=message.public_id))
        for message in pair.messages.select_related("writer")
    ]


def talked_form(
    request: SignedInRequest, pair: Mentorship, data: Any = None
) -> TalkedForm | RecordTalkedForm:
    kind = RecordTalkedForm if policy.may_see_as_coordinator(request.user, pair) else TalkedForm
    return kind(data, today=timezone.localdate())


def ended(request: SignedInRequest, pair: Mentorship, form: forms.Form) -> bool:
    """End it as the form says; a refusal goes into the form."""
    said = dict(form.cleaned_data)
    asked_by = said.pop("asked_by", "")
    try:
        actions.end_mentorship(
            mentorship=pair,
            said_by={"mentor": pair.mentor, "mentee": pair.mentee}.get(asked_by),
            **said,
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    messages.success(request, _("The mentorship has ended. Thank you."))
    return True


def letters(request: HttpRequest, pair: Mentorship) -> list[tuple[Person, Letter]]:
    """Exactly what will be sent, and to whom; who asked for the end is not written to."""
    return [
        (person, compose("mentorships/mails/ended.txt", {"person": person, "mentorship": pair}))
        for person in (pair.mentor, pair.mentee)
        if person != request.user
    ]
