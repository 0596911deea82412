"""The least of Django with the same rows: one query in a plain table, one INSERT in a transaction."""

from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from lodestar.intake.models import Application, ApplicationRole

TABLE = "bench_bare_application"
COLUMNS = [
    field.column for field in Application._meta.concrete_fields if field.column and not field.primary_key
]
PAGE = Engine().from_string(
    "<!doctype html><title>Bare</title><table>"
    "{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>{% endfor %}</table>"
)
SEEN = (
    "application__public_id",
    "application__person__name",
    "application__submitted_at",
    "application__source",
    "application__position",
    "role",
    "state",
)


def table(roles: QuerySet[ApplicationRole]) -> HttpResponse:
    return HttpResponse(PAGE.render(Context({"rows": roles.values_list(*SEEN)})))


def applications(request: HttpRequest, rows: int) -> HttpResponse:
    """The first sent applications, as many as the coordinator's list shows on its first page."""
    return table(ApplicationRole.objects.filter(application__submitted_at__isnull=False)[:rows])


def home(request: HttpRequest, person: int) -> HttpResponse:
    return table(ApplicationRole.objects.filter(application__person=person))


@transaction.atomic
def submit(request: HttpRequest) -> HttpResponse:
    marks = ", ".join(["%s"] * len(COLUMNS))
    names = ", ".join(f'"{column}"' for column in COLUMNS)
    with connection.cursor() as cursor:
        values = [request.POST[column] for column in COLUMNS]
        cursor.execute(f"INSERT INTO {TABLE} ({names}) VALUES ({marks})", values)  # noqa: S608
    return HttpResponse(status=302, headers={"Location": "/"})


urlpatterns = [
    path("applications/<int:rows>/", applications),
    path("home/<int:person>/", home),
    path("submit/", submit),
]
