from django.urls import path

from lodestar.travel import views

app_name = "travel"
urlpatterns = [path("", views.rates, name="rates")]
