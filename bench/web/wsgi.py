"""The demo site with nothing between the server and the bare views."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

django.setup(set_prefix=False)
settings.MIDDLEWARE = []  # not before: the sign-in package refuses to start without its own
settings.ROOT_URLCONF = "bench.web.bare"
application = WSGIHandler()
