"""Sites whose pages are looked at, each a program at some moment, brought there by its own acts.

`build_NAME` runs inside a site's own Django and prints the ids of its things: what `pages` calls them.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from lodestar.demo.actions import COORDINATOR, enter_staff
from lodestar.folders import actions as folders
from lodestar.handover.actions import plan_handover
from lodestar.handover.models import Handover
from lodestar.history.models import Channel
from lodestar.history.queries import Thing
from lodestar.intake import actions as intake
from lodestar.intake.models import Application, ApplicationRole
from lodestar.intake.queries import answers_of, blank_answers, whole
from lodestar.libraries.models import Board, Library
from lodestar.matchmaking import actions as matchmaking
from lodestar.matchmaking.models import Answer, Match, MatchingRound
from lodestar.matchmaking.queries.offers import whole as whole_match
from lodestar.mentorships import actions as mentorships
from lodestar.mentorships.models import Mentorship, MessageToCoordinator
from lodestar.outbox.models import Mail
from lodestar.people.actions import enter_person, know_where_things_stand, say_away
from lodestar.people.models import Person, StaffRole
from lodestar.programs.actions import add_cycle, close_cycle
from lodestar.programs.models import Cycle
from tests.browser import passkey
from tests.factories import TOTP_SECRET, make_application

Role = ApplicationRole.Role
Said = Answer.Said
Ids = dict[str, str]
AREAS = ["policy", "budget", "marketing", "outreach"]
LEAST_PROPOSED = 12


def tell(ids: Ids) -> None:
    print(json.dumps(ids))


def build_full() -> None:
    """A program in the middle of its year: some of everything."""
    stage = Stage()
    stage.enter_staff()
    stage.apply()
    stage.run_rounds()
    stage.age_mails()
    stage.keep_folders()
    stage.hand_over()
    tell(stage.ids)


def build_first() -> None:
    """The demo as it is at its first start: people in the pool and no round yet; one name is not linked."""
    tell(Stage().ids)


def build_closed() -> None:
    """The same after the coordinator closed the cycle, with one draft left in it."""
    stage = Stage()
    person = stage.newcomer("late")
    stage.draft(person)
    close_cycle(cycle=stage.cycle, by=stage.coordinator, at=stage.at)
    tell(stage.ids)


def build_bare() -> None:
    """A program just loaded, with its coordinator, before the first cycle has dates."""
    call_command("load_nlls", verbosity=0)
    coordinator = enter_staff(*COORDINATOR, StaffRole.COORDINATOR, at=timezone.now())
    visitor = enter_person(
        name="Vera Visitor", email="vera@example.org", by=None, at=timezone.now(), channel=Channel.PROGRAM
    )
    Cycle.objects.all().delete()
    tell({"coordinator": coordinator.public_id, "visitor": visitor.public_id})


def build_unset() -> None:
    """A database with its tables and nothing in them."""
    tell({})


class Stage:
    """What the acts need: the cast, the moment, and the ids collected so far."""

    def __init__(self) -> None:
        self.at: datetime = timezone.now()
        self.cycle = Cycle.objects.get()
        self.coordinator = Person.objects.coordinators()[0]
        waiting = Application.objects.filter(roles__state="submitted").distinct().order_by("id")
        first, second = waiting[0], waiting[1]
        library, other = Library.objects.order_by("id")[:2]
        self.ids: Ids = {
            "cycle": self.cycle.public_id,
            "coordinator": self.coordinator.public_id,
            "finance": Person.objects.get(is_finance=True).public_id,
            "waiting": first.public_id,
            "waiting_role": first.roles.all()[0].role,
            "second_waiting": second.public_id,
            "unagreed": first.person.public_id,
            "library": library.public_id,
            "other_library": other.public_id,
            "board": (Board.objects.first() or Board.objects.create(name="Board of Beaver County")).public_id,
        }

    def known(self, name: str, thing: Any) -> None:
        self.ids[name] = thing.public_id

    def newcomer(self, handle: str, **more: str) -> Person:
        """Somebody who has just signed in for the first time."""
        name = more.get("name", f"{handle.title()} Newcomer")
        person = enter_person(
            name=name, email=f"{handle}@example.org", by=None, at=self.at, channel=Channel.PROGRAM
        )
        self.known(handle, person)
        return person

    def enter_staff(self) -> None:
        administrator = enter_staff("Ada Okâw", "ada@example.org", "", StaffRole.ADMINISTRATOR, at=self.at)
        self.known("administrator", administrator)
        careful = enter_staff("Carla Câhâ", "carla@example.org", "", StaffRole.COORDINATOR, at=self.at)
        self.known("careful", careful)
        know_where_things_stand(person=careful, by=careful, at=self.at)
        Authenticator.objects.create(user=careful, type=Authenticator.Type.TOTP, data={"secret": TOTP_SECRET})
        RecoveryCodes.activate(careful)
        data = {"name": "Desk key", "credential": passkey.registered()}
        key = Authenticator.objects.create(user=careful, type=Authenticator.Type.WEBAUTHN, data=data)
        self.ids["passkey"] = str(key.pk)
        intake.submit_application(application=self.draft(careful), by=careful, at=self.at)
        self.known("careful_application", careful.applications.get())

    def draft(self, person: Person, **answers: Any) -> Application:
        """A form that is filled in and not sent."""
        application = intake.start_application(person=person, cycle=self.cycle, by=person, at=self.at)
        intake.read_terms(application=application, by=person, at=self.at)
        application = whole(Application.objects.filter(pk=application.pk)).get()
        keys = list(Library.objects.filter(is_member=True).values_list("public_id", flat=True)[:1])
        said = blank_answers() | {"name": person.name, "libraries": keys, "roles": ["mentor", "mentee"]}
        said |= {
            "phone": "780-555-0142",
            "mentor_areas": AREAS[:2],
            "mentee_areas": AREAS[1:4],
            "requests": "Mornings suit me best.\n\nᐊᓂᔑᓈᐯ ᐊᔭᒥᐦᐁᐤ",
            "please_not": ["Somebody Whose Name Is Long-Hyphenated-Beyond-Every-Expectation"],
        }
        said |= {"date_on_form": answers_of(application)["date_on_form"]} | answers
        return intake.save_draft(application=application, answers=said, by=person, at=self.at)

    def sent(self, handle: str, **answers: Any) -> Application:
        person = self.newcomer(handle)
        draft = self.draft(person, **answers)
        intake.submit_application(application=draft, by=person, at=self.at)
        self.known(f"{handle}_application", draft)
        return Application.objects.get(pk=draft.pk)

    def apply(self) -> None:
        """Applications from draft to decision."""
        self.newcomer("stranger")
        self.newcomer("rested")
        self.draft(self.newcomer("drafter"))
        beginner = self.newcomer("beginner")
        intake.start_application(person=beginner, cycle=self.cycle, by=beginner, at=self.at)
        sent = self.sent("sender")
        self.ids["named"] = str(sent.named_people.all()[0].pk)
        asked = self.sent("asked")
        who: dict[str, Any] = {"by": self.coordinator, "at": self.at}
        first = intake.ask_for_more(application=asked, text="How far do you drive?", **who)
        intake.answer_question(question=first, answer="An hour.", by=asked.person, at=self.at)
        asked = Application.objects.get(pk=asked.pk)
        second = intake.ask_for_more(application=asked, text="And in winter?", **who)
        self.ids["question"] = str(second.pk)
        refused = self.sent("refused", mentee_areas=[], mentee_unsure=True)
        for row in refused.roles.all():
            if row.role == Role.MENTOR:
                intake.decline_role(role=row, reason="We have many mentors this year.", **who)
        gone = self.sent("gone")
        for row in gone.roles.all():
            intake.withdraw_role(role=row, by=gone.person, at=self.at)
        pooled = self.sent("pooled")
        intake.accept_roles(roles=list(pooled.roles.all()), **who)
        self.draft(self.newcomer("finisher"))
        self.apply_last_year(self.newcomer("earlier"))

    def apply_last_year(self, person: Person) -> None:
        """A cycle that is over, with one application in it."""
        days = ("opens_on", "closes_on", "matched_by", "midpoint_on", "ends_on")
        past = {name: getattr(self.cycle, name) - timedelta(days=366) for name in days}
        cycle = add_cycle(
            program=self.cycle.program, name="Last year", **past, by=self.coordinator, at=self.at
        )
        make_application(person, cycle=cycle, library=Library.objects.all()[0], mentor=AREAS[:1])

    def run_rounds(self) -> None:
        """A round whose offers are out, in every state; one that is only proposed; one not computed yet."""
        for mentee in ApplicationRole.objects.ready().filter(role=Role.MENTEE):
            self.agree(mentee)
        published = self.run_round()
        self.known("published", published)
        first = published.matches.all()[0].mentee_role.application_id  # wishes to be asked before anyone
        Application.objects.filter(pk=first).update(ask_me_first=True)
        proposed = list(whole_match(published.matches.all()))
        assert len(proposed) >= LEAST_PROPOSED, len(proposed)
        offered = proposed[:-2]
        for match in offered:
            self.agree(match.mentee_role)  # before that nobody is named
        lines = {match.pk: "You know each other from the spring meeting, I think." for match in offered[:3]}
        matchmaking.send_offers(
            round=published, matches=offered, by=self.coordinator, at=self.at, lines=lines
        )
        self.answer_offers(list(whole_match(published.matches.exclude(mentor_asked_at=None))))
        self.choose(published)
        queued = matchmaking.request_round(cycle=self.cycle, by=self.coordinator, at=self.at)
        self.known("queued", queued)
        solving = matchmaking.request_round(cycle=self.cycle, by=self.coordinator, at=self.at)
        MatchingRound.objects.filter(pk=solving.pk).update(state="solving", progress=3, attempt=1)
        self.known("solving", solving)
        stopped = matchmaking.request_round(cycle=self.cycle, by=self.coordinator, at=self.at)
        matchmaking.stop_round(round=stopped, by=self.coordinator, at=self.at)
        self.known("stopped", stopped)
        self.known("proposed", self.run_round())  # the newest one, in which decisions are made

    def run_round(self) -> MatchingRound:
        who: dict[str, Any] = {"by": self.coordinator, "at": self.at}
        return matchmaking.run_matching_round(round=matchmaking.request_round(cycle=self.cycle, **who), **who)

    def answer_offers(self, sent: list[Match]) -> None:
        """Every state an offer can be in, in the words of `pages`."""
        unagreed = next(match for match in sent if is_first_of_a_new_mentor(match, sent))
        self.side("offer_unagreed", unagreed, Role.MENTOR)
        offers = iter(match for match in sent if match != unagreed)
        self.side("offer_mentor", self.agreed(next(offers)), Role.MENTOR)
        late = self.agreed(next(offers))
        matchmaking.ask_for_more_days(
            match=late, role=Role.MENTOR, by=late.mentor_role.application.person, at=self.at
        )
        matchmaking.lapse_offer(match=late, at=self.at)
        self.side("offer_late", late, Role.MENTOR)
        waiting = self.say(self.agreed(next(offers)), Role.MENTOR, Said.YES)
        self.side("offer_waiting", waiting, Role.MENTOR)
        self.side("offer_mentee", waiting, Role.MENTEE)
        over = self.say(self.agreed(next(offers)), Role.MENTOR, Said.NO)
        self.side("offer_over", over, Role.MENTOR)
        ended = self.agreed(next(offers))
        matchmaking.withdraw_offer(match=ended, by=self.coordinator, at=self.at, reason="Moved away.")
        self.known("offer_withdrawn", ended)
        self.pair("new_pair", next(offers))
        self.talk(self.pair("old_pair", next(offers)))
        self.end(self.pair("ended_pair", next(offers)))
        first = Match.objects.filter(state=Match.State.ASKED_MENTEE, mentor_asked_at=None)
        for match in whole_match(first):
            self.side("offer_before_anyone", self.agreed(match), Role.MENTEE)

    def side(self, handle: str, match: Match, role: str) -> None:
        """Keep the offer and the person who is asked."""
        row = match.mentor_role if role == Role.MENTOR else match.mentee_role
        self.known(handle, match)
        self.known(f"{handle}_person", row.application.person)

    def agreed(self, match: Match) -> Match:
        """Both sides of an application that came by file have agreed."""
        self.agree(match.mentor_role)
        self.agree(match.mentee_role)
        return whole_match(Match.objects.filter(pk=match.pk)).get()

    def agree(self, role: ApplicationRole) -> None:
        if not role.application.agreed_at:
            intake.agree_to_terms(application=role.application, by=person_of(role), at=self.at)

    def say(self, match: Match, role: str, said: str) -> Match:
        row = match.mentor_role if role == Role.MENTOR else match.mentee_role
        reason = {"no_reason": "other", "reason": "I retire in June."} if said == Said.NO else {}
        by = row.application.person
        matchmaking.answer_offer(match=match, role=role, said=said, by=by, at=self.at, **reason)
        return whole_match(Match.objects.filter(pk=match.pk)).get()

    def pair(self, handle: str, match: Match) -> Mentorship:
        confirmed = self.say(self.say(self.agreed(match), Role.MENTOR, Said.YES), Role.MENTEE, Said.YES)
        assert confirmed.mentorship
        self.known(handle, confirmed.mentorship)
        self.known(f"{handle}_mentor", confirmed.mentorship.mentor)
        self.known(f"{handle}_mentee", confirmed.mentorship.mentee)
        self.known(f"{handle}_offer", confirmed)
        return confirmed.mentorship

    def talk(self, pair: Mentorship) -> None:
        """They have talked, and the mentee asks the coordinator twice."""
        today = timezone.localdate(self.at)
        mentorships.say_we_talked(mentorship=pair, on=today, by=pair.mentee, at=self.at)
        for text in ["Who pays the mileage?", "May we meet in Athabasca?"]:
            mentorships.ask_coordinator(mentorship=pair, text=text, by=pair.mentee, at=self.at)
        first, second = MessageToCoordinator.objects.filter(mentorship=pair)
        mentorships.answer_message(message=first, text="The program.", by=self.coordinator, at=self.at)
        self.known("message", second)

    def end(self, pair: Mentorship) -> None:
        mentorships.end_mentorship(
            mentorship=pair, reason="completed", by=pair.mentor, at=self.at, wants_new_match=True
        )

    def choose(self, round_: MatchingRound) -> None:
        """One pair pinned, one forbidden."""
        pinned, forbidden = round_.matches.filter(state=Match.State.PROPOSED)
        who: dict[str, Any] = {"cycle": self.cycle, "by": self.coordinator, "at": self.at}
        matchmaking.pin_pair(
            mentor=person_of(pinned.mentor_role), mentee=person_of(pinned.mentee_role), **who
        )
        pair = {"mentor": person_of(forbidden.mentor_role), "mentee": person_of(forbidden.mentee_role)}
        matchmaking.forbid_pair(note="They are cousins.", **pair, **who)
        self.known("unmatched_mentee", pair["mentee"])
        self.known("forbidden_mentor", pair["mentor"])

    def keep_folders(self) -> None:
        """Notes and who looks after what: one looked after by a coordinator who is away."""
        careful = Person.objects.get(email="carla@example.org")
        who: dict[str, Any] = {"by": self.coordinator, "at": self.at}
        today = timezone.localdate(self.at)
        until = today + timedelta(days=9)
        say_away(person=careful, until=until, deputy=self.coordinator, by=careful, at=self.at, today=today)
        for kind, handle in [("application", "sender_application"), ("match", "offer_mentor")]:
            folders.assign(thing=Thing(kind, self.ids[handle]), to=careful, **who)
        pair = Thing("mentorship", self.ids["old_pair"])
        folders.assign(thing=pair, to=self.coordinator, **who)
        folders.write_note(thing=pair, text="Promised them a call before the holidays.\nAfter four.", **who)
        offer = Thing("match", self.ids["offer_mentor"])
        folders.write_note(thing=offer, text="Would rather be called than mailed.", **who)
        application = Thing("application", self.ids["sender_application"])
        note = folders.write_note(thing=application, text="Asked the manager: fine.", **who)
        folders.put_away(note=note, **who)
        folders.write_note(thing=application, text="Drives only in summer.", **who)

    def hand_over(self) -> None:
        """Somebody who has just taken over, and a handover that is still to come."""
        successor = enter_staff(
            "Nora Nîpin", "nora@example.org", "780-555-0177", StaffRole.COORDINATOR, at=self.at
        )
        self.known("newcomer", successor)
        leaver = enter_staff("Lena Lamoureux", "lena@example.org", "", StaffRole.COORDINATOR, at=self.at)
        today = timezone.localdate(self.at)
        both: dict[str, Any] = {"successor": successor, "becomes_contact": False, "at": self.at}
        plan_handover(leaver=leaver, on=today, by=leaver, **both)
        careful = Person.objects.get(email="carla@example.org")
        plan_handover(leaver=careful, on=today + timedelta(days=30), by=self.coordinator, **both)
        self.ids["handover"] = Handover.objects.planned().get().public_id

    def age_mails(self) -> None:
        """Mails in every state, as the worker would leave them."""
        mails = iter(Mail.objects.exclude(address="").order_by("id"))
        for state in Mail.State.values:
            mail = next(mails)
            moment = {"sent_at": self.at} if state == Mail.State.SENT else {}
            trouble = {"last_error": "550 No such mailbox"} if state == Mail.State.FAILED else {}
            Mail.objects.filter(pk=mail.pk).update(state=state, **moment, **trouble)
            self.known(f"mail_{state}", mail)


def is_first_of_a_new_mentor(match: Match, sent: list[Match]) -> bool:
    """The mentor has not agreed yet, and answers no other offer either."""
    offers = [other for other in sent if other.mentor_role_id == match.mentor_role_id]
    return offers == [match] and not match.mentor_role.application.agreed_at


def person_of(role: ApplicationRole) -> Person:
    return role.application.person


assert settings.DEMO, "a stage is set in a site of its own, never in the tests' database"
