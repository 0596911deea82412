from django import forms

from lodestar.travel.models import MileageRate
from lodestar.ui.forms import DateInput


class RateForm(forms.ModelForm):
    class Meta:
        model = MileageRate
        fields = ("effective_from", "first_5000_km", "after_5000_km", "source")
        widgets = {"effective_from": DateInput}
