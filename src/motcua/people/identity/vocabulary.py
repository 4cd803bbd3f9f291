"""Words of identity."""

from motcua.ground.kernel.vocabulary import Term


class Sex(Term):
    """Giới tính, as printed on the card."""

    MALE = "male", "Nam"
    FEMALE = "female", "Nữ"
    UNKNOWN = "unknown", "Không rõ"
