from django.urls import path

from lodestar.programs.views import areas, cycles, first_steps, public, wording

app_name = "programs"
urlpatterns = [
    path("", public.program, name="program"),
    path("privacy/", public.privacy, name="privacy"),
    path("help/", public.help_page, name="help"),
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/new", cycles.new_cycle, name="new_cycle"),
    path("cycles/<slug:public_id>/", cycles.cycle, name="cycle"),
    path("cycles/<slug:public_id>/close", cycles.close, name="close_cycle"),
    path("cycles/<slug:public_id>/reopen", cycles.reopen, name="reopen_cycle"),
    path("settings/", wording.settings, name="settings"),
    path("settings/texts/<slug:key>", wording.text, name="text"),
    path("settings/terms/<slug:kind>", wording.terms, name="terms"),
    path("settings/areas/", areas.areas, name="areas"),
    path("settings/areas/new", areas.new_area, name="new_area"),
    path("settings/areas/new-group", areas.new_group, name="new_group"),
    path("settings/areas/<slug:key>/rename", areas.rename, name="rename_area"),
    path("settings/areas/<slug:key>/move", areas.move, name="move_area"),
    path("settings/groups/<slug:key>/rename", areas.rename_group, name="rename_group"),
    path("settings/groups/<slug:key>/move", areas.move_group, name="move_group"),
    path("first-steps/", first_steps.first_steps, name="first_steps"),
    path("first-steps/tick", first_steps.tick, name="tick_step"),
    path("first-steps/mail", first_steps.mail, name="trial_mail"),
]
