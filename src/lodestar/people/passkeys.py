"""The library's passkey forms, made to answer a credential of any shape with a form error."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms


def careful(read: Callable[[], Any]) -> Any:
    """Call `read`; what it cannot make sense of becomes the same error as a wrong credential."""
    try:
        return read()
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class SignIn(forms.LoginWebAuthnForm):
    def clean_credential(self) -> Any:
        return careful(super().clean_credential)


class SecondStep(forms.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        return careful(super().clean_credential)


class Again(forms.ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        return careful(super().clean_credential)


class Add(forms.AddWebAuthnForm):
    def clean(self) -> Any:
        return careful(super().clean)
