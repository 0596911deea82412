from django.urls import path

from lodestar.intake.views import apply, behalf, dates, letters, practice, review, said, standing

app_name = "intake"
urlpatterns = [
    path("apply/", apply.apply, name="apply"),
    path("apply/start", apply.start, name="start"),
    path("apply/go-on", apply.go_on, name="go_on"),
    path("apply/<slug:key>/", apply.step, name="step"),
    path("apply/<slug:key>/keep", apply.autosave, name="autosave"),
    path("cycles/<slug:public_id>/move", dates.move, name="move_cycle"),
    path("application/agree", standing.agree, name="agree"),
    path("application/questions/<int:number>/answer", standing.answer, name="answer"),
    path("application/<slug:public_id>/withdraw/<slug:role>", standing.withdraw, name="withdraw"),
    path("applications/", review.applications, name="list"),
    path("applications/accept", review.accept_several, name="accept_several"),
    path("applications/enter", behalf.enter, name="enter"),
    path("applications/preview/", behalf.preview, name="preview"),
    path("applications/preview/<slug:key>/", behalf.preview, name="preview_step"),
    path("applications/practice/", practice.practice, name="practice"),
    path("applications/<slug:public_id>/", review.detail, name="detail"),
    path("applications/<slug:public_id>/accept/<slug:role>", review.accept, name="accept"),
    path("applications/<slug:public_id>/decline/<slug:role>", letters.decline, name="decline"),
    path("applications/<slug:public_id>/ask", letters.ask, name="ask"),
    path("applications/<slug:public_id>/correct", behalf.correct, name="correct"),
    path("applications/<slug:public_id>/agree", said.agree, name="record_agreement"),
    path("applications/<slug:public_id>/answer/<int:number>", said.answer, name="record_answer"),
    path("applications/<slug:public_id>/withdraw/<slug:role>", said.withdraw, name="record_withdrawal"),
    path("applications/<slug:public_id>/talked/<slug:role>", said.talked, name="talked"),
    path("applications/<slug:public_id>/names/<int:number>/link", said.link, name="link_name"),
    path("applications/<slug:public_id>/names/<int:number>/dismiss", review.dismiss, name="dismiss_name"),
]
