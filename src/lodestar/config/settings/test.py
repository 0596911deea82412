"""What the tests run with: as near to production as speed allows."""

import os

from lodestar.config.settings.base import *  # noqa: F403
from lodestar.config.settings.base import INSTALLED_APPS, TEMPLATES, VAR, database, env

SECRET_KEY = "test"  # noqa: S105
SITE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
INSTALLED_APPS = [*INSTALLED_APPS, "lodestar.demo"]
TEMPLATES[0]["OPTIONS"]["context_processors"].append("lodestar.demo.context.demo")
DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR / 'test.sqlite3'}"))}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR.mkdir(parents=True, exist_ok=True)
    # A file, as in production: in memory, connections of several threads lock each other out.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / f"test-{os.getpid()}.sqlite3")}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # nothing is collected for a test
WHITENOISE_USE_FINDERS = True
