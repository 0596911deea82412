from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lodestar.history.forms import SaidForm
from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking.catalogue import PART_HELP, PARTS, PRESETS, RULES
from lodestar.matchmaking.models import Answer, Match, MatchingRules
from lodestar.matchmaking.queries.left_over import LeftMail
from lodestar.matchmaking.queries.looking import STANDING
from lodestar.matchmaking.queries.offers import OfferMail
from lodestar.matchmaking.queries.past_people import PastPerson
from lodestar.people.models import Person
from lodestar.ui.forms import SeenForm

NoReason = Answer.NoReason


class ForbidForm(forms.Form):
    note = forms.CharField(
        label=_("Why are these two not to be paired?"),
        help_text=_("Only coordinators read it."),
        max_length=500,
    )


class ExceptionForm(forms.Form):
    exception = forms.CharField(
        label=_("Why is this pair right all the same?"),
        help_text=_("Only coordinators read it."),
        max_length=500,
    )


class RulesForm(SeenForm):
    """Which hard rules hold, and one whole number for each part of the fit; at least one is above zero."""

    hide_optional = True
    note = forms.CharField(label=_("What you changed, in a few words"), max_length=200, required=False)

    def __init__(self, *args: Any, rules: MatchingRules, preset: str = "", **kwargs: Any) -> None:
        weights: dict[str, Any] = {part: rules.weights.get(part, 0) for part in PARTS}
        super().__init__(*args, initial=weights | {name: getattr(rules, name) for name in RULES}, **kwargs)
        if preset in PRESETS:
            self.initial = {**self.initial, **PRESETS[preset][1]}
        for part, label in PARTS.items():
            self.fields[part] = forms.IntegerField(
                label=label, help_text=PART_HELP[part], min_value=0, max_value=100
            )
        for name, label in RULES.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)
        self.order_fields([*PARTS, *RULES, "note"])

    @property
    def values(self) -> dict[str, Any]:
        rules = {name: self.cleaned_data[name] for name in RULES}
        return {"weights": {part: self.cleaned_data[part] for part in PARTS}, **rules}


class OffersForm(forms.Form):
    """Which offers go out, each with room for one line of the coordinator's own."""

    def __init__(self, *args: Any, mails: list[OfferMail], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mails = mails
        is_wave = any(mail.match.waits_for_wave for mail in mails)
        for mail in mails:
            self.fields[f"send-{mail.match.public_id}"] = forms.BooleanField(
                label=_("Send this offer to %(name)s") % {"name": mail.to},
                required=False,
                initial=mail.match.waits_for_wave if is_wave else not mail.was_tried,
            )
            self.fields[f"line-{mail.match.public_id}"] = forms.CharField(
                label=_("A line of your own"),
                help_text=_("It stands in the mail. Please name nobody and no area."),
                max_length=500,
                required=False,
            )

    def rows(self) -> list[tuple[OfferMail, forms.BoundField, forms.BoundField]]:
        ids = [(mail, mail.match.public_id) for mail in self.mails]
        return [(mail, self[f"send-{public_id}"], self[f"line-{public_id}"]) for mail, public_id in ids]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if gone := {name for name in self.data if name.startswith("send-")} - set(self.fields):
            words = ngettext(
                "%(count)d of the offers you chose was sent or changed in the meantime. Please look again.",
                "%(count)d of the offers you chose were sent or changed in the meantime. Please look again.",
                len(gone),
            )
            raise forms.ValidationError(words % {"count": len(gone)})
        return cleaned

    @property
    def chosen(self) -> list[Match]:
        matches = [mail.match for mail in self.mails]
        return [match for match in matches if self.cleaned_data[f"send-{match.public_id}"]]

    @property
    def lines(self) -> dict[int, str]:
        return {match.pk: self.cleaned_data[f"line-{match.public_id}"] for match in self.chosen}


class NoForm(forms.Form):
    no_reason = forms.ChoiceField(label=_("Why not?"), choices=NoReason, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Anything the coordinator should know"),
        help_text=_("Only the coordinator reads this and your reason."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RecordAnswerForm(SaidForm):
    """An answer that somebody gave by phone, on paper or in person."""

    said = forms.ChoiceField(label=_("The answer"), choices=Answer.Said, widget=forms.RadioSelect)
    no_reason = forms.ChoiceField(
        label=_("If it is no: why?"), choices=[("", _("not said")), *NoReason.choices], required=False
    )
    reason = forms.CharField(
        label=_("In their words"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    field_order = ("said", "no_reason", "reason", "channel", "said_on")


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Why? Only coordinators read it"), max_length=500, required=False)


class PastPeopleForm(forms.Form):
    """Who is asked to take part again; those who were asked already are not offered."""

    def __init__(self, *args: Any, people: list[PastPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {past.person.public_id: past.person for past in people if not past.asked_at}
        if self.people:
            labels = [
                (
                    past.person.public_id,
                    _("%(name)s, %(cycle)s") % {"name": past.person, "cycle": past.last_cycle},
                )
                for past in people
                if not past.asked_at
            ]
            self.fields["people"] = forms.MultipleChoiceField(
                label=_("Whom to ask"), choices=labels, widget=forms.CheckboxSelectMultiple
            )

    @property
    def chosen(self) -> list[Person]:
        return [self.people[key] for key in self.cleaned_data.get("people", [])]


class LookForm(forms.Form):
    """Which pairs of a round are shown, and in which order."""

    hide_optional = True
    text = forms.CharField(label=_("Name or library"), max_length=80, required=False)
    only = forms.ChoiceField(
        label=_("Only"),
        choices=[
            ("", _("All pairs")),
            ("weak", _("weak and fair ones")),
            ("mind", _("with something to mind")),
            ("pinned", _("pinned ones")),
            *((kind, label) for kind, (label, _holds) in STANDING.items()),
        ],
        required=False,
    )
    order = forms.ChoiceField(
        label=_("Order"),
        choices=[
            ("name", _("by mentee")),
            ("mentor", _("by mentor")),
            ("fit", _("weakest fit first")),
            ("drive", _("longest drive first")),
        ],
        required=False,
    )


class TellLeftForm(forms.Form):
    """Who without a match is told; those who were told already are not offered."""

    def __init__(self, *args: Any, mails: list[LeftMail], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mails = [mail for mail in mails if not mail.told_at]
        for mail in self.mails:
            self.fields[f"tell-{mail.role.pk}"] = forms.BooleanField(
                label=_("Tell %(name)s") % {"name": mail.to}, required=False, initial=True
            )

    def rows(self) -> list[tuple[LeftMail, forms.BoundField]]:
        return [(mail, self[f"tell-{mail.role.pk}"]) for mail in self.mails]

    @property
    def chosen(self) -> list[ApplicationRole]:
        return [mail.role for mail in self.mails if self.cleaned_data[f"tell-{mail.role.pk}"]]
