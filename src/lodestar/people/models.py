from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from lodestar.public_id import PublicIdField


class StaffRole(models.TextChoices):
    """The roles a person is given; mentor and mentee come from their application instead."""

    COORDINATOR = "coordinator", _("coordinator")
    FINANCE = "finance", _("finance officer")
    ADMINISTRATOR = "administrator", _("administrator")


class PersonManager(BaseUserManager["Person"]):
    def coordinators(self) -> "models.QuerySet[Person]":
        return self.filter(is_coordinator=True, is_active=True).order_by("id")


class Person(AbstractBaseUser):
    """Someone who signs in, or whom the coordinator calls. Signs in by a code or a passkey.

    `open_account` makes one from an address that asked for a code, `enter_person` from paper or a
    file, `grant_role` and `remove_role` change the roles. A coordinator says with `say_away` until which
    day somebody stands in for them; a new one `is_newcomer` until `know_where_things_stand`.
    """

    public_id = PublicIdField(prefix="p")
    name = models.CharField(_("name"), max_length=120, blank=True)
    folded_name = models.CharField(max_length=200, blank=True, db_index=True, editable=False)
    email = models.EmailField(_("e-mail address"), null=True, blank=True, unique=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    mailbox_is_shared = models.BooleanField(null=True, blank=True)
    is_coordinator = models.BooleanField(default=False)
    is_finance = models.BooleanField(default=False)
    is_administrator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_made_up = models.BooleanField(default=False)
    away_until = models.DateField(_("away until"), null=True, blank=True)
    deputy = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("deputy")
    )
    is_newcomer = models.BooleanField(default=False, editable=False)
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField()
    password = None  # type: ignore[assignment]

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_address_one_account",
                violation_error_message=_("Somebody already uses this e-mail address."),
            ),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | ~Q(phone=""),
                name="person_can_be_reached",
                violation_error_message=_("We need an e-mail address or a telephone number."),
            ),
            models.CheckConstraint(
                condition=Q(email__isnull=True) | ~Q(email=""), name="no_address_is_null_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("id")),
                name="nobody_stands_in_for_themselves",
                violation_error_message=_("Nobody can be their own deputy."),
            ),
            models.CheckConstraint(
                condition=Q(is_coordinator=True) | Q(away_until=None, deputy=None, is_newcomer=False),
                name="only_a_coordinator_has_a_deputy",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.phone

    @property
    def roles(self) -> list[StaffRole]:
        return [role for role in StaffRole if getattr(self, f"is_{role}")]

    @property
    def needs_second_factor(self) -> bool:
        return self.is_coordinator or self.is_finance or self.is_administrator

    def is_away(self, today: date) -> bool:
        """Whether somebody stands in for this coordinator today, the last day included."""
        return self.away_until is not None and today <= self.away_until

    def has_usable_password(self) -> bool:
        return False

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Every session holds this; raising `sessions_ended` therefore ends all of them."""
        value = f"{self.pk} {self.sessions_ended}"
        return salted_hmac("lodestar.people.session", value, secret=secret, algorithm="sha256").hexdigest()
