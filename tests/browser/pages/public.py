"""What anybody may open: the program, signing in, what went wrong, and the demo's own pages."""

from tests.browser.pages.shown import (
    Shown,
    forget_cookies,
    one_after_the_other,
    post,
    send,
    type_code,
)

NOBODY = "nobody"
SIGN_IN = "account_login"
ASK_CODE = send(email="someone@example.org")
ASK_CAREFUL_CODE = send(email="carla@example.org")

PROGRAM = [
    Shown("programs:program", "open", NOBODY, journey=True),
    Shown("programs:program", "closed", NOBODY, site="closed"),
    Shown("programs:program", "without a cycle", NOBODY, site="bare"),
    Shown("programs:program", "not set up", NOBODY, site="unset", status=503),
    Shown("programs:program", "signed in", "stranger"),
    Shown("programs:privacy", "", NOBODY),
    Shown("programs:help", "", NOBODY),
    Shown("programs:help", "", "stranger"),
]

SIGNING_IN = [
    Shown(SIGN_IN, "empty", NOBODY, journey=True),
    Shown(SIGN_IN, "on the way to a page", NOBODY, query="?next=/apply/"),
    Shown(SIGN_IN, "not an address", NOBODY, act=send(email="someone at example")),
    Shown("people:confirm_code", "asked", NOBODY, begin=SIGN_IN, act=ASK_CODE, journey=True),
    Shown(
        "people:confirm_code", "wrong code", NOBODY, begin=SIGN_IN,
        act=one_after_the_other(ASK_CODE, send(code="0000-0000")),
    ),
    Shown(SIGN_IN, "code no longer valid", NOBODY, begin="people:confirm_code"),
    Shown(
        "mfa_authenticate", "asked", NOBODY, begin=SIGN_IN,
        act=one_after_the_other(ASK_CAREFUL_CODE, type_code),
    ),
    Shown(
        "mfa_authenticate", "wrong code", NOBODY, begin=SIGN_IN,
        act=one_after_the_other(ASK_CAREFUL_CODE, type_code, send(code="000000")),
    ),
    Shown("account_logout", "", "stranger"),
]  # fmt: skip

WRONG = [
    Shown("/?page=%00", "400", NOBODY, status=400),
    Shown("/applications/", "403", "stranger", status=403),
    Shown("/nowhere", "404", NOBODY, status=404),
    Shown("/nowhere", "404", "stranger", status=404),
    Shown("/broken/refused", "409", "stranger", status=409),
    Shown("/broken/often", "429", NOBODY, status=429),
    Shown("/broken/error", "500", NOBODY, status=500),
    Shown(
        SIGN_IN, "form of yesterday", NOBODY, status=403,
        act=one_after_the_other(forget_cookies, ASK_CODE),
    ),
    Shown("/rounds/run", "posted for no cycle", status=404, begin="matchmaking:rounds", act=post("run")),
]  # fmt: skip

DEMO = [
    Shown("demo:people", "full", NOBODY),
    Shown("demo:people", "nobody found", NOBODY, query="?text=zzzz"),
    Shown("outbox:list", "full", NOBODY, journey=True),
    Shown("outbox:list", "none of a kind", NOBODY, query="?state=sending", site="first"),
    Shown("outbox:detail", "sent", NOBODY, {"public_id": "@mail_sent"}),
]

PUBLIC = [*PROGRAM, *SIGNING_IN, *WRONG, *DEMO]
