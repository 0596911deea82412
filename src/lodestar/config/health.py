"""What a supervisor asks: does the process answer, and may it be sent visitors?"""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready when the database answers and every migration is applied."""
    try:
        ready = known_migrations() <= set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError:
        ready = False
    return HttpResponse(
        "ready\n" if ready else "not ready\n", content_type="text/plain", status=200 if ready else 503
    )


@cache
def known_migrations() -> set[tuple[str, str]]:
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return set(loader.disk_migrations)
