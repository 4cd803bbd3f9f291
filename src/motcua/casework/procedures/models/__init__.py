"""Tables of the catalogue."""

from .catalogue import Flag, ImportRecord, Procedure, Version
from .offers import Offer

__all__ = ["Flag", "ImportRecord", "Offer", "Procedure", "Version"]
