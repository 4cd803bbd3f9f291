"""Refusals of the organisation.

NotAllowed
└── NotInAuthority   the post may not sign such a document now; says who may
"""

from collections.abc import Sequence

from motcua.ground.kernel.errors import NotAllowed

from .vocabulary import DocumentType

_MOST = 5


class NotInAuthority(NotAllowed):
    code = "not_in_authority"

    def __init__(self, document: DocumentType, signers: Sequence[str]) -> None:
        """Say who may sign it now; ``signers`` is how each is called."""
        named = "; ".join(signers[:_MOST]) + ("…" if len(signers) > _MOST else "")
        then = (
            f"Người ký được lúc này: {named}. Trình một trong những người đó."
            if signers
            else "Lúc này chưa ai ký được. Nhờ quản trị giao thẩm quyền hoặc cử người làm thay."
        )
        super().__init__(f"Vị trí của ông/bà không có thẩm quyền với “{document.label}” của thủ tục này. {then}")
