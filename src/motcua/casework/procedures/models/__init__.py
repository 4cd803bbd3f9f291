"""Tables of the catalogue."""

from .catalogue import Flag, ImportRecord, Procedure, Version
from .offers import Offer
from .search import Word

__all__ = ["Flag", "ImportRecord", "Offer", "Procedure", "Version", "Word"]
