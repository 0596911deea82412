"""What applicants do about their own application once it is sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lodestar.gates import SignedInRequest, for_everyone_signed_in
from lodestar.intake.actions import agree_to_terms, answer_question, withdraw_role
from lodestar.intake.forms.review import AnswerForm
from lodestar.intake.forms.standing import AgreeLateForm
from lodestar.intake.models import Application, ApplicationRole, Question
from lodestar.intake.views.own import own_application
from lodestar.programs.models import Terms
from lodestar.programs.queries import current_terms
from lodestar.refusal import Refused


@for_everyone_signed_in
@require_POST
def answer(request: SignedInRequest, number: int) -> HttpResponse:
    question = get_object_or_404(
        Question.objects.select_related("application__cycle"), pk=number, application__person=request.user.pk
    )
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "intake/answer.html", {"form": form, "question": question}, status=422)
    answer_question(question=question, answer=form.cleaned_data["answer"], by=request.user, at=timezone.now())
    messages.success(request, _("Thank you. We have your answer and read on."))
    return redirect("home:status")


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
            return redirect("home:status")
    messages.success(request, _("You have stepped back. Thank you for telling us."))
    return redirect("home:status")


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
        return redirect("home:status")
    form = AgreeLateForm(request.POST or None)
    if form.is_valid():
        agree_to_terms(application=application, by=request.user, at=timezone.now())
        messages.success(request, _("Thank you."))
        return redirect("home:home")
    program = application.cycle.program
    terms = {
        "considerations": current_terms(program, Terms.Kind.CONSIDERATIONS),
        "notice": current_terms(program, Terms.Kind.PRIVACY),
    }
    status = 422 if form.is_bound else 200
    return render(request, "intake/agree_late.html", {"form": form, **terms}, status=status)
