from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lodestar.people.models import Person, StaffRole
from lodestar.people.policy import plain_address, tidy_name
from lodestar.refusal import Refused
from lodestar.ui.forms import DateInput, SeenForm, check_telephone


class AddressField(forms.EmailField):
    """An e-mail address, cleaned to the one form we keep."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)
        self.widget.attrs |= {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}

    def clean(self, value: Any) -> str:
        address = super().clean(value)
        try:
            return plain_address(address) if address else ""
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused


class SignInForm(forms.Form):
    email = AddressField(
        label=_("Your e-mail address"), help_text=_("We send a code there. There is no password to remember.")
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=40,
        help_text=_("Eight digits, for example 1234-5678."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class SignInCodeForm(CodeForm):
    own_device = forms.BooleanField(
        label=_("This is my own device"),
        required=False,
        help_text=_(
            "Tick it only if nobody else uses this computer or phone: you then stay signed in for up to 14 "
            "days. Otherwise you are signed out after 30 minutes without use."
        ),
    )


class ContactForm(SeenForm):
    """Name and telephone; the address too when the coordinator writes it."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        validators=[check_telephone],
        widget=forms.TextInput({"autocomplete": "tel"}),
    )

    def clean_name(self) -> str:
        return tidy_name(self.cleaned_data["name"])


class SharedMailboxField(forms.TypedChoiceField):
    """Whether others read a mailbox: yes, no, or not said."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("no", _("No, only I read it")), ("yes", _("Yes, or somebody would inherit it"))]
        super().__init__(
            choices=choices,
            coerce=lambda answer: answer == "yes",
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            **kwargs,
        )


class OwnContactForm(ContactForm):
    mailbox_is_shared = SharedMailboxField(
        label=_("Do others read this mailbox?"),
        help_text=_(
            "A code in a shared mailbox opens your private pages to whoever reads it. If others read it, "
            "add a passkey below or use another address."
        ),
    )


class PersonForm(ContactForm):
    email = AddressField(label=_("E-mail address"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not (cleaned["email"] or cleaned["phone"]):
            raise forms.ValidationError(_("We need an e-mail address or a telephone number."))
        return cleaned


class NewAddressForm(forms.Form):
    email = AddressField(label=_("New e-mail address"))


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    email = AddressField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=StaffRole.choices, widget=forms.RadioSelect)


class AwayForm(SeenForm):
    """Until when a coordinator is away, and who stands in for them."""

    away_until = forms.DateField(
        label=_("Away until"),
        required=False,
        widget=DateInput,
        help_text=_("The last day on which you are away. Leave it empty when you are here."),
    )
    deputy = forms.ModelChoiceField(
        label=_("Your deputy"),
        queryset=Person.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Nobody"),
        help_text=_("Another coordinator, who gets your mails from the program while you are away."),
    )

    def __init__(self, data: Any = None, *, person: Person, today: date) -> None:
        until = person.away_until if person.is_away(today) else None
        deputy = person.deputy.public_id if person.deputy else ""
        super().__init__(data, initial={"away_until": until, "deputy": deputy})
        others = Person.objects.coordinators().exclude(pk=person.pk)
        self.fields["deputy"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        choices = self.fields["deputy"].queryset  # type: ignore[attr-defined]
        if (
            cleaned.get("away_until")
            and not cleaned.get("deputy")
            and "deputy" not in self.errors
            and choices
        ):
            self.add_error("deputy", _("Say who stands in for you, so that nobody waits for an answer."))
        return cleaned


class SearchForm(forms.Form):
    hide_optional = True
    q = forms.CharField(
        label=_("Name, e-mail address or telephone"), required=False, max_length=120, widget=forms.SearchInput
    )


def contact_of(person: Person) -> dict[str, Any]:
    """Return what a contact form starts with."""
    shared = {True: "yes", False: "no", None: ""}[person.mailbox_is_shared]
    return {
        "name": person.name,
        "phone": person.phone,
        "email": person.email or "",
        "mailbox_is_shared": shared,
    }
