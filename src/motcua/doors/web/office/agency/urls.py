"""Addresses of the administrator's desk."""

from django.urls import path

from . import accounts, authority, away, careers, giving, offers, people, posts, substitutes, team, views

app_name = "agency"
urlpatterns = [
    path("", views.agencies, name="list"),
    path("new/", views.found, name="found"),
    path("number/", views.number, name="number"),
    path("<int:agency_id>/", views.sheet, name="sheet"),
    path("<int:agency_id>/edit/", views.amend, name="amend"),
    path("<int:agency_id>/close/", views.close, name="close"),
    path("<int:agency_id>/posts/new/", posts.open_post, name="open_post"),
    path("posts/<int:post_id>/", posts.post, name="post"),
    path("posts/<int:post_id>/close/", posts.close, name="close_post"),
    path("posts/<int:post_id>/appoint/", posts.appoint, name="appoint"),
    path("appointments/<int:appointment_id>/end/", posts.end, name="end"),
    path("people/", people.people, name="people"),
    path("people/<int:account_id>/", people.person, name="person"),
    path("people/<int:account_id>/password/", people.renew_password, name="renew_password"),
    path("people/<int:account_id>/lock/", people.lock, name="lock"),
    path("people/<int:account_id>/unlock/", people.unlock, name="unlock"),
    path("receiving/", offers.receiving, name="receiving"),
    path("<int:agency_id>/offers/", offers.offered, name="offers"),
    path("<int:agency_id>/offers/stop/", offers.stop, name="stop"),
    path("<int:agency_id>/offers/new/", offers.offer, name="offer"),
    path("<int:agency_id>/offers/many/", offers.offer_many, name="offer_many"),
    path("team/", team.own, name="team"),
    path("<int:agency_id>/team/", team.team, name="team_of"),
    path("report/", giving.report, name="report"),
    path("people/<int:account_id>/away/", away.away, name="away"),
    path("people/<int:account_id>/leave/", careers.leave, name="leave"),
    path("appointments/<int:appointment_id>/move/", careers.move, name="move"),
    path("absences/<int:absence_id>/end/", team.end_absence, name="end_absence"),
    path("posts/<int:post_id>/substitute/", substitutes.substitute, name="substitute"),
    path("substitutions/<int:delegation_id>/end/", team.end_substitution, name="end_substitution"),
    path("posts/<int:post_id>/held/", team.work, name="work"),
    path("posts/<int:post_id>/handover/", team.handover, name="handover"),
    path("<int:agency_id>/authority/", authority.authority, name="authority"),
    path("authority/<int:authority_id>/end/", authority.end, name="end_authority"),
    path("review/", accounts.accounts, name="review"),
]
