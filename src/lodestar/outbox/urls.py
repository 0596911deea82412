from django.urls import path

from lodestar.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("<slug:public_id>/", views.show_mail, name="detail"),
    path("<slug:public_id>/letter/", views.show_letter, name="letter"),
    path("<slug:public_id>/send-again/", views.send_again, name="send-again"),
    path("<slug:public_id>/told/", views.told, name="told"),
]
