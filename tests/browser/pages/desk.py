"""What the coordinator works with: desk, applications, rounds, offers, mentorships, mails."""

from lodestar.intake.forms import steps
from tests.browser.pages.shown import Shown, one_after_the_other, post, press, send, untick_all

LIST = "intake:list"
DETAIL = "intake:detail"
STEPS = [step.key for step in steps.STEPS]
TODAY = {"channel": "phone", "said_on": "2026-09-14"}


def about(url: str, what: str, handle: str, **more: object) -> Shown:
    """A page about one thing, as the coordinator sees it; further `args` may be given."""
    args = {"public_id": f"@{handle}"} | more.pop("args", {})  # type: ignore[operator]
    return Shown(url, what, "coordinator", args, **more)  # type: ignore[arg-type]


DESK = [
    Shown("home:home", "full", journey=True),
    Shown("home:home", "before the first round", site="first"),
    Shown("home:home", "no cycle", site="bare"),
    Shown("home:home", "closed", site="closed"),
    Shown("home:home", "", "finance"),
    Shown("home:home", "", "administrator"),
    about("history:thing", "", "sender_application", args={"kind": "application"}),
    about("history:thing", "of an offer", "offer_mentor", args={"kind": "match"}),
    about("history:thing", "of a person", "old_pair_mentee", args={"kind": "person"}),
    about("history:thing", "of a pair", "old_pair", args={"kind": "mentorship"}),
    Shown("handover:briefing", "full", journey=True),
    Shown("handover:briefing", "to a newcomer", "newcomer", journey=True),
    Shown("handover:briefing", "before the first round", site="first"),
    Shown("handover:briefing", "no cycle", site="bare"),
]

FOLDER = "folders:folder"
FOLDERS = [
    about(FOLDER, "of an application", "sender_application", args={"kind": "application"}, journey=True),
    about(FOLDER, "of an offer", "offer_mentor", args={"kind": "match"}),
    about(FOLDER, "empty", "new_pair", args={"kind": "mentorship"}),
    about(
        FOLDER, "no words", "new_pair",
        args={"kind": "mentorship"}, act=send("form[action$=note]", text=""), status=422,
    ),
]  # fmt: skip

APPLICATIONS = [
    Shown(LIST, "full", journey=True),
    Shown(LIST, "filtered", query="?state=submitted&text=newcomer"),
    Shown(LIST, "none found", query="?text=zzzz"),
    Shown(LIST, "no cycle", site="bare"),
    Shown(LIST, "nothing ticked", act=send("form[action$=accept]")),
    about(DETAIL, "waiting", "waiting", journey=True),
    about(DETAIL, "sent on the web", "sender_application"),
    about(DETAIL, "question open", "asked_application"),
    about(DETAIL, "declined", "refused_application"),
    about(DETAIL, "withdrawn", "gone_application"),
    about(DETAIL, "in the pool", "pooled_application"),
    about(DETAIL, "just accepted", "second_waiting", act=send("form[action*=accept]"), journey=True),
    about(DETAIL, "decided in another window", "pooled_application", act=post("accept/mentor"), status=409),
    Shown(DETAIL, "own", "careful", {"public_id": "@careful_application"}),
    about("intake:ask", "", "sender_application"),
    about("intake:ask", "nothing written", "sender_application", act=send(text=""), status=422),
    about("intake:ask", "the mail first", "sender_application", act=send(text="How far?")),
    about("intake:decline", "", "sender_application", args={"role": "mentor"}),
    about(
        "intake:decline", "nothing written", "sender_application",
        args={"role": "mentor"}, act=send(reason=""), status=422,
    ),
    about(
        "intake:decline", "the mail first", "sender_application",
        args={"role": "mentor"}, act=send(reason="Enough mentors."),
    ),
    about("intake:decline", "decided already", "pooled_application", args={"role": "mentor"}, status=409),
    about("intake:record_agreement", "", "waiting"),
    about("intake:record_agreement", "nothing said", "waiting", act=send(), status=422),
    about("intake:record_answer", "", "asked_application", args={"number": "@question"}),
    about(
        "intake:record_answer", "no answer", "asked_application",
        args={"number": "@question"}, act=send(answer=""), status=422,
    ),
    about("intake:record_withdrawal", "", "sender_application", args={"role": "mentor"}),
    about("intake:talked", "", "refused_application", args={"role": "mentee"}),
    about(
        "intake:talked", "nothing said", "refused_application",
        args={"role": "mentee"}, act=send(), status=422,
    ),
    about("intake:link_name", "nobody found", "sender_application", args={"number": "@named"}),
    about("intake:link_name", "found", "sender_application", args={"number": "@named"}, query="?text=a"),
    about("intake:correct", "", "waiting"),
    about("intake:correct", "wrong values", "waiting", act=send(years_in_role="99"), status=422),
    about(
        "intake:correct", "changed meanwhile", "waiting",
        act=send(version="x", position="Page", **TODAY), status=409,
    ),
    Shown("intake:enter", "empty"),
    Shown("intake:enter", "wrong values", act=send(name="", years_in_role="99"), status=422),
    Shown("intake:preview"),
    *[Shown("intake:preview_step", key, args={"key": key}) for key in STEPS],
    Shown("intake:practice", "none"),
    Shown("intake:practice", "ten", site="closed", act=send()),
]  # fmt: skip

ROUND = "matchmaking:round"
PAIR = {"mentee": "@unmatched_mentee", "mentor": "@forbidden_mentor"}
ROUNDS = [
    Shown("matchmaking:rounds", "full", journey=True),
    Shown("matchmaking:rounds", "none yet", site="first", journey=True),
    Shown("matchmaking:rounds", "no cycle", site="bare"),
    about(ROUND, "offers out", "published", journey=True),
    about(ROUND, "proposed", "proposed", journey=True),
    about(ROUND, "waiting to be computed", "queued"),
    about(ROUND, "being computed", "solving"),
    about(ROUND, "stopped before it had an answer", "stopped"),
    about(ROUND, "no pair fits", "proposed", query="?text=zzzz"),
    about(ROUND, "a pair pinned", "proposed", act=send("form[action$=pin]"), journey=True),
    about("matchmaking:sheet", "", "proposed"),
    about("matchmaking:tell_left", "", "proposed"),
    about("matchmaking:tell_left", "nobody", "queued"),
    about("matchmaking:compare", "", "published", args={"other": "@proposed"}),
    about("matchmaking:send", "mails", "proposed", journey=True),
    about("matchmaking:send", "a later round decides", "published"),
    about("matchmaking:send", "none chosen", "proposed", act=one_after_the_other(untick_all, send())),
    about("matchmaking:send", "nothing to send", "queued"),
    about("matchmaking:choices", "mentors", "proposed", args={"mentee": "@unmatched_mentee"}),
    about("matchmaking:choices", "nobody", "proposed", args={"mentee": "@stranger"}),
    about("matchmaking:pin_anyway", "", "proposed", args=PAIR),
    about("matchmaking:pin_anyway", "no reason", "proposed", args=PAIR, act=send(exception="")),
    about("matchmaking:forbid", "", "proposed", args=PAIR),
    about("matchmaking:forbid", "no note", "proposed", args=PAIR, act=send(note="")),
    about("matchmaking:why", "in full", "offer_mentor"),
    about("matchmaking:withdraw", "", "offer_mentor"),
    about("matchmaking:record_answer", "", "offer_mentor"),
    about("matchmaking:record_answer", "nothing said", "offer_mentor", act=send(reason="?")),
    about("matchmaking:withdraw", "decided already", "offer_over", act=send(reason="?")),
    Shown("matchmaking:demand"),
    Shown("matchmaking:demand", "before the first round", site="first"),
    Shown("matchmaking:free_places"),
    Shown("matchmaking:free_places", "before the first round", site="first"),
    *[Shown("matchmaking:ask_past", role, args={"role": role}) for role in ["mentor", "mentee"]],
    Shown("matchmaking:rules", ""),
    Shown("matchmaking:rules", "wrong", act=send(areas="-1")),
    Shown("matchmaking:rules", "tried", act=send(button="button[name=try]", distance="60")),
]  # fmt: skip

PAIRS = [
    Shown("mentorships:list", "full", journey=True),
    Shown("mentorships:list", "none", site="first"),
    about("mentorships:mentorship", "just started", "new_pair", journey=True),
    about("mentorships:mentorship", "with a message", "old_pair"),
    about(
        "mentorships:mentorship", "empty answer", "old_pair",
        act=send("form[action$=answer]"), lands="/mentorships/messages/",
    ),
    about("mentorships:mentorship", "ended", "ended_pair"),
    about(
        "mentorships:mentorship", "nothing said of a wish", "ended_pair",
        act=one_after_the_other(press("main details:has(form) summary"), send("form[action$=wish]")),
        lands="/mentorships/",
    ),
    about("mentorships:end", "", "new_pair"),
    about("mentorships:end", "no reason", "new_pair", act=send("form.confirm")),
]  # fmt: skip

STATES = ["queued", "sending", "sent", "unsure", "failed", "by_hand", "told", "withheld"]
MAILS = [
    Shown("outbox:list", "full", journey=True),
    Shown("outbox:list", "none", query="?state=told", site="first"),
    *[about("outbox:detail", state, f"mail_{state}") for state in STATES],
    about("outbox:detail", "no day", "mail_by_hand", act=send(said_on="")),
    about("outbox:detail", "sent meanwhile", "mail_sent", act=post("send-again/"), status=409),
    about("outbox:letter", "", "mail_by_hand"),
]

ALL_OF_DESK = [*DESK, *FOLDERS, *APPLICATIONS, *ROUNDS, *PAIRS, *MAILS]
