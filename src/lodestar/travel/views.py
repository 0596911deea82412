"""The mileage rates, for the coordinator and the finance officer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lodestar.gates import SignedInRequest, only_for
from lodestar.refusal import Refused
from lodestar.travel import actions
from lodestar.travel.forms import RateForm
from lodestar.travel.models import MileageRate


@only_for("is_coordinator", "is_finance")
@require_http_methods(["GET", "HEAD", "POST"])
def rates(request: SignedInRequest) -> HttpResponse:
    """The rates, and a new one."""
    form = RateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_rate(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Added."))
            return redirect("travel:rates")
    return render(request, "travel/rates.html", {"form": form, "rates": MileageRate.objects.all()})
