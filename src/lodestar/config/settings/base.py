"""What every way of running shares. `demo`, `test` and `production` add to it."""

import zoneinfo
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from lodestar.config import logs

env = environ.Env()

# Clock changes come from the locked tzdata: an old system would put Edmonton an hour off.
zoneinfo.reset_tzpath(())

ROOT = Path(__file__).resolve().parents[4]
VAR = Path(env.str("LODESTAR_VAR", default=str(ROOT / "var")))
DATA = ROOT / "data"

DEBUG = False
DEMO = False
ALLOWED_HOSTS: list[str] = []
ROOT_URLCONF = "lodestar.config.urls"
WSGI_APPLICATION = "lodestar.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_q",
    "lodestar.ui",
    "lodestar.history",
    "lodestar.outbox",
    "lodestar.libraries",
    "lodestar.people",
    "lodestar.folders",
    "lodestar.programs",
    "lodestar.intake",
    "lodestar.mentorships",
    "lodestar.matchmaking",
    "lodestar.travel",
    "lodestar.handover",
    "lodestar.home",
    "lodestar.config",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "lodestar.config.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lodestar.config.middleware.ReadableInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lodestar.people.middleware.SessionLimits",
    "lodestar.people.middleware.SecondFactorGate",
    "lodestar.config.middleware.PageForWrongMethod",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lodestar.programs.context.program",
                "lodestar.home.context.navigation",
            ],
        },
    }
]

SQLITE_OPTIONS = {
    # An acknowledged application must survive a power cut: WAL with FULL, not NORMAL.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}


def database(url: str) -> dict[str, object]:
    """Return Django's settings for a database address, with what SQLite needs to be durable."""
    parsed = dict(environ.Env.db_url_config(url))
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        parsed["OPTIONS"] = dict(SQLITE_OPTIONS)
    return parsed


DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR / 'lodestar.sqlite3'}"))}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # rate limits must outlive a flood of addresses
    }
}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"

ACCOUNT_ADAPTER = "lodestar.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code that signs a person in has proved the address
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_RATE_LIMITS = {
    "code_to_own_device": "10/15m/key",
    "code_to_visitor": "30/m/ip,5/15m/key",
    "code_to_address": "30/h/key",
    "code_typed": "60/15m/key",
}
# Behind reverse proxies, how many of them add to X-Forwarded-For; without this it is never read.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "lodestar.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "login_webauthn": "lodestar.people.passkeys.SignIn",
    "authenticate_webauthn": "lodestar.people.passkeys.SecondStep",
    "reauthenticate_webauthn": "lodestar.people.passkeys.Again",
    "add_webauthn": "lodestar.people.passkeys.Add",
}

FORM_RENDERER = "lodestar.ui.forms.Renderer"
CSRF_FAILURE_VIEW = "lodestar.ui.views.csrf_failure"

LANGUAGE_CODE = "en-ca"
LANGUAGES = [("en-ca", _("English"))]
LOCALE_PATHS = [ROOT / "src" / "lodestar" / "locale"]
TIME_ZONE = "America/Edmonton"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # Pico draws its ticks and arrows as data images
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Addresses in mails start with this, never with what a request claims its host to be.
SITE_URL = "http://localhost:8000"

LOGGING = logs.settings(level=env.str("LOG_LEVEL", default="WARNING"))

EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="mentorship@example.org")

Q_CLUSTER = {
    "name": "lodestar",
    "orm": "default",
    "workers": 1,
    "timeout": 300,
    "retry": 360,
    "max_attempts": 3,
    "ack_failures": False,
    "catch_up": False,
    "poll": 1,
}

# Work that falls due by the clock: each task may run at any time and as often as one likes.
# `manage.py schedule_work` hands it to the worker, `manage.py run_due` does all of it at once.
SCHEDULED_WORK = {  # task: minutes between two runs
    "lodestar.outbox.tasks.deliver_due": 1,
    "lodestar.mentorships.tasks.remind_first_contact": 60,
    "lodestar.matchmaking.tasks.remind_and_lapse": 60,
    "lodestar.home.tasks.call_to_the_desk": 60,
    "lodestar.handover.tasks.carry_out_due": 60,
    "lodestar.people.tasks.clear_ended_sessions": 24 * 60,
}
