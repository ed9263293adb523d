"""Every setting of portsec. All come from the environment and are read here and nowhere else.

A wrong value or a missing secret stops the start with one line that names the setting.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

from portsec import environment
from portsec.embedded import running_environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# `up` starts the servers whose addresses the other commands need.
STARTS_SERVERS = len(sys.argv) > 1 and sys.argv[1] in {"up", "help", "--help"}


def _fail(name: str, problem: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"setting {name}: {problem}")


try:
    DATA_DIR = environment.data_directory(env, default=BASE_DIR / ".data")
    if not STARTS_SERVERS:
        # Commands in another terminal use the servers of a running `make run` without being told of them.
        for name, value in running_environment(DATA_DIR).items():
            os.environ.setdefault(name, value)
    DEMO = environment.flag(env, "DEMO", default=False)
    PORT = environment.port(env, "PORT", default=8000)
    HOTLINE_PORT = environment.port(env, "HOTLINE_PORT", default=8001)
    DEVICE_PORT = environment.port(env, "DEVICE_PORT", default=8002)
    SECRET_KEY = environment.secret(env, "SECRET_KEY", optional=STARTS_SERVERS)
    DATABASES = {"default": environment.database(env, optional=STARTS_SERVERS)}
    REDIS_URL = environment.redis_url(env, optional=STARTS_SERVERS)
    TIME_ZONE = environment.time_zone(env, default="Europe/Brussels")
    ALLOWED_HOSTS = environment.words(env, "ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
    LEDGER_KEY_FILE = environment.existing_file(env, "LEDGER_KEY_FILE")
    LEDGER_POLICY_FILE = environment.existing_file(env, "LEDGER_POLICY_FILE")
    LEDGER_PUBLISHED_DIR = environment.directory(
        env, "LEDGER_PUBLISHED_DIR", default=DATA_DIR / "ledger-published"
    )
    CREDENTIAL_KEY_DIR = environment.directory(
        env, "CREDENTIAL_KEY_DIR", default=DATA_DIR / "credential-keys"
    )
    PUBLIC_URL = environment.public_url(env, "PUBLIC_URL", host=ALLOWED_HOSTS[0], port=PORT, is_demo=DEMO)
    HOTLINE_URL = environment.public_address(
        env, "HOTLINE_URL", default=f"http://127.0.0.1:{HOTLINE_PORT}"
    ).rstrip("/")
    HOTLINE_ROLE, HOTLINE_ROLE_PASSWORD = environment.hotline_role(env)
    CLIENT_CERTIFICATE_HEADER = environment.header(env, "CLIENT_CERTIFICATE_HEADER")
    LANGUAGES = environment.languages(env, default=["en"])
except environment.SettingError as error:
    raise ImproperlyConfigured(str(error)) from None

DEBUG = False
LANGUAGE_CODE = LANGUAGES[0][0]
USE_TZ = True
USE_I18N = True
ZONE = ZoneInfo(TIME_ZONE)

INSTALLED_APPS = [
    "portsec.apps.PortsecConfig",
    "portsec.interface",
    "ledger",
    "accounts",
    "screening",
    "access",
    "hotline",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "guardian",
    "pgtrigger",
    "rest_framework",
    "knox",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_structlog",
    "django_prometheus",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "portsec.http.WellFormedPathMiddleware",
    "accounts.middleware.HeldSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.SessionAgeMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "access.middleware.ScopeMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "portsec.http.ErrorMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "portsec.urls"
WSGI_APPLICATION = "portsec.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portsec.navigation.context.navigation",
            ],
        },
    }
]

# --- people who sign in ----------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_USER_OBJ_PERMS_MODEL = "accounts.AccountPermission"
GUARDIAN_GROUP_OBJ_PERMS_MODEL = "accounts.GroupPermission"
ANONYMOUS_USER_NAME = None
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "access.backends.NeedToKnowBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds: a decision needs a fresh proof of who decides
ACCOUNT_SESSION_REMEMBER = False
# A port is reached through one proxy that ends TLS; a demo port directly. Only what it adds is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if DEMO else 1
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "portsec"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
USERSESSIONS_TRACK_ACTIVITY = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # nobody can lock out a colleague from elsewhere
AXES_USERNAME_CALLABLE = "accounts.adapter.typed_username"
AXES_CLIENT_IP_CALLABLE = "accounts.adapter.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_HTTP_RESPONSE_CODE = 429

# --- sessions and browser rules ----------------------------------------------------------------
# A demo port is served over plain HTTP on the loopback, where browsers drop Secure cookies.
SECURE_COOKIES = not DEMO
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_NAME = "__Host-session" if SECURE_COOKIES else "session"
SESSION_COOKIE_AGE = 15 * 60  # idle seconds
SESSION_SAVE_EVERY_REQUEST = True
SESSION_ABSOLUTE_AGE = 10 * 60 * 60  # seconds: one long shift
SESSION_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_COOKIES else "csrf"
CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "portsec.http.csrf_failure"
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["default", "inert"],
    }
}
PERMISSIONS_POLICY = {
    name: []
    for name in ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
} | {"publickey-credentials-get": "self", "publickey-credentials-create": "self"}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# --- doors for machines -------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.tokens.ApiToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portsec.rest.StrictJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "portsec.rest.NewestFirst",
    "PAGE_SIZE": 50,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portsec.rest.api_error",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
REST_KNOX = {"TOKEN_TTL": None, "TOKEN_LIMIT_PER_USER": 5, "SECURE_HASH_ALGORITHM": "hashlib.sha512"}
SPECTACULAR_SETTINGS = {
    "TITLE": "portsec",
    "DESCRIPTION": "Suitability, badges, need-to-know and misuse detection for ports.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "CheckKindEnum": "screening.enums.CheckKind.choices",
        "CheckStateEnum": "screening.enums.CheckState.choices",
        "CheckResultEnum": "screening.enums.CheckResult.choices",
        "ProofKindEnum": "screening.suitability.words.ProofKind.choices",
        "RecordStateEnum": "screening.suitability.words.RecordState.choices",
    },
}

# --- workers ------------------------------------------------------------------------------------
CELERY = environment.celery(REDIS_URL)

# --- files ------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portsec.interface.icons.SpriteFinder",
]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The API documentation's bundle is 45 MB; compressing it takes most of a minute and serves one page.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "woff", "woff2", "gz", "br"]
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_TEMP_DIR = tempfile.gettempdir()

LOGGING = environment.logging(DATA_DIR)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # it believes any X-Forwarded-For; accounts.receivers adds ours

SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # TLS ends at the proxy in front, which also redirects
    "guardian.W001",  # our backends are listed above
]
