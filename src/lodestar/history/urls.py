from django.urls import path

from lodestar.history import views

app_name = "history"
urlpatterns = [path("<slug:kind>/<slug:public_id>/", views.show_thing, name="thing")]
