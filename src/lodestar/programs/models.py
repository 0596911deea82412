from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lodestar.public_id import PublicIdField


class ProgramManager(models.Manager["Program"]):
    def current(self) -> "Program":
        """Return the one program of this installation."""
        return self.get()


class Program(models.Model):
    """The mentorship program of one library system: its words and the rules a coordinator may change.

    One installation runs one program; `load_nlls` makes it, `change_program` changes it.
    """

    public_id = PublicIdField(prefix="g")
    name = models.CharField(_("name of the program"), max_length=120)
    system_name = models.CharField(_("library system"), max_length=120)
    system_short_name = models.CharField(_("library system, in short"), max_length=20)
    aim = models.TextField(_("aim"))
    contact_name = models.CharField(_("whom to ask"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    newer_years = models.PositiveSmallIntegerField(
        _("a mentee is newer with fewer years in role than"), default=2
    )
    mentees_at_once = models.PositiveSmallIntegerField(_("mentees at once, when not said"), default=1)
    answer_days = models.PositiveSmallIntegerField(_("days to answer an offer"), default=7)
    reminder_days = models.PositiveSmallIntegerField(_("days until a reminder of an offer"), default=4)
    holiday_from = models.CharField(_("no offer lapses from (MM-DD)"), max_length=5, default="12-20")
    holiday_to = models.CharField(_("until (MM-DD)"), max_length=5, default="01-03")
    first_contact_days = models.PositiveSmallIntegerField(_("days until the first contact"), default=14)
    considerations_one_by_one = models.BooleanField(_("tick each consideration by itself"), default=False)
    offers_in_waves = models.BooleanField(_("send offers in waves"), default=False)
    monday_mail = models.BooleanField(_("mail to coordinators on Monday morning"), default=True)
    first_steps_done = models.JSONField(default=list, blank=True)

    objects = ProgramManager()

    def __str__(self) -> str:
        return self.name


class ProgramText(models.Model):
    """One passage of the public page, in the organisation's own words."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="texts")
    key = models.SlugField()
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=120)
    text = models.TextField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["program", "key"], name="one_text_per_key")]

    def __str__(self) -> str:
        return self.key


class Terms(models.Model):
    """One version of what an applicant is shown and agrees to. Never changed: a new wording is a new row."""

    class Kind(models.TextChoices):
        CONSIDERATIONS = "considerations", _("considerations")
        PRIVACY = "privacy", _("privacy notice")

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=20, choices=Kind)
    version = models.PositiveIntegerField()
    heading = models.CharField(max_length=120)
    intro = models.TextField(blank=True)
    items = models.JSONField(help_text='A list of {"heading": …, "text": …}.')

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["program", "kind", "version"], name="one_wording_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class AreaGroup(models.Model):
    """One of the form's groups of areas of expertise. It may be ticked alone ("generally")."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="area_groups")
    key = models.SlugField(unique=True)
    label = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.label


class Area(models.Model):
    """An area of expertise: what a mentor offers and a mentee seeks."""

    group = models.ForeignKey(AreaGroup, on_delete=models.CASCADE, related_name="areas")
    key = models.SlugField(unique=True)
    label = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["group__order", "order"]

    def __str__(self) -> str:
        return self.label


CYCLE_DATES = ("opens_on", "closes_on", "matched_by", "midpoint_on", "ends_on")


class Cycle(models.Model):
    """One year's run of the program. `add_cycle` makes it, as a copy or anew.

    `move_cycle` changes its dates; `close_cycle` stops the web form, `reopen_cycle` lets it go on.
    """

    public_id = PublicIdField(prefix="c")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="cycles")
    name = models.CharField(_("name"), max_length=80, unique=True)
    opens_on = models.DateField(_("applications open"))
    closes_on = models.DateField(_("applications close"))
    matched_by = models.DateField(_("people hear by"))
    midpoint_on = models.DateField(_("mid-point"))
    ends_on = models.DateField(_("ends"))
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on"))
                & Q(matched_by__gte=F("closes_on"))
                & Q(midpoint_on__gte=F("matched_by"))
                & Q(ends_on__gte=F("midpoint_on")),
                name="cycle_dates_in_order",
                violation_error_message=_(
                    "The dates must follow each other: open, close, hear by, mid-point, end."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def closed_on(self) -> date:
        """The last day of the web form: as planned, or when it was closed by hand before."""
        return min(timezone.localdate(self.closed_at), self.closes_on) if self.closed_at else self.closes_on

    def is_open(self, today: date) -> bool:
        """Whether the web form takes applications on `today` (the last day included)."""
        return self.closed_at is None and self.opens_on <= today <= self.closes_on
