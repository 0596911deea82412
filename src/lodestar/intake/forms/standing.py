from django import forms
from django.utils.translation import gettext_lazy as _

from lodestar.intake.forms.steps import CheckForm

READ = {"required": _("Please tick this before you go on.")}


class AgreeLateForm(forms.Form):
    """The ticks of the web form, for an application that did not come by it."""

    considerations = forms.BooleanField(
        label=_("I have read the considerations and take them into account"), error_messages=READ
    )
    privacy = forms.BooleanField(label=_("I have read the privacy notice"), error_messages=READ)
    discloses = CheckForm.base_fields["discloses"]
