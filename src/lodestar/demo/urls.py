from django.urls import path, re_path

from lodestar.demo import views

app_name = "demo"
urlpatterns = [
    path("people/", views.someone_else, name="people"),
    path("nobody/become", views.become_nobody, name="become_nobody"),
    re_path(r"^(?P<role>coordinator|mentor|mentee|finance)/become$", views.become, name="become"),
    path("people/<str:public_id>/become", views.become_someone, name="become_someone"),
]
