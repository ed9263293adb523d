"""The settings of the reporter's door, a process of its own: its own addresses, secret and rights.

It reads neither DATABASE_URL nor SECRET_KEY nor REDIS_URL, and needs no directory: it writes to no disk.
"""

from __future__ import annotations

import environ
from django.core.exceptions import ImproperlyConfigured

from hotline.public import place_log
from portsec import environment

env = environ.Env()

try:
    DEMO = environment.flag(env, "DEMO", default=False)
    HOTLINE_PORT = environment.port(env, "HOTLINE_PORT", default=8001)
    ALLOWED_HOSTS = environment.words(env, "HOTLINE_HOSTS", default=["localhost", "127.0.0.1"])
    SECRET_KEY = environment.secret(env, "HOTLINE_SECRET_KEY", optional=False)
    DATABASES = {"default": environment.hotline_database(env)}
    HOTLINE_EXIT_URL = environment.public_address(
        env, "HOTLINE_EXIT_URL", default=environment.WEATHER, most=200
    )
    TIME_ZONE = environment.time_zone(env, default="Europe/Brussels")
except environment.SettingError as error:
    raise ImproperlyConfigured(str(error)) from None

# The desk's `LANGUAGES` say what officers read; a reporter may write in any of these.
LANGUAGES = list(environment.LANGUAGE_NAMES.items())
LANGUAGE_CODE = "en"
DEBUG = False
USE_TZ = True
USE_I18N = True
ROOT_URLCONF = "hotline.public.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The hotline alone: its rows name ports as text, so that nothing of staff or screening is loaded here.
INSTALLED_APPS = ["hotline", "django.contrib.staticfiles", "csp"]

# No session, no sign-in, no messages, no metrics, no request log, and no cookie at all: what a page knows
# travels in its form, sealed, and a form is believed only when it comes from a page of this host.
MIDDLEWARE = [
    "hotline.public.middleware.NoTraceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hotline.public.middleware.SameOriginMiddleware",
    "hotline.public.middleware.ErrorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": []},
    }
]

SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Not `no-referrer`: browsers then send `Origin: null` with our own forms, which nobody can tell from a
# foreign page's.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'none'"],
        "connect-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
}

# Files stay in memory; see hotline/public/uploading.py.
FILE_UPLOAD_HANDLERS = ["hotline.public.uploading.MemoryOnly"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
DATA_UPLOAD_MAX_NUMBER_FILES = 8

# The one style sheet is served from its source: nothing is collected, and no other app's files are reachable.
STATIC_URL = "static/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATICFILES_DIRS = [environment.BASE_DIR / "hotline" / "public" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0

LOGGING = place_log.configuration()
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # TLS ends at the proxy in front, which also redirects
