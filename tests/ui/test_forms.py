from django import forms
from django.test import RequestFactory

from lodestar.ui.forms import DateInput
from tests.ui.kitchen import KitchenForm, context


def bad_form() -> str:
    return str(KitchenForm({"born": "yesterday"}))


def test_an_optional_field_says_so_and_a_required_one_carries_no_mark() -> None:
    form = KitchenForm()
    assert "(optional)" in form["years"].as_field_group()
    assert "(optional)" not in form["name"].as_field_group()


def test_a_search_form_can_leave_out_the_word_optional() -> None:
    class Search(forms.Form):
        hide_optional = True
        words = forms.CharField(required=False)

    assert "(optional)" not in str(Search())


def test_help_and_error_stand_beside_the_field_and_are_read_with_it() -> None:
    name = KitchenForm({})["name"].as_field_group()
    assert 'aria-describedby="id_name_helptext id_name_error"' in name
    assert 'id="id_name_helptext"' in name
    assert 'id="id_name_error"' in name
    assert 'aria-invalid="true"' in name


def test_markup_in_a_help_text_is_shown_and_not_obeyed() -> None:
    assert "&lt;b&gt;like&lt;/b&gt;" in KitchenForm()["name"].as_field_group()


def test_a_group_of_ticks_is_a_fieldset_with_a_legend_that_names_its_help() -> None:
    role = KitchenForm()["role"].as_field_group()
    assert '<fieldset class="field choices" aria-describedby="id_role_helptext">' in role
    assert "<legend>Role</legend>" in role
    assert '<label for="id_role_1">' in role


def test_grouped_ticks_put_the_whole_group_into_the_legend() -> None:
    areas = KitchenForm(initial={"areas": ["board"]})["areas"].as_field_group()
    assert areas.count('<legend class="choices__all">') == 2
    assert areas.count('<fieldset class="choices">') == 2
    assert areas.count(" checked") == 1


def test_the_summary_counts_names_and_links_every_error() -> None:
    page = bad_form()
    assert "7 things to mend before you go on" in page
    assert '<a href="#id_name">Name: This field is required.</a>' in page
    assert '<a href="#id_role_0">Role: This field is required.</a>' in page
    assert 'role="alert" tabindex="-1" autofocus' in page


def test_one_error_is_one_thing_and_a_refusal_needs_no_link() -> None:
    class Small(forms.Form):
        words = forms.CharField(required=False, label="Which one?")

    form = Small({})
    form.add_error(None, "This cycle is closed.")
    assert "One thing to mend before you go on" in str(form)
    assert "<li>This cycle is closed.</li>" in str(form)
    form.add_error("words", "Tell us.")
    assert "Which one? Tell us." in str(form)


def test_a_form_without_errors_has_no_summary() -> None:
    assert "error-summary" not in str(KitchenForm())


def test_a_date_travels_in_iso_form_and_what_was_typed_comes_back() -> None:
    moment = context(RequestFactory().get("/"))["moment"]
    assert 'type="date" name="born" value="2026-09-14"' in DateInput().render("born", moment)
    assert 'value="yesterday"' in bad_form()
