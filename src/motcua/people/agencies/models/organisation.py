"""The organisation in time: agencies, posts, who sits on them, and what a role may do."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ..vocabulary import AgencyKind


class Agency(models.Model):
    """A unit from one day to another; a reorganisation closes it and opens others."""

    code = models.CharField(max_length=35)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices())
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    receives = models.BooleanField(default=False)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    feedback_address = models.CharField(max_length=300, blank=True)
    number_pattern = models.CharField(max_length=80, default="{org}-{yymmdd}-{seq:04}")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to__isnull=True), name="agency_code_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="agency_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name


class Role(models.Model):
    """A bundle of permissions that a post may carry; data, so that an agency can change it."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    permissions = ArrayField(models.CharField(max_length=60), default=list)

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A desk: work belongs to it, whoever sits there."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    valid_to = models.DateField(null=True)

    def __str__(self) -> str:
        return self.title


class PostRole(models.Model):
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "role"], name="post_role_once")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.role_id}"


class Staff(models.Model):
    """A person in service, with the account he logs in by."""

    account = models.OneToOneField("identity.Account", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """Who sits at a post, from one day to another.

    valid_to   the last whole day: one that is ended at once ends with the day before, even the day before it began;
               the minute is in its event
    """

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "post"], condition=Q(valid_to__isnull=True), name="appointment_open_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from") - timedelta(days=1)),
                name="appointment_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["post"], name="appointment_post")]

    def __str__(self) -> str:
        return f"{self.staff_id} → {self.post_id}"
