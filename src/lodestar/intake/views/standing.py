"""The applicant's own page: where each role stands, and what they can do about it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lodestar.gates import SignedInRequest, for_everyone_signed_in
from lodestar.intake.actions import agree_to_terms, answer_question, withdraw_role
from lodestar.intake.forms.review import AnswerForm
from lodestar.intake.forms.standing import AgreeLateForm
from lodestar.intake.models import Application, ApplicationRole, Question
from lodestar.intake.policy import may_use_form
from lodestar.intake.queries import Standing, status_of
from lodestar.intake.queries.summary import summary_of
from lodestar.intake.views.own import cycle_of_today, own_application
from lodestar.programs.models import Terms
from lodestar.programs.queries import current_terms
from lodestar.refusal import Refused


@for_everyone_signed_in
@require_GET
def status(request: SignedInRequest) -> HttpResponse:
    cycle = cycle_of_today()
    standing = status_of(request.user, cycle) if cycle else None
    if standing is None or standing.application is None:
        return redirect("intake:apply")
    return show(request, standing, AnswerForm())


def show(request: SignedInRequest, standing: Standing, form: AnswerForm, status: int = 200) -> HttpResponse:
    closed = may_use_form(standing.cycle, timezone.localdate())
    context = {
        "standing": standing,
        "summary": summary_of(standing.application) if standing.application else [],
        "form": form,
        "closed": closed,
    }
    return render(request, "intake/status.html", context, status=status)


@for_everyone_signed_in
@require_POST
def answer(request: SignedInRequest, number: int) -> HttpResponse:
    question = get_object_or_404(
        Question.objects.select_related("application__cycle"), pk=number, application__person=request.user.pk
    )
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show(request, status_of(request.user, question.application.cycle), form, 422)
    answer_question(question=question, answer=form.cleaned_data["answer"], by=request.user, at=timezone.now())
    messages.success(request, _("Thank you. We have your answer and read on."))
    return redirect("intake:status")


@for_everyone_signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, role: str) -> HttpResponse:
    """Step back from one role, or from both at once, after one question."""
    application = own_application(request)
    rows = withdrawable(application, role)
    if request.method == "GET":
        return render(request, "intake/withdraw.html", {"roles": rows, "role": role})
    for row in rows:
        try:
            withdraw_role(role=row, by=request.user, at=timezone.now())
        except Refused as refused:
            messages.error(request, refused.message)
    messages.success(request, _("You have stepped back. Thank you for telling us."))
    return redirect("intake:status")


def withdrawable(application: Application, role: str) -> list[ApplicationRole]:
    wanted = ApplicationRole.Role.values if role == "both" else [role]
    gone = {ApplicationRole.State.DRAFT, ApplicationRole.State.WITHDRAWN}
    return [row for row in application.roles.all() if row.role in wanted and row.state not in gone]


@for_everyone_signed_in
@require_http_methods(["GET", "POST"])
def agree(request: SignedInRequest) -> HttpResponse:
    """Considerations and notice, for someone whose application came by paper, telephone or file."""
    application = own_application(request)
    if application.agreed_at or not application.submitted_at:
        return redirect("intake:status")
    form = AgreeLateForm(request.POST or None)
    if form.is_valid():
        agree_to_terms(application=application, by=request.user, at=timezone.now())
        messages.success(request, _("Thank you. Nothing else is needed from you now."))
        return redirect("intake:status")
    program = application.cycle.program
    terms = {
        "considerations": current_terms(program, Terms.Kind.CONSIDERATIONS),
        "notice": current_terms(program, Terms.Kind.PRIVACY),
    }
    status = 422 if form.is_bound else 200
    return render(request, "intake/agree_late.html", {"form": form, **terms}, status=status)
