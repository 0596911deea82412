"""One page with every component on it, for the tests alone."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from lodestar.ui.forms import DateInput, GroupedChoices
from lodestar.ui.parts import NavigationItem, Stage

PAGE = (Path(__file__).parent / "templates" / "kitchen_sink.html").read_text()
MOMENT = datetime(2026, 9, 14, 16, 42, tzinfo=UTC)
AREAS = [
    ("Governance", [("governance", "Governance, generally"), ("board", "Board Relations")]),
    ("Technology", [("technology", "Technology, generally"), ("makerspaces", "Makerspaces")]),
]


class KitchenForm(forms.Form):
    name = forms.CharField(help_text="As you <b>like</b> it written.")
    born = forms.DateField(required=False, widget=DateInput)
    library = forms.ChoiceField(choices=[("a", "Athabasca"), ("b", "Boyle")])
    years = forms.IntegerField(required=False)
    requests = forms.CharField(required=False, widget=forms.Textarea)
    role = forms.MultipleChoiceField(
        choices=[("mentor", "Mentor"), ("mentee", "Mentee")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Both may be ticked.",
    )
    contact = forms.ChoiceField(choices=[("phone", "Phone"), ("mail", "E-mail")], widget=forms.RadioSelect)
    areas = forms.MultipleChoiceField(choices=AREAS, widget=GroupedChoices, required=False)
    agreed = forms.BooleanField(label="I have read the considerations")
    version = forms.IntegerField(widget=forms.HiddenInput)


class SignedIn:
    is_authenticated = True

    def __str__(self) -> str:
        return "Élise Côté-Lévesque"


def context(request: HttpRequest) -> dict[str, object]:
    form = KitchenForm(request.POST if request.method == "POST" or "bad" in request.GET else None)
    return {
        "form": form,
        "moment": MOMENT,
        "way": [Stage("Applied", "4 September", "done"), Stage("Your answer", state="here"), Stage("Meet")],
        "cohort": [Stage("accepted", count=23, url="/"), Stage("to be matched", count=0, state="here")],
        "page": Paginator(range(30), 10).page(2),
        "program_name": "Northern Lights Mentorship",
        "navigation": [NavigationItem("Home", "/", current=True), NavigationItem("Help", "/help")],
        "footer_links": [NavigationItem("Privacy", "/privacy")],
        "contact": SimpleNamespace(name="Corrine", email="corrine@example.org", phone="780 555 0100"),
        "user": SignedIn(),
    }


def kitchen(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Your application is on its way.")
    return HttpResponse(engines["django"].from_string(PAGE).render(context(request), request))


def part(request: HttpRequest) -> HttpResponse:
    return HttpResponse('<p id="part">Changed.</p>')


urlpatterns = [path("", kitchen), path("save", lambda request: HttpResponse(status=204)), path("part", part)]
