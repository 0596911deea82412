from django.urls import path

from lodestar.handover.views import briefing, handovers

app_name = "handover"
urlpatterns = [
    path("where-things-stand/", briefing.where_things_stand, name="briefing"),
    path("where-things-stand/read", briefing.read, name="read"),
    path("handovers/", handovers.handovers, name="list"),
    path("handovers/new/", handovers.new, name="new"),
    path("handovers/<slug:public_id>/cancel/", handovers.cancel, name="cancel"),
]
