from django.urls import path

from lodestar.mentorships import views

app_name = "mentorships"
urlpatterns = [
    path("", views.mentorships, name="list"),
    path("<str:public_id>/", views.mentorship, name="mentorship"),
    path("<str:public_id>/talked", views.talked, name="talked"),
    path("<str:public_id>/ask", views.ask, name="ask"),
    path("<str:public_id>/end", views.end, name="end"),
    path("<str:public_id>/wish", views.wish, name="wish"),
    path("messages/<str:public_id>/answer", views.answer, name="answer"),
]
