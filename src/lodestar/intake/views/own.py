"""What the applicant's pages begin with: the cycle of today, and one's own application in it."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from lodestar.gates import SignedInRequest
from lodestar.intake.models import Application
from lodestar.intake.queries import whole
from lodestar.programs.models import Cycle
from lodestar.programs.queries import current_cycle


def cycle_of_today() -> Cycle | None:
    return current_cycle(timezone.localdate())


def own_applications(request: SignedInRequest) -> QuerySet[Application]:
    return whole(Application.objects.filter(person=request.user.pk, cycle=cycle_of_today()))


def own_application(request: SignedInRequest) -> Application:
    return get_object_or_404(own_applications(request))
