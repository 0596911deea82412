from django.urls import path

from lodestar.libraries import views

app_name = "libraries"
urlpatterns = [
    path("", views.libraries, name="list"),
    path("new", views.new_library, name="new"),
    path("boards/", views.boards, name="boards"),
    path("boards/<slug:public_id>", views.board, name="board"),
    path("<slug:public_id>/", views.library, name="library"),
    path("<slug:public_id>/edit", views.edit_library, name="edit"),
    path("<slug:public_id>/distance/<slug:other_id>", views.distance, name="distance"),
]
