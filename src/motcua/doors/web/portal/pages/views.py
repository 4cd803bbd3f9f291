"""Small pages that change seldom."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.ground.kernel import clock

from ..counters import all_counters


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how to get help, and a citizen's rights."""
    return render(request, "portal/pages/help.html", {"counters": all_counters(clock.now())})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what this site keeps and does not keep."""
    return render(request, "portal/pages/privacy.html", {})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show how accessible the site is, and what to do where it is not."""
    return render(request, "portal/pages/accessibility.html", {})
