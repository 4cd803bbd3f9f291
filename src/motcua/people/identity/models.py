"""Accounts that log in, tokens of machines, and persons who come to the counter."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from .vocabulary import Sex


class AccountQuerySet(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """One who may log in. What he may do is said by his posts, never here.

    password_is_temporary   somebody else has seen it: he changes it before he does anything
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    password_is_temporary = models.BooleanField(default=False, db_default=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = AccountQuerySet()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.email


class Token(models.Model):
    """A bearer token of the API; only its hash is kept."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label


class LogIn(models.Model):
    """A session of an account, from log-in to log-out; what it came from is kept as marks that cannot be read back.

    address, browser   16 letters each, the same for the same sender
    ended_at           logged out; null also for a session that ran out by itself
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=16)
    browser = models.CharField(max_length=16)

    class Meta:
        indexes = [models.Index(fields=["account", "-at"], name="log_in_account")]

    def __str__(self) -> str:
        return f"{self.account_id} at {self.at}"


class Person(models.Model):
    """A person with a personal identification number, as last declared."""

    personal_id = models.CharField(max_length=12, unique=True)
    full_name = models.CharField(max_length=200)
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=8, choices=Sex.choices(), default=Sex.UNKNOWN)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    declared_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"person {self.pk}"
