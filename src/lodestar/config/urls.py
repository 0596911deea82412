from django.conf import settings
from django.urls import include, path

from lodestar.config.health import healthz, readyz
from lodestar.people.urls import allauth_patterns

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("lodestar.programs.urls")),
    path("", include("lodestar.home.urls")),
    path("account/", include(allauth_patterns)),
    path("account/", include("lodestar.people.urls")),
    path("libraries/", include("lodestar.libraries.urls")),
    path("", include("lodestar.intake.urls")),
    path("", include("lodestar.matchmaking.urls")),
    path("mentorships/", include("lodestar.mentorships.urls")),
    path("history/", include("lodestar.history.urls")),
    path("folders/", include("lodestar.folders.urls")),
    path("", include("lodestar.handover.urls")),
    path("outbox/", include("lodestar.outbox.urls")),
    path("rates/", include("lodestar.travel.urls")),
]
if "lodestar.demo" in settings.INSTALLED_APPS:
    urlpatterns += [path("demo/", include("lodestar.demo.urls"))]

handler400 = "lodestar.ui.views.bad_request"
handler403 = "lodestar.ui.views.permission_denied"
handler404 = "lodestar.ui.views.page_not_found"
handler429 = "lodestar.ui.views.too_many_requests"
handler500 = "lodestar.ui.views.server_error"
