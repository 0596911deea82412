from django.urls import path

from lodestar.home import views

app_name = "home"
urlpatterns = [
    path("home/", views.home, name="home"),
    path("home/own/", views.own, name="own"),
    path("application/", views.status, name="status"),
    path("application/<slug:public_id>/", views.application, name="application"),
    path("home/settings/", views.settings, name="settings"),
]
