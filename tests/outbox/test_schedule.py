from importlib import import_module
from importlib.util import find_spec
from inspect import getmembers, isfunction, signature

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail as django_mail
from django.core.management import CommandError, call_command
from django.utils.module_loading import import_string
from django_q.models import Schedule
from pytest_django import Settings

from tests.outbox.conftest import make_mail


@pytest.mark.parametrize("path", settings.SCHEDULED_WORK)
def test_every_scheduled_task_exists(path: str) -> None:
    assert callable(import_string(path))
    assert path.split(".")[-2] == "tasks"


def test_every_task_that_needs_nothing_to_start_is_scheduled() -> None:
    modules = [app.name + ".tasks" for app in apps.get_app_configs() if app.name.startswith("lodestar.")]
    found = [import_module(name) for name in modules if find_spec(name)]
    tasks = {
        f"{module.__name__}.{name}"
        for module in found
        for name, task in getmembers(module, isfunction)
        if task.__module__ == module.__name__ and not signature(task).parameters
    }
    assert tasks == set(settings.SCHEDULED_WORK)


def test_scheduling_twice_makes_one_row_each_and_forgets_what_is_gone(db: None, settings: Settings) -> None:
    settings.SCHEDULED_WORK = {"lodestar.outbox.tasks.deliver_due": 1, "lodestar.gone.tasks.gone": 60}
    call_command("schedule_work")
    before = Schedule.objects.get(name="lodestar.outbox.tasks.deliver_due")
    settings.SCHEDULED_WORK = {"lodestar.outbox.tasks.deliver_due": 1}
    call_command("schedule_work")
    after = Schedule.objects.get()
    assert (after.pk, after.func, after.minutes) == (before.pk, "lodestar.outbox.tasks.deliver_due", 1)
    assert after.next_run == before.next_run


def test_run_due_does_all_of_it_and_one_failure_stops_nothing(db: None, settings: Settings) -> None:
    make_mail()
    settings.SCHEDULED_WORK = {"lodestar.nowhere.tasks.gone": 1, "lodestar.outbox.tasks.deliver_due": 1}
    with pytest.raises(CommandError, match=r"Failed: lodestar\.nowhere\.tasks\.gone$"):
        call_command("run_due")
    assert len(django_mail.outbox) == 1
