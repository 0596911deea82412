from django.urls import path

from lodestar.folders import views

app_name = "folders"
urlpatterns = [
    path("<slug:kind>/<slug:public_id>/", views.folder, name="folder"),
    path("<slug:kind>/<slug:public_id>/assign", views.assign, name="assign"),
    path("<slug:kind>/<slug:public_id>/note", views.write, name="note"),
    path("<slug:kind>/<slug:public_id>/notes/<int:number>/put-away", views.put_away, name="put_away"),
]
