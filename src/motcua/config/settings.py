"""Django's settings. What differs per installation comes from the environment; what differs per agency is data."""

from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import structlog
from csp.constants import NONCE, NONE, SELF

from motcua.doors.cli.postgres import database_url_parts

from . import env

ENV = env.read()
PRODUCTION = ENV.env == "production"
HERE = Path(__file__).resolve().parent
DATA = ENV.data.resolve()
PROVINCE = ENV.province or ("tỉnh Minh Giang" if (DATA / "demo-accounts.json").exists() else "")
FRONT = ENV.front

# --- identity of the process -------------------------------------------------------------------------------------
DEBUG = False
SECRET_KEY = ENV.secret_key or "development-only: motcua run writes a real one into the data folder"
ALLOWED_HOSTS = [*(host.strip() for host in ENV.hosts.split(",")), "127.0.0.1", "localhost"]  # those two: monitoring
CSRF_TRUSTED_ORIGINS = [origin for origin in ENV.origins.split(",") if origin]
ROOT_URLCONF = f"motcua.config.urls_{FRONT}" if FRONT else "motcua.config.urls"
WSGI_APPLICATION = "motcua.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CONTEXTS = [
    "motcua.ground.outbox.apps.OutboxConfig",
    "motcua.ground.audit.apps.AuditConfig",
    "motcua.ground.notifications.apps.NotificationsConfig",
    "motcua.people.identity.apps.IdentityConfig",
    "motcua.people.agencies.apps.AgenciesConfig",
    "motcua.tools.documents.apps.DocumentsConfig",
    "motcua.tools.workflow.apps.WorkflowConfig",
    "motcua.casework.procedures.apps.ProceduresConfig",
    "motcua.casework.dossiers.apps.DossiersConfig",
    "motcua.bureau.surveys.apps.SurveysConfig",
    "motcua.steering.indicators.apps.IndicatorsConfig",
    "motcua.steering.forecasts.apps.ForecastsConfig",
    "motcua.steering.reports.apps.ReportsConfig",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "pgtrigger",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    *CONTEXTS,
    "motcua.config.apps.ConfigConfig",
]

# --- a request ----------------------------------------------------------------------------------------------------
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "motcua.doors.web.ui.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "motcua.doors.web.ui.middleware.RefusalMiddleware",
    "motcua.doors.web.office.session.middleware.StaffMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE.parent / "doors" / "web" / front / "templates" for front in ("ui", "portal", "office", "kiosk")],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "motcua.doors.web.ui.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "motcua.doors.web.ui.jinja.context",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# --- security -----------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = f"mc_{FRONT or 'all'}"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
SESSION_COOKIE_AGE = int(timedelta(hours=10).total_seconds())
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "motcua.doors.web.ui.errors.csrf_failure"
SECURE_SSL_REDIRECT = ENV.https
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from this very machine
SECURE_HSTS_SECONDS = 31_536_000 if ENV.https else 0
if ENV.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- staff log-in (allauth) ------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "motcua.doors.web.office.session.adapter.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.trusted_proxies
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "motcua.doors.web.office.session.adapter.StaffMfaAdapter"
MFA_TOTP_ISSUER = "Một Cửa"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
LOGIN_URL = "/office/dang-nhap/"
LOGIN_REDIRECT_URL = "/office/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/office/"

# --- database and cache --------------------------------------------------------------------------------------------
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **database_url_parts(DATA),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2},
    }
}
CACHES = {"default": {"BACKEND": "motcua.doors.web.ui.cache.CountingCache", "LOCATION": "cache_entry"}}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "motcua.config.wiring.register_jobs"

# --- messages to people: without these they are kept and not sent ----------------------------------------------------
MAIL: dict[str, str] = {"url": ENV.email_url, "sender": ENV.email_from}
SMS: dict[str, str] = {
    "url": ENV.sms_url,
    "account": ENV.sms_account,
    "secret": ENV.sms_secret,
    "brand": ENV.sms_brand,
}
SMS_PLAIN = ENV.sms_plain

# --- language, time, files -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [HERE.parent / "doors" / "web" / "ui" / "locale"]
LANGUAGE_COOKIE_NAME = "mc_lang"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [
    *((front, HERE.parent / "doors" / "web" / front / "static") for front in ("ui", "portal", "office")),
    ("fonts", HERE.parents[2] / "node_modules" / "@fontsource"),
    ("bpmn", HERE.parents[2] / "node_modules" / "bpmn-js" / "dist"),  # draws processes; fetched like the fonts
]
STATICFILES_DIRS = [(prefix, folder) for prefix, folder in STATICFILES_DIRS if folder.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
PORTAL_ADDRESS = ENV.portal
OFFICE_ADDRESS = ENV.office
FONT_FOLDERS = [HERE.parents[2] / "node_modules" / "@expo-google-fonts" / "tinos"]

# --- logs --------------------------------------------------------------------------------------------------------
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if PRODUCTION
        else structlog.dev.ConsoleRenderer(colors=False),
    ],
    logger_factory=structlog.stdlib.LoggerFactory() if find_spec("structlog.stdlib") else None,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "motcua": {"level": ENV.log_level},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners; the answer is 400
    },
}
