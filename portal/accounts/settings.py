"""django-allauth's switches, brought into portal.settings."""

_FORMS = "portal.accounts.forms."
_CODE_LIFE = 15 * 60  # seconds; also the `expires_at` of the letter that carries the code

ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}

ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": _FORMS + "sign_up.SignUp",
    "login": _FORMS + "sign_in.SignIn",
    "request_login_code": _FORMS + "codes.RequestCode",
    "confirm_login_code": _FORMS + "codes.ConfirmLogin",
    "confirm_email_verification_code": _FORMS + "codes.ConfirmAddress",
    "confirm_password_reset_code": _FORMS + "codes.ConfirmReset",
    "add_email": _FORMS + "address.AddAddress",
    "reset_password": _FORMS + "passwords.ResetPassword",
    "reset_password_from_key": _FORMS + "passwords.NewPassword",
    "set_password": _FORMS + "passwords.SetPassword",
    "change_password": _FORMS + "passwords.ChangePassword",
    "reauthenticate": _FORMS + "passwords.Reauthenticate",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = str
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = _FORMS + "name.Name"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"

ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = (
    _CODE_LIFE
)
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5

ACCOUNT_EMAIL_NOTIFICATIONS = True  # tells the owner of each change to the account
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # through the second factor, where there is one

# What is counted, in the database (portal.accounts.limits), so that it holds for all processes and without Redis.
# `code_mail`, `code_mail_in_all` and `wrong_password` are ours, counted in the adapter; `code_guess` is counted in forms/codes.py.
ACCOUNT_RATE_LIMITS = {
    "signup": "20/m/ip,60/h/ip",
    "login": "30/m/ip,300/h/ip",
    "login_failed": "10/15m/key",  # per account, or per browser known for the address; and per second factor
    "wrong_password": "20/15m/ip",
    "code_guess": "5/15m/key",  # per code, as long as it lives
    "code_mail": "3/h/key",  # to one address, asked for from one place or known browser, by all doors together
    "code_mail_in_all": "10/h/key",  # to one address from wherever, but for browsers known for it
    "request_login_code": "20/m/ip,120/h/ip",
    "reset_password": "20/m/ip,120/h/ip",
    "words_kept": "20/h/ip",  # pages typed while signed out (members/drafts/unsaved.py)
    "proof": "60/h/ip",  # files and hashes asked about (nominations/deciding/views/proofs.py)
    "manage_email": "10/m/user,30/h/user",
    "confirm_email": None,
}

MFA_ADAPTER = "portal.accounts.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": _FORMS + "second_factor.Authenticate",
    "reauthenticate": _FORMS + "second_factor.ReauthenticateByCode",
    "activate_totp": _FORMS + "second_factor.ActivateApp",
    "add_webauthn": _FORMS + "second_factor.AddKey",
    "edit_webauthn": _FORMS + "second_factor.RenameKey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "GPAI portal"
MFA_RECOVERY_CODES_SHOW_ONCE = False
USERSESSIONS_TRACK_ACTIVITY = False
