import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django_q.models import OrmQ

from lodestar.outbox.actions import queue_mail
from lodestar.outbox.models import Mail
from tests.factories import NOW, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def template(mail_template: str) -> None: ...


def queue(person, key="welcome:1", **context):
    return queue_mail(key=key, to=person, template="mail.txt", context=context, at=NOW)


def test_a_mail_waits_with_its_address_and_its_delivery_is_started() -> None:
    mail = queue(make_person("ᒪᐢᑿ", email="maskwa@example.org"), name="ᒪᐢᑿ")
    mail.refresh_from_db()
    assert (mail.state, mail.address, mail.due_at) == (Mail.State.QUEUED, "maskwa@example.org", NOW)
    assert "Hello ᒪᐢᑿ" in mail.text
    task = OrmQ.objects.get().task
    assert (task["func"], task["args"]) == ("lodestar.outbox.tasks.deliver", (mail.pk,))


def test_the_same_key_again_changes_nothing() -> None:
    person = make_person()
    first = queue(person, name="one")
    again = queue(person, name="two")
    assert again == first
    assert "Hello one" in again.text
    assert (Mail.objects.count(), OrmQ.objects.count()) == (1, 1)


def test_whoever_loses_the_race_for_a_key_gets_the_first_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    person, real_get, asked = make_person(), QuerySet.get, []

    def get_before_the_other_commits(self, *args, **kwargs):
        asked.append(kwargs)
        if len(asked) == 1:
            raise Mail.DoesNotExist
        return real_get(self, *args, **kwargs)

    with transaction.atomic():
        first = queue(person)
        monkeypatch.setattr(QuerySet, "get", get_before_the_other_commits)
        assert queue(person) == first
    assert len(asked) == 2
    assert (Mail.objects.count(), OrmQ.objects.count()) == (1, 1)


def test_a_person_without_an_address_is_told_by_hand() -> None:
    mail = queue(make_person(email=None, phone="780-555-0100"))
    assert (mail.state, mail.address) == (Mail.State.BY_HAND, "")
    assert not OrmQ.objects.exists()


def test_when_the_act_fails_neither_mail_nor_task_stays() -> None:
    person = make_person()
    with transaction.atomic():
        queue(person)
        transaction.set_rollback(True)
    assert not Mail.objects.exists()
    assert not OrmQ.objects.exists()


def test_the_message_id_comes_from_the_key_and_the_site() -> None:
    person = make_person()
    first, second = queue(person), queue(person, key="welcome:2")
    assert first.message_id != second.message_id
    assert first.message_id.startswith("<")
    assert first.message_id.endswith("@lodestar.example.org>")


def test_the_database_refuses_a_second_mail_with_one_key() -> None:
    mail = queue(make_person())
    mail.pk, mail.public_id, mail.message_id = None, "o-22222222", "<other@example.org>"
    with pytest.raises(IntegrityError):
        mail.save(force_insert=True)
