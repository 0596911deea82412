import gzip
import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from lodestar.libraries.models import Board, Library
from lodestar.matchmaking.models import MatchingRules
from lodestar.programs.models import Area, AreaGroup, Cycle, Program, Terms
from lodestar.programs.queries import current_terms, open_cycle
from lodestar.travel.models import MileageRate
from tests.factories import make_library

pytestmark = pytest.mark.django_db
CATALOGUE = json.loads((settings.DATA / "nlls" / "catalogue.json").read_text(encoding="utf-8"))


def load() -> str:
    out = StringIO()
    call_command("load_nlls", stdout=out)
    return out.getvalue()


def test_loading_gives_a_program_that_is_open_today() -> None:
    load()
    assert Program.objects.current().name == "Northern Lights Mentorship Project"
    assert open_cycle(timezone.localdate()) is not None
    assert (Library.objects.count(), Board.objects.count()) == (46, 4)
    assert [str(rate.first_5000_km) for rate in MileageRate.objects.all()] == ["0.7300", "0.7200", "0.7000"]
    assert MatchingRules.objects.get().number == 1


def test_the_eight_groups_and_34_areas_read_as_on_the_form() -> None:
    load()
    loaded = [
        {"label": group.label, "areas": [area.label for area in group.areas.all()]}
        for group in AreaGroup.objects.all()
    ]
    assert loaded == [
        {"label": group["label"], "areas": [area["label"] for area in group["areas"]]} for group in CATALOGUE
    ]
    assert (len(loaded), Area.objects.count()) == (8, 34)
    assert Area.objects.get(key="equitable_hiring").label == "Equitable hiring practises"


def test_the_seven_considerations_and_the_notice_are_version_one() -> None:
    load()
    program = Program.objects.current()
    considerations = current_terms(program, Terms.Kind.CONSIDERATIONS)
    assert [item["heading"] for item in considerations.items] == [
        "Commitment and Availability",
        "Clear Objectives",
        "Openness to Feedback",
        "Willingness to Learn and Share",
        "Proactive Engagement",
        "Flexibility and Adaptability",
        "Confidentiality and Trust",
    ]
    notice = current_terms(program, Terms.Kind.PRIVACY)
    assert (considerations.version, notice.version) == (1, 1)
    assert "Protection of Privacy Act" in notice.items[1]["text"]


def test_loading_twice_adds_nothing_and_says_so() -> None:
    assert "libraries: 46 added" in load()
    again = load()
    assert "added" not in again
    assert again.count("nothing missing") == 10
    assert (Library.objects.count(), Area.objects.count(), Cycle.objects.count()) == (46, 34, 1)


def test_loading_again_keeps_what_the_coordinator_changed_and_adds_what_is_missing() -> None:
    load()
    Library.objects.filter(name="Boyle Public Library").update(name="Boyle and District Library")
    Area.objects.filter(key="policy").update(label="Policies")
    Program.objects.update(contact_phone="780-555-0100")
    MileageRate.objects.filter(effective_from="2025-01-01").delete()
    out = load()
    assert "libraries: nothing missing" in out
    assert "mileage rates: 1 added" in out
    assert Library.objects.filter(name__startswith="Boyle").get().name == "Boyle and District Library"
    assert Area.objects.get(key="policy").label == "Policies"
    assert Program.objects.current().contact_phone == "780-555-0100"


def test_a_library_entered_by_hand_before_is_not_loaded_beside_it() -> None:
    make_library("Boyle Public Library")
    assert "libraries: 45 added" in load()


def test_the_public_page_with_its_styles_weighs_under_30_kb_compressed(client: Client) -> None:
    load()
    page = client.get("/").content
    styles = [settings.ROOT / "src/lodestar/ui/static/ui" / name for name in STYLES]
    parts = [page, *(path.read_bytes() for path in styles)]
    assert sum(len(gzip.compress(part)) for part in parts) < 30_000
    for words in ("visa versa", "Confidentiality and Trust", "You can apply now"):
        assert words.encode() in page


STYLES = ["lodestar.css", "vendor/pico/pico.layer.min.css", "mark.svg"]
