"""Keep the dictionary of everyday words: what people say, and what the catalogue calls it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, NotFound
from motcua.ground.kernel.text import clean

from .. import policies
from ..models import Procedure, Word
from ..rules.words import LONGEST_PHRASE, fold

_PHRASE, _EXPANSION = 80, 200


@transaction.atomic
def add(
    phrase: str,
    *,
    expansion: str = "",
    codes: Iterable[str] = (),
    agency_id: int | None = None,
    by: Actor,
    at: datetime,
    key: str = "",
) -> int:
    """Add an everyday phrase and return its id; the same phrase with the same meaning is added once.

    expansion  the words that titles use for it
    codes      procedures it leads to outright
    agency_id  None: for everybody
    Raises     Invalid naming each field, NotAllowed
    """
    del key  # a second identical addition answers with the first
    policies.require_words(by, agency_id, on=at)
    phrase, expansion = clean(phrase), clean(expansion)
    wanted = list(dict.fromkeys(clean(code) for code in codes if clean(code)))
    if flaws := _flaws(phrase, expansion, wanted):
        raise Invalid("Chưa thêm được từ này.", fields=flaws)
    same = Word.objects.filter(folded=fold(phrase), expansion_folded=fold(expansion), removed_at__isnull=True)
    known = (same.filter(agency__isnull=True) if agency_id is None else same.filter(agency_id=agency_id)).first()
    if known is not None:
        if set(wanted) - set(known.codes):
            known.codes = list(dict.fromkeys([*known.codes, *wanted]))
            known.save(update_fields=["codes"])
        return known.pk
    return Word.objects.create(
        phrase=phrase,
        folded=fold(phrase),
        expansion=expansion,
        expansion_folded=fold(expansion),
        codes=wanted,
        agency_id=agency_id,
        added_at=at,
        added_by=by.ref,
    ).pk


@transaction.atomic
def remove(word_id: int, *, by: Actor, at: datetime, key: str = "") -> None:
    """Take a phrase out of use; its row stays, so that no later release brings it back."""
    del key  # removing twice is removing once
    word = Word.objects.select_for_update(of=("self",)).filter(pk=word_id).first()
    if word is None:
        raise NotFound("Không có từ này trong danh sách.")
    policies.require_words(by, word.agency_id, on=at)
    if word.removed_at is None:
        word.removed_at, word.removed_by = at, by.ref
        word.save(update_fields=["removed_at", "removed_by"])


def _flaws(phrase: str, expansion: str, codes: list[str]) -> dict[str, str]:
    flaws: dict[str, str] = {}
    said = fold(phrase)
    if not said:
        flaws["phrase"] = "Nhập từ hoặc cụm từ mà người dân hay nói."
    elif len(said.split()) > LONGEST_PHRASE or len(phrase) > _PHRASE:
        flaws["phrase"] = f"Cụm từ dài nhất {LONGEST_PHRASE} chữ, {_PHRASE} ký tự."
    if len(expansion) > _EXPANSION:
        flaws["expansion"] = f"Rút gọn còn {_EXPANSION} ký tự."
    elif not fold(expansion) and not codes:
        flaws["expansion"] = "Ghi cách danh mục gọi việc này, hoặc mã thủ tục."
    known = set(Procedure.objects.filter(code__in=codes).values_list("code", flat=True))
    if unknown := [code for code in codes if code not in known]:
        flaws["codes"] = "Danh mục không có mã " + ", ".join(unknown) + "."
    return flaws
