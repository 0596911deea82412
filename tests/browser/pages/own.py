"""What participants see: the form, where they stand, offers, their mentorship, their account."""

from lodestar.intake.forms import steps
from tests.browser.pages.shown import (
    Shown,
    one_after_the_other,
    post,
    press,
    prove_again,
    send,
    type_code,
    wait_for_hours,
)

STEP = "intake:step"
STEPS = [step.key for step in steps.STEPS]
OFFER = "matchmaking:offer"
PAIR = "mentorships:mentorship"
LAST_FIELD_TOO_LONG = "x" * 5000


def step(key: str, what: str, who: str = "drafter", **more: object) -> Shown:
    return Shown(STEP, f"{key} {what}", who, {"key": key}, **more)  # type: ignore[arg-type]


HOME = [
    Shown("home:home", "may apply", "stranger", journey=True),
    Shown("home:home", "draft", "drafter"),
    Shown("home:home", "question", "asked"),
    Shown("home:home", "declined", "refused"),
    Shown("home:home", "withdrawn", "gone"),
    Shown("home:home", "must agree", "unagreed"),
    Shown("home:home", "offer", "offer_mentor_person", journey=True),
    Shown("home:home", "new mentorship", "new_pair_mentee", journey=True),
    Shown("home:home", "old mentorship", "old_pair_mentee"),
    Shown("home:home", "ended mentorship", "ended_pair_mentee"),
    Shown("home:home", "closed", "finance", site="closed"),
    Shown("home:home", "no cycle", "visitor", site="bare"),
]

FORM = [
    Shown("intake:apply", "open", "stranger", journey=True),
    Shown("intake:apply", "same as last year", "earlier"),
    Shown("intake:apply", "closed", "finance", site="closed"),
    Shown("intake:apply", "no cycle", "visitor", site="bare"),
    *[step(key, "filled", journey=True) for key in STEPS],
    step("agree", "empty", "beginner"),
    step("about", "empty", "beginner"),
    step("roles", "empty", "beginner"),
    step("library", "empty", "beginner"),
    step("check", "with gaps", "beginner"),
    step("about", "closed", "late", site="closed"),
    step("agree", "not ticked", "beginner", act=send(agree_privacy=False), status=422),
    step("library", "wrong values", act=send(years_in_role="99", library=""), status=422),
    step("roles", "none ticked", "beginner", act=send(), status=422),
    step("offered", "too many places", act=send(mentor_capacity="99"), status=422),
    step("sought", "too long", act=send(mentee_other=LAST_FIELD_TOO_LONG), status=422),
    step("wishes", "too long", act=send(requests=LAST_FIELD_TOO_LONG), status=422),
    step("wishes", "changed in another window", act=send(version="other", requests="New"), status=409),
    step("check", "not ticked", act=send(), status=422),
]

STATUS = [
    Shown("home:own", "with an office", "careful"),
    Shown("home:own", "not taking part"),
    Shown("home:status", "draft", "drafter"),
    Shown(
        "home:status", "saved for later", "beginner", begin="/apply/about/", act=press("button[value=later]")
    ),
    Shown("home:status", "waiting", "sender", journey=True),
    Shown("home:status", "just sent", "finisher", begin="/apply/check/", act=send(discloses=True)),
    Shown("home:status", "question", "asked"),
    Shown("home:status", "empty answer", "asked", act=send(answer=""), status=422),
    Shown("home:status", "declined", "refused"),
    Shown("home:status", "withdrawn", "gone"),
    Shown("home:status", "in the pool", "pooled"),
    Shown("home:status", "must agree", "unagreed"),
    Shown("home:status", "closed", "late", site="closed"),
    Shown("home:application", "by its own address", "sender", {"public_id": "@sender_application"}),
    Shown("intake:withdraw", "one", "sender", {"public_id": "@sender_application", "role": "mentor"}),
    Shown("intake:withdraw", "both", "sender", {"public_id": "@sender_application", "role": "both"}),
    Shown("intake:withdraw", "nothing left", "gone", {"public_id": "@gone_application", "role": "both"}),
    Shown("intake:agree", "asked", "unagreed"),
    Shown("intake:agree", "not ticked", "unagreed", act=send(), status=422),
]


def offer(handle: str, what: str, **more: object) -> Shown:
    url = str(more.pop("url", OFFER))
    return Shown(url, what, f"{handle}_person", {"public_id": f"@{handle}"}, **more)  # type: ignore[arg-type]


OFFERS = [
    offer("offer_unagreed", "must agree first"),
    offer("offer_mentor", "mentor asked", journey=True),
    offer("offer_late", "late and no more days"),
    offer("offer_waiting", "mentor said yes", journey=True),
    offer("offer_mentee", "mentee asked", journey=True),
    offer("offer_before_anyone", "mentee asked first"),
    offer("offer_over", "not going ahead"),
    offer("offer_over", "decided in another window", act=post("yes"), status=409),
    Shown(OFFER, "both said yes", "new_pair_mentor", {"public_id": "@new_pair_offer"}, journey=True),
    offer("offer_mentor", "asked", url="matchmaking:why"),
    offer("offer_mentor", "asked", url="matchmaking:no", journey=True),
    offer("offer_mentor", "no reason chosen", url="matchmaking:no", act=send(reason="?")),
    offer("offer_over", "decided already", url="matchmaking:no"),
]


def pair(who: str, what: str, **more: object) -> Shown:
    url = str(more.pop("url", PAIR))
    return Shown(url, what, who, {"public_id": f"@{who.rsplit('_', 1)[0]}"}, **more)  # type: ignore[arg-type]


MENTORSHIPS = [
    pair("new_pair_mentor", "just started", journey=True),
    pair("new_pair_mentee", "just started", journey=True),
    pair("new_pair_mentor", "no day", act=send(on="")),
    pair("new_pair_mentee", "empty question", act=send(**{"ask-text": ""})),
    pair("old_pair_mentee", "with messages", journey=True),
    pair("old_pair_mentor", "talked"),
    pair("ended_pair_mentor", "ended and wish told"),
    pair("ended_pair_mentee", "ended and wish asked"),
    pair("old_pair_mentor", "sure", url="mentorships:end"),
    pair("old_pair_mentor", "no reason", url="mentorships:end", act=send("form.confirm")),
]

ASK_NEW_ADDRESS = send(email="new@example.org")
ACCOUNT = [
    Shown("people:account", "", "stranger"),
    Shown("people:account", "no name", "stranger", act=send(name="")),
    Shown("people:account", "saved", "pooled", act=send(name="Pooled Newcomer")),
    Shown("people:change_address", "", "stranger"),
    Shown("people:change_address", "not an address", "stranger", act=send(email="new at example")),
    Shown("people:confirm_address", "asked", "stranger", begin="people:change_address", act=ASK_NEW_ADDRESS),
    Shown(
        "people:confirm_address", "wrong code", "stranger", begin="people:change_address",
        act=one_after_the_other(ASK_NEW_ADDRESS, send(code="0000-0000")),
    ),
    Shown(
        "people:account", "address changed", "gone", begin="people:change_address",
        act=one_after_the_other(send(email="gone.away@example.org"), type_code),
    ),
    Shown(
        "people:unsent", "", "rested", begin="people:account",
        act=one_after_the_other(
            wait_for_hours, send(name="Rested of the North"), send(email="rested@example.org"), type_code
        ),
    ),
    Shown("people:second_factor", "", "administrator"),
    Shown("mfa_index", "none", "stranger"),
    Shown("mfa_index", "all", "careful"),
    Shown("mfa_activate_totp", "", "stranger"),
    Shown("mfa_activate_totp", "wrong code", "stranger", act=send(code="000000")),
    Shown("mfa_add_webauthn", "", "stranger"),
    Shown("mfa_list_webauthn", "empty", "stranger"),
    Shown("mfa_list_webauthn", "one", "careful", act=prove_again),
    Shown("mfa_remove_webauthn", "", "careful", {"pk": "@passkey"}, act=prove_again),
    Shown("mfa_deactivate_totp", "", "careful", act=prove_again),
    Shown("mfa_view_recovery_codes", "", "careful", act=prove_again),
    Shown("mfa_generate_recovery_codes", "", "careful", act=prove_again),
    Shown("mfa_reauthenticate", "asked", "careful"),
    Shown("mfa_reauthenticate", "wrong code", "careful", act=send(code="000000")),
    Shown("mfa_reauthenticate_webauthn", "asked", "careful"),
]  # fmt: skip

OWN = [*HOME, *FORM, *STATUS, *OFFERS, *MENTORSHIPS, *ACCOUNT]
