"""Work that another agency handed over and that is not taken: it goes back, saying why."""

from collections.abc import Mapping
from typing import Any

from motcua.casework.dossiers.services import handovers
from motcua.casework.dossiers.services.acts import Done

from ..choices import whole
from . import case as asked
from .forms import Deed, Opened


def refuse(opened: Opened) -> Done:
    """Send it back."""
    return handovers.refuse(
        opened.code,
        opened.text("reason"),
        by=opened.case.by,
        at=opened.case.at,
        key=opened.key,
        item_id=whole(opened.text("item")),
    )


def shown(opened: Opened) -> Mapping[str, Any]:
    """Return what was handed over."""
    return {"item": opened.case.dossier.open_item}


REFUSE = Deed(
    title="Không nhận bàn giao",
    button="Trả lại nơi giao",
    template="office/dossier/refuse.html",
    may=lambda opened: asked.may_refuse_handover(opened.case),
    do=refuse,
    shown=shown,
    said="Đã trả việc lại nơi giao.",
    lead="Việc quay lại người đã chuyển đến, kèm lý do. Không nhận quá nhiều lần thì cấp trên được báo.",
    grave=True,
)
