"""Words of surveys."""

from motcua.ground.kernel.vocabulary import Term


class Satisfaction(Term):
    """Mức độ hài lòng."""

    VERY = "very", "Rất hài lòng", 3
    YES = "yes", "Hài lòng", 2
    NO = "no", "Không hài lòng", 1
