"""Addresses of the citizens' front."""

from django.urls import path
from django.views.i18n import set_language

from .catalogue import views as catalogue
from .figures import data
from .figures import views as figures
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
    path("so-lieu/", figures.overview, name="figures"),
    path("so-lieu/don-vi/<str:code>/", figures.unit, name="figures_unit"),
    path("so-lieu/du-lieu/", data.about, name="data"),
    path("so-lieu/du-lieu/so-lieu-thang.csv", data.monthly_csv, name="monthly_csv"),
    path("so-lieu/du-lieu/so-lieu-thang.json", data.monthly_json, name="monthly_json"),
    path("so-lieu/du-lieu/tu-dien.json", data.dictionary, name="measures"),
    path("so-lieu/du-lieu/datapackage.json", data.description, name="datapackage"),
    path("ngon-ngu/", set_language, name="language"),
    path("tro-giup/", pages.help_page, name="help"),
    path("bao-ve-du-lieu/", pages.privacy, name="privacy"),
    path("ho-tro-nguoi-khuyet-tat/", pages.accessibility, name="accessibility"),
]
