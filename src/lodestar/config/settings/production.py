"""Real people's data. Refuses to start without its secrets, its hosts, its address and its mail server."""

from django.core.exceptions import ImproperlyConfigured

from lodestar.config import logs
from lodestar.config.settings.base import *  # noqa: F403
from lodestar.config.settings.base import ALLAUTH_TRUSTED_PROXY_COUNT, env

MISSING = [
    name for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL") if not env.str(name, default="")
]
if MISSING:
    raise ImproperlyConfigured(
        f"A real program cannot start without {', '.join(MISSING)} in its environment; "
        "docs/operating-guide.md says what they hold."
    )

SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = env.str("SITE_URL").rstrip("/")
vars().update(env.email_url("EMAIL_URL"))
LOGGING = logs.settings(level=env.str("LOG_LEVEL", default="INFO"))

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
