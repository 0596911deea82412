"""What applicants do about their own application once it is sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lodestar.gates import SignedInRequest, for_everyone_signed_in
from lodestar.intake.actions import agree_to_terms, answer_question, withdraw_roles
from lodestar.intake.forms.agree import AgreeLateForm
from lodestar.intake.forms.review import AnswerForm
from lodestar.intake.models import Application, ApplicationRole, Question
from lodestar.intake.policy import may_withdraw
from lodestar.intake.queries.leaving import kept_by_others
from lodestar.intake.queries.terms import shown_terms
from lodestar.refusal import Refused


@for_everyone_signed_in
@require_POST
def answer(request: SignedInRequest, number: int) -> HttpResponse:
    question = get_object_or_404(
        Question.objects.select_related("application__cycle"), pk=number, application__person=request.user.pk
    )
    form, status = AnswerForm(request.POST), 422
    if form.is_valid():
        words = form.cleaned_data["answer"]
        try:
            answer_question(question=question, answer=words, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.message)
            status = 409
        else:
            messages.success(request, _("Thank you. We have your answer and read on."))
            return redirect("home:application", question.application.public_id)
    return render(request, "intake/answer.html", {"form": form, "question": question}, status=status)


@for_everyone_signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, public_id: str, role: str) -> HttpResponse:
    """Step back from one role, or from both at once, after one question."""
    application = get_object_or_404(Application, person=request.user.pk, public_id=public_id)
    wanted = ApplicationRole.Role.values if role == "both" else [role]
    rows = [row for row in application.roles.filter(role__in=wanted) if may_withdraw(row) is None]
    kept = [refused.message for row in rows if (refused := kept_by_others(row))]
    if request.method == "GET" or kept or not rows:
        context = {"application": application, "roles": rows, "role": role, "kept": kept}
        return render(request, "intake/withdraw.html", context, status=409 if kept else 200)
    withdraw_roles(roles=rows, by=request.user, at=timezone.now())
    messages.success(request, _("You have stepped back. Thank you for telling us."))
    return redirect("home:application", public_id)


@for_everyone_signed_in
@require_http_methods(["GET", "POST"])
def agree(request: SignedInRequest) -> HttpResponse:
    """Considerations and notice, for someone whose application came by paper, telephone or file."""
    own = Application.objects.filter(person=request.user.pk, submitted_at__isnull=False)
    sent = get_list_or_404(own.select_related("cycle__program").order_by("-submitted_at"))
    application = next((one for one in sent if one.agreed_at is None), None)
    if application is None:
        return redirect("home:status")
    terms = shown_terms(application.cycle.program)
    form = AgreeLateForm(request.POST or None, terms=terms)
    if form.is_valid():
        agree_to_terms(application=application, by=request.user, at=timezone.now())
        messages.success(request, _("Thank you."))
        return redirect("home:home")
    status = 422 if form.is_bound else 200
    return render(request, "intake/agree_late.html", {"form": form, "terms": terms}, status=status)
