"""How allauth behaves at our door: staff only, nobody signs up, words in Vietnamese."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from motcua.doors.web.ui.throttle import address
from motcua.ground.kernel import clock
from motcua.people.identity import services as identity

_LOG_IN = "log_in"
_SAID = {
    "account/messages/password_changed.txt": "Đã đổi mật khẩu.",
    "mfa/messages/totp_activated.txt": "Đã bật ứng dụng tạo mã.",
    "mfa/messages/totp_deactivated.txt": "Đã tắt ứng dụng tạo mã.",
    "mfa/messages/recovery_codes_generated.txt": "Đã tạo mã dự phòng mới. Mã cũ không dùng được nữa.",
    "mfa/messages/webauthn_added.txt": "Đã thêm khóa đăng nhập.",
    "mfa/messages/webauthn_removed.txt": "Đã bỏ khóa đăng nhập.",
}


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by an administrator; demonstration accounts do not exist in production."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Tài khoản đã khóa. Liên hệ quản trị đơn vị để mở lại.",
        "email_password_mismatch": "Địa chỉ thư hoặc mật khẩu chưa đúng. Xem lại phím Caps Lock và bộ gõ tiếng Việt.",
        "enter_current_password": "Mật khẩu đang dùng chưa đúng.",
        "incorrect_password": "Mật khẩu chưa đúng.",
        "incorrect_code": "Mã chưa đúng hoặc đã hết hạn. Chờ mã mới trên ứng dụng rồi nhập lại.",
        "too_many_login_attempts": "Đã sai quá nhiều lần. Chờ năm phút rồi thử lại.",
        "rate_limited": "Đã thử quá nhiều lần. Chờ vài phút rồi thử lại.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are opened for people, not by them."""
        del request
        return False

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """Turn away accounts that may not come in here, before a session is made."""
        if settings.PRODUCTION and getattr(user, "is_demo", False):
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return super().pre_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Record that a session began, for the review of accounts: from where only as marks."""
        browser = request.headers.get("User-Agent", "")
        request.session[_LOG_IN] = identity.logged_in(
            user.pk, address=address(request), browser=browser, at=clock.now()
        )
        return super().post_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def logout(self, request: HttpRequest) -> None:
        """Record that a session ended."""
        if log_in := request.session.get(_LOG_IN):
            identity.logged_out(log_in, at=clock.now())
        super().logout(request)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Take a password its holder has chosen himself: it is temporary no more."""
        user.password_is_temporary = False  # type: ignore[attr-defined]
        super().set_password(user, password)

    def clean_password(self, password: str, user: AbstractBaseUser | None = None) -> str:
        """Refuse the temporary password as the new one: somebody else has seen it."""
        if getattr(user, "password_is_temporary", False) and user is not None and user.check_password(password):
            raise ValidationError("Chọn mật khẩu khác mật khẩu tạm: người mở tài khoản đã thấy mật khẩu tạm.")
        return super().clean_password(password, user)  # type: ignore[no-any-return]

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what we have words for; logging in and out needs none."""
        del message_context
        if said := message or _SAID.get(message_template or ""):
            messages.add_message(request, level, said, extra_tags=extra_tags)


class StaffMfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor: its words, and when the last one may go."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Phải còn ít nhất một cách xác minh lớp hai.",
        "cannot_generate_recovery_codes": "Bật ứng dụng tạo mã hoặc thêm khóa đăng nhập trước khi tạo mã dự phòng.",
        "incorrect_code": "Mã chưa đúng hoặc đã hết hạn. Chờ mã mới trên ứng dụng rồi nhập lại.",
    }

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Keep the last factor in production; elsewhere it may go."""
        if not settings.PRODUCTION:
            return True
        factors = type(authenticator).objects.filter(user=authenticator.user, type__in=("totp", "webauthn"))
        return bool(factors.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002 - allauth's name
        """Return the name a new key gets unless its holder says another."""
        del user, type
        return "Khóa đăng nhập"
