from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lodestar.travel.models import MileageRate
from lodestar.ui.forms import DateInput

HIGHEST = Decimal(3)


def check_rate(dollars: Decimal) -> None:
    """More than that is a slip of the decimal point, and a rate never changes once it is there."""
    if dollars > HIGHEST:
        raise forms.ValidationError(
            _("This is more than 3 dollars for one kilometre. Is the decimal point in its place?")
        )


class RateForm(forms.ModelForm):
    class Meta:
        model = MileageRate
        fields = ("effective_from", "first_5000_km", "after_5000_km", "source")
        widgets = {"effective_from": DateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_5000_km", "after_5000_km"):
            self.fields[name].validators.append(check_rate)
