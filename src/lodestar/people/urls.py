"""`urlpatterns` are our pages; `allauth_patterns` the pages of django-allauth that we use, and no others."""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from lodestar.people.views import account as own
from lodestar.people.views import register, sign_in

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("", own.account, name="account"),
    path("address/", own.change_address, name="change_address"),
    path("address/code/", own.confirm_address, name="confirm_address"),
    path("sign-in/code/", sign_in.confirm_code, name="confirm_code"),
    path("away/", own.away, name="away"),
    path("unsent/", own.unsent_page, name="unsent"),
    path("sign-out-everywhere/", own.sign_out_everywhere, name="sign_out_everywhere"),
    path("second-step/needed/", sign_in.second_factor, name="second_factor"),
    path("people/", register.people, name="list"),
    path("people/invite/", register.invite, name="invite"),
    path("people/<str:public_id>/", register.person, name="person"),
    path("people/<str:public_id>/<slug:role>/remove/", register.remove_role, name="remove_role"),
]

View = Callable[..., HttpResponseBase]


def page(address: str, view: View, name: str) -> URLPattern:
    return path(address, require_http_methods(["GET", "HEAD", "POST"])(view), name=name)


allauth_patterns: list[URLPattern] = [
    page("sign-in/", sign_in.sign_in, "account_login"),
    page("sign-in/passkey/", sign_in.passkey_sign_in, "mfa_login_webauthn"),
    page("sign-in/second-step/", mfa.authenticate, "mfa_authenticate"),
    page("sign-out/", account.logout, "account_logout"),
    page("second-step/", mfa.index, "mfa_index"),
    page("second-step/again/", mfa.reauthenticate, "mfa_reauthenticate"),
    page("second-step/again/passkey/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    page("second-step/app/add/", totp.activate_totp, "mfa_activate_totp"),
    page("second-step/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    page("second-step/passkeys/", webauthn.list_webauthn, "mfa_list_webauthn"),
    page("second-step/passkeys/add/", webauthn.add_webauthn, "mfa_add_webauthn"),
    page("second-step/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, "mfa_remove_webauthn"),
    page("second-step/recovery-codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes"),
    page("second-step/recovery-codes/new/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    page(
        "second-step/recovery-codes/download/",
        recovery.download_recovery_codes,
        "mfa_download_recovery_codes",
    ),
]
