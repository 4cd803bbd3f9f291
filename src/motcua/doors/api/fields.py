"""What bodies and headers are made of: strict objects, text in NFC without control characters, the idempotency key."""

from datetime import datetime
from typing import Annotated

from ninja import Header, Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from motcua.ground.kernel.clock import local
from motcua.ground.kernel.text import nfc


def _plain(text: str) -> str:
    text = nfc(text)
    if any(not sign.isprintable() and sign not in "\n\t\r\u00a0" and not sign.isspace() for sign in text):
        raise ValueError("Có ký tự điều khiển; gõ lại.")
    return text


def _writable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("Có ký tự không thuộc Unicode; gõ lại.") from error
    return text


def _said_as_moment(value: object) -> object:
    if not isinstance(value, str | datetime):
        raise ValueError("Ghi thời điểm dạng 2026-11-24T09:30+07:00.")  # noqa: TRY004 - pydantic wants it so
    return value


def _in_reach(moment: datetime) -> datetime:
    if not 1900 <= moment.year <= 2200:
        raise ValueError("Ghi thời điểm từ năm 1900 đến năm 2200.")
    return local(moment)


Text = Annotated[str, Field(max_length=5000), AfterValidator(_writable), AfterValidator(_plain)]
"""Free text. What it must hold is said by the services, all of it at once."""
Word = Annotated[str, Field(max_length=300), AfterValidator(_writable), AfterValidator(_plain)]
"""A short text of one line."""
Moment = Annotated[datetime, BeforeValidator(_said_as_moment), AfterValidator(_in_reach)]
"""A moment; without offset it is Asia/Ho_Chi_Minh."""
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Your own number for this request. A repeat with the same key does nothing and answers the same.",
    ),
]


class Strict(Schema):
    """A body that holds what is named and nothing else."""

    model_config = ConfigDict(extra="forbid")
