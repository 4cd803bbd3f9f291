"""Publish the rules that ship, and the versions in which an installation decides otherwise."""

from collections.abc import Mapping
from datetime import datetime

from motcua.ground.kernel.actors import Actor
from motcua.ground.kernel.errors import Invalid, NotFound, Stale
from motcua.ground.kernel.text import clean
from motcua.ground.outbox import services as outbox
from motcua.ground.outbox.rules import fingerprint
from motcua.people.agencies import policies as agencies

from ..events import RulesAmended
from ..models import RuleSet as Row
from ..queries import rulesets as queries
from ..rules import rulesets
from ..rules.rulesets import RuleSet
from ..vocabulary import Permission


def install(*, at: datetime) -> None:
    """Add the shipped sets that are not there yet; what an installation has amended stays as it is."""
    known = set(Row.objects.values_list("code", flat=True))
    Row.objects.bulk_create(_row(shipped, at=at) for shipped in rulesets.SHIPPED if shipped.code not in known)


def amend(
    code: str, changes: Mapping[str, str], decision_no: str, *, seen: int, by: Actor, at: datetime, key: str = ""
) -> RuleSet:
    """Publish the next version of a set with other parameters; dossiers already received keep theirs.

    changes      {name: value as typed}; a parameter left out stays
    decision_no  of the decision behind it; a changed parameter counts as confirmed by it
    seen         version the page showed
    Raises       NotAllowed · NotFound · Stale · Invalid naming every field
    """
    decision_no = clean(decision_no)

    def act() -> RuleSet:
        agencies.require_for_all(by, Permission.RULES, on=at)
        newest = Row.objects.select_for_update().filter(code=code).order_by("-version").first()
        if newest is None:
            raise NotFound("Bộ quy tắc này không có.")
        if newest.version != seen:
            raise Stale("Người khác vừa sửa bộ quy tắc này. Tải lại trang, xem lại rồi sửa tiếp.")
        parameters = rulesets.from_json(newest.parameters)
        wrong = dict(rulesets.flaws(changes, parameters))
        if not decision_no or len(decision_no) > 200:
            wrong["decision_no"] = "Ghi số, ngày và cơ quan ra quyết định, không quá 200 chữ."
        if wrong:
            raise Invalid("Xem lại: " + " ".join(wrong.values()), fields=wrong)
        kept = rulesets.to_json(parameters)
        wanted = rulesets.to_json(
            rulesets.from_json(kept | {name: rulesets.typed(name, text) for name, text in changes.items()})
        )
        changed = sorted(name for name in wanted if wanted[name] != kept[name])
        if not changed:
            raise Invalid("Chưa có quy tắc nào đổi.", fields={"decision_no": "Chưa có quy tắc nào đổi."})
        unconfirmed = sorted(set(newest.unconfirmed) - set(changed))
        row = Row.objects.create(
            code=code,
            version=newest.version + 1,
            name=newest.name,
            valid_from=newest.valid_from,
            valid_to=newest.valid_to,
            basis=newest.basis,
            form_set=newest.form_set,
            parameters=wanted,
            unconfirmed=unconfirmed,
            decision_no=decision_no,
            published_at=at,
        )
        event = RulesAmended(subject=f"ruleset:{row.pk}", code=code, version=row.version, changes=changed)
        outbox.publish(event, by=by, at=at, key=key, request=_said(code, changes, decision_no))
        return queries.by_id(row.pk)

    return outbox.once(
        act,
        lambda entry: queries.by_id(int(entry.subject.rpartition(":")[2])),
        by=by,
        key=key,
        request=_said(code, changes, decision_no),
    )


def _said(code: str, changes: Mapping[str, str], decision_no: str) -> str:
    return fingerprint("amend", code, sorted(changes.items()), decision_no)


def _row(shipped: RuleSet, *, at: datetime) -> Row:
    return Row(
        code=shipped.code,
        version=shipped.version,
        name=shipped.name,
        valid_from=shipped.valid_from,
        valid_to=shipped.valid_to,
        basis=shipped.basis,
        form_set=shipped.form_set,
        parameters=rulesets.to_json(shipped.parameters),
        unconfirmed=sorted(shipped.unconfirmed),
        published_at=at,
    )
