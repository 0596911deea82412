from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lodestar.history.models import Channel
from lodestar.libraries.models import Library, LocationKind, StaffBand
from lodestar.people.models import Person
from lodestar.programs.models import Area, AreaGroup, Cycle, Terms
from lodestar.public_id import PublicIdField


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, person: Any) -> "ApplicationQuerySet":
        """One's own; for the coordinator also all that were sent. A draft is its writer's alone."""
        own = Q(person_id=person.pk)
        return self.filter(own | Q(submitted_at__isnull=False)) if person.is_coordinator else self.filter(own)


class Application(models.Model):
    """One person's form for one cycle, from draft to decision, with its consents.

    `start_application` makes it, `save_draft` fills it, `submit_application` sends it. Each role it
    is made for has a state of its own: see `ApplicationRole`.
    """

    public_id = PublicIdField(prefix="a")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    source = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    date_on_form = models.DateField(_("date"), null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    staff_band = models.CharField(_("library staff"), max_length=4, choices=StaffBand, blank=True)
    location_kind = models.CharField(_("library location"), max_length=20, choices=LocationKind, blank=True)
    libraries = models.ManyToManyField(Library, blank=True, related_name="+")
    other_library = models.CharField(_("library not in the list"), max_length=120, blank=True)
    position = models.CharField(_("position"), max_length=120, blank=True)
    years_in_role = models.PositiveSmallIntegerField(_("years in role"), null=True, blank=True)
    max_km = models.PositiveSmallIntegerField(_("farthest drive, one way, in km"), null=True, blank=True)
    requests = models.TextField(_("other requests or information"), max_length=4000, blank=True)
    requests_stay_private = models.BooleanField(default=False)
    ask_me_first = models.BooleanField(default=False)
    considerations = models.ForeignKey(
        Terms, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    privacy_notice = models.ForeignKey(
        Terms, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    typed = models.JSONField(
        default=dict, blank=True, editable=False, help_text="What was typed on a step and not saved yet."
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["submitted_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "person"],
                name="one_application_per_person_and_cycle",
                violation_error_message=_("This person has already applied in this cycle."),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class ApplicationRoleQuerySet(models.QuerySet["ApplicationRole"]):
    def sent(self) -> "ApplicationRoleQuerySet":
        return self.exclude(state=ApplicationRole.State.DRAFT)

    def talk_first(self) -> "ApplicationRoleQuerySet":
        """Those who named no area: someone talks with them before they count for matching."""
        live = [ApplicationRole.State.SUBMITTED, ApplicationRole.State.ACCEPTED]
        return self.filter(areas__isnull=True, any_mentor=False, state__in=live)

    def ready(self) -> "ApplicationRoleQuerySet":
        """Accepted, and clear enough to be matched."""
        ids = ChosenArea.objects.values("application_role_id")
        return self.filter(Q(any_mentor=True) | Q(pk__in=ids), state=ApplicationRole.State.ACCEPTED)


class ApplicationRole(models.Model):
    """One role a person applies for, with its own state, areas, means and time commitment.

    draft -> submitted (`submit_application`) -> more_asked (`ask_for_more`) -> submitted (`answer_question`);
    submitted -> accepted (`accept_role`) or declined (`decline_role`); any but draft -> withdrawn
    (`withdraw_role`), and withdrawn -> submitted again while the cycle is open (`submit_application`).
    """

    class Role(models.TextChoices):
        MENTOR = "mentor", _("Mentor")
        MENTEE = "mentee", _("Mentee")

    class State(models.TextChoices):
        DRAFT = "draft", _("not sent yet")
        SUBMITTED = "submitted", _("waiting for review")
        MORE_ASKED = "more_asked", _("more information asked")
        ACCEPTED = "accepted", _("in this year's pool")
        DECLINED = "declined", _("not in this year's pool")
        WITHDRAWN = "withdrawn", _("withdrawn")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=6, choices=Role)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(_("mentees at once"), null=True, blank=True)
    project_based = models.BooleanField(default=False)
    ongoing = models.BooleanField(default=False)
    in_person = models.BooleanField(_("in person"), default=False)
    by_phone = models.BooleanField(_("phone"), default=False)
    by_email = models.BooleanField(_("e-mail"), default=False)
    by_video = models.BooleanField(_("video"), default=False)
    other_areas = models.CharField(_("other areas of professional development"), max_length=200, blank=True)
    is_unsure = models.BooleanField(_("I am not sure yet, please talk with me"), default=False)
    any_mentor = models.BooleanField(default=False)

    objects = ApplicationRoleQuerySet.as_manager()

    class Meta:
        ordering = ["application_id", "-role"]
        constraints = [
            models.UniqueConstraint(fields=["application", "role"], name="one_row_per_role"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(role="mentor", capacity__range=(1, 20)),
                name="capacity_is_a_mentors",
                violation_error_message=_("A mentor takes between 1 and 20 mentees at once."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.application_id}"


class ChosenArea(models.Model):
    """An area, or a group alone, that a mentor offers or a mentee seeks, with the words it had then."""

    application_role = models.ForeignKey(ApplicationRole, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(AreaGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=80)
    is_important = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application_role", "area"], name="area_chosen_once"),
            models.UniqueConstraint(fields=["application_role", "group"], name="group_chosen_once"),
            models.CheckConstraint(
                condition=Q(area__isnull=False, group__isnull=True)
                | Q(area__isnull=True, group__isnull=False),
                name="either_an_area_or_a_group",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class NamedPerson(models.Model):
    """A name typed on the form. Only a linked please-not or reports-to name excludes a pair."""

    class Kind(models.TextChoices):
        REPORTS_TO = "reports_to", _("reports to")
        PLEASE_NOT = "please_not", _("please not")
        HOPED_FOR = "hoped_for", _("hopes to work with")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="named_people")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dismissed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """What the coordinator asked about an application, and the answer. The partner never sees it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(max_length=2000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.asked_at:%Y-%m-%d}"
