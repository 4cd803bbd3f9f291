"""Find the records in a file that somebody exported: a list of objects, one object, or a list inside an object."""

from collections.abc import Mapping
from json import JSONDecodeError, dumps, loads
from typing import Any

from .records import SHAPES


class Unreadable(ValueError):  # noqa: N818 - an answer to whoever sent the file
    """The file is not JSON, or holds nothing that could be a list of records."""


def records_in(data: bytes) -> tuple[Any, ...]:
    """Return the records of a JSON file (UTF-8, with or without a byte order mark).

    Raises  Unreadable, with a Vietnamese sentence.
    """
    try:
        whole = loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable("Tệp không phải văn bản UTF-8.") from error
    except (JSONDecodeError, RecursionError) as error:
        raise Unreadable(f"Tệp không phải JSON hợp lệ: {error}.") from error
    if isinstance(whole, list):
        return tuple(whole)
    if isinstance(whole, Mapping):
        if any(set(whole) & shape.KEYS for shape in SHAPES):
            return (whole,)
        lists = [value for value in whole.values() if isinstance(value, list)]
        if len(lists) == 1:
            return tuple(lists[0])
    raise Unreadable("Tệp JSON không chứa danh sách thủ tục nào.")


def raw_text(record: Any) -> str:
    """Return the record as JSON text that a database can keep; its strings come back byte for byte."""
    text = dumps(record, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return dumps(record)
    return text


def canonical(record: Any) -> bytes:
    """Return the record as bytes that do not depend on the order of its keys."""
    return dumps(record, sort_keys=True, separators=(",", ":")).encode()
