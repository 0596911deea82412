from django.urls import path, re_path

from lodestar.matchmaking.views import (
    apart,
    demand,
    free_places,
    left_over,
    offers,
    own,
    rounds,
    rules,
    rulings,
    why,
)

app_name = "matchmaking"
urlpatterns = [
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/run", rounds.run, name="run"),
    path("rounds/<str:public_id>/", rounds.round, name="round"),
    path("rounds/<str:public_id>/stop", rounds.stop, name="stop"),
    path("rounds/<str:public_id>/left/", left_over.tell_left, name="tell_left"),
    path("rounds/<str:public_id>/sheet/", rounds.sheet, name="sheet"),
    re_path(r"^rounds/(?P<public_id>[^/]+)/matching\.(?P<kind>csv|xlsx)$", rounds.export, name="export"),
    path("rounds/<str:public_id>/news", rounds.news, name="news"),
    path("rounds/<str:public_id>/compare/<str:other>/", rounds.compare, name="compare"),
    path("rounds/<str:public_id>/undo", rulings.undo, name="undo"),
    path("rounds/<str:public_id>/redo", rulings.redo, name="redo"),
    path("rounds/<str:public_id>/offers/", offers.send, name="send"),
    path("rounds/<str:public_id>/mentees/<str:mentee>/", rulings.choices, name="choices"),
    path("rounds/<str:public_id>/mentees/<str:mentee>/<str:mentor>/pin", rulings.pin, name="pin"),
    path(
        "rounds/<str:public_id>/mentees/<str:mentee>/<str:mentor>/pin-anyway",
        rulings.pin_anyway,
        name="pin_anyway",
    ),
    path("rounds/<str:public_id>/mentees/<str:mentee>/<str:mentor>/forbid", rulings.forbid, name="forbid"),
    path("rounds/<str:public_id>/mentees/<str:mentee>/<str:mentor>/lift", rulings.lift, name="lift"),
    path(
        "rounds/<str:public_id>/mentees/<str:mentee>/<str:mentor>/again", apart.meet_again, name="meet_again"
    ),
    path("why/<str:public_id>/", why.why, name="why"),
    path("free-places/", free_places.free_places, name="free_places"),
    path("demand/", demand.demand, name="demand"),
    re_path(r"^demand/ask/(?P<role>mentor|mentee)$", demand.ask_past, name="ask_past"),
    path("matching-rules/", rules.rules, name="rules"),
    path("offers/<str:public_id>/", own.offer, name="offer"),
    path("offers/<str:public_id>/yes", own.say_yes, name="yes"),
    path("offers/<str:public_id>/no", own.say_no, name="no"),
    path("offers/<str:public_id>/more-days", own.more_days, name="more_days"),
    path("offers/<str:public_id>/remind", offers.remind, name="remind"),
    path("offers/<str:public_id>/withdraw", offers.withdraw, name="withdraw"),
    path("offers/<str:public_id>/answer", offers.record_answer, name="record_answer"),
]
