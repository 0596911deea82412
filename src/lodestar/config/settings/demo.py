"""A program to try out: fictional people, no second factor, every mail on a page. Never for real use."""

from django.core.exceptions import ImproperlyConfigured

from lodestar.config.settings.base import *  # noqa: F403
from lodestar.config.settings.base import DATABASES, INSTALLED_APPS, TEMPLATES, env

REAL = [name for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL") if name in env.ENVIRON]
if DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
    REAL.append("DATABASE_URL")
if REAL:
    raise ImproperlyConfigured(
        "The demo is open to everyone and must not run with the settings of a real program. "
        f"Unset {', '.join(REAL)}, or set DJANGO_SETTINGS_MODULE=lodestar.config.settings.production."
    )

DEMO = True
SECRET_KEY = "demo only: production refuses to start without a key of its own"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
INSTALLED_APPS = [*INSTALLED_APPS, "lodestar.demo"]
TEMPLATES[0]["OPTIONS"]["context_processors"].append("lodestar.demo.context.demo")
SITE_URL = f"http://localhost:{env.str('PORT', default='8000')}"
EMAIL_BACKEND = "lodestar.outbox.backends.DemoBackend"
