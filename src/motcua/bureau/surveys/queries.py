"""Reads of ratings."""

from .models import Rating


def rated(dossier_id: int) -> bool:
    """Tell whether the dossier has been rated."""
    return Rating.objects.filter(dossier_id=dossier_id).exists()
