from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MileageRate(models.Model):
    """The allowance per kilometre in force from a date on, in dollars (CRA automobile allowance rates)."""

    effective_from = models.DateField(_("in force from"), unique=True)
    first_5000_km = models.DecimalField(_("first 5,000 km"), max_digits=5, decimal_places=4)
    after_5000_km = models.DecimalField(_("after 5,000 km"), max_digits=5, decimal_places=4)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        ordering = ["-effective_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_5000_km__gt=0, after_5000_km__gt=0),
                name="mileage_rate_is_positive",
                violation_error_message=_("A rate is more than zero."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.effective_from}: {self.first_5000_km}"
