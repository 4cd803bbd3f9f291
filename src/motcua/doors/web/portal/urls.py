"""Addresses of the citizens' front."""

from django.urls import path
from django.views.i18n import set_language

from .catalogue import views as catalogue
from .home import views as home
from .pages import views as pages
from .posting import views as posting
from .track import views as track
from .verify import views as verify

app_name = "portal"
urlpatterns = [
    path("", home.front, name="home"),
    path("tim/", catalogue.search, name="search"),
    path("linh-vuc/", catalogue.sectors, name="sectors"),
    path("viec/<slug:key>/", catalogue.life_event, name="life_event"),
    path("thu-tuc/<str:code>/", catalogue.procedure, name="procedure"),
    path("tra-cuu/", track.track, name="track"),
    path("tra-cuu/cham-diem/", track.rate, name="rate"),
    path("niem-yet/", posting.units, name="posting"),
    path("niem-yet/<str:code>/", posting.unit, name="posting_unit"),
    path("verify/", verify.paper, name="verify"),
    path("ngon-ngu/", set_language, name="language"),
    path("tro-giup/", pages.help_page, name="help"),
    path("bao-ve-du-lieu/", pages.privacy, name="privacy"),
    path("ho-tro-nguoi-khuyet-tat/", pages.accessibility, name="accessibility"),
]
