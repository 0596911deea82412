from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from lodestar.ui.parts import Stage


def draw(text: str, **values: object) -> str:
    return Template("{% load ui %}" + text).render(Context(values))


def test_a_heading_leaves_out_what_it_is_not_given() -> None:
    assert "<h1>Round 2</h1>" in draw('{% page_heading "Round 2" %}')
    assert "<p" not in draw('{% page_heading "Round 2" %}')


def test_components_escape_what_people_typed() -> None:
    typed = "<script>x</script>"
    for text in (
        "{% page_heading typed %}",
        "{% status_tag typed %}",
        "{% bar 1 2 typed %}",
        "{% notice 'info' title=typed %}{{ typed }}{% endnotice %}",
        "{% table typed %}{{ typed }}{% endtable %}",
        "{% empty_state typed %}{{ typed }}{% endempty_state %}",
        "{% post_button typed typed match=typed %}",
        "{% stages way typed %}",
    ):
        assert "<script" not in draw(text, typed=typed, way=[Stage(typed, typed)])


def test_a_status_has_its_kind_only_when_it_has_one() -> None:
    assert draw('{% status_tag "late" "stop" %}') == '<span class="tag tag--stop">late</span>'
    assert draw('{% status_tag "new" %}') == '<span class="tag">new</span>'


def test_the_stepper_says_in_words_what_the_bar_shows() -> None:
    page = draw("{% stepper 4 7 %}")
    assert '<p class="quiet small">Step 4 of 7</p>' in page
    assert '<progress value="4" max="7" aria-label="Step 4 of 7">' in page


@pytest.mark.parametrize(("value", "most", "width"), [(91, 100, 91), (5, 0, 0), (-1, 10, 0), (12, 10, 100)])
def test_a_bar_stays_within_its_line(value: int, most: int, width: int) -> None:
    assert f'class="bar__value" width="{width}"' in draw("{% bar value most 'x' %}", value=value, most=most)


def test_stages_mark_where_one_is_and_say_what_is_done() -> None:
    way = [
        Stage("Applied", state="done"),
        Stage("Your answer", state="here"),
        Stage("all", count=0, url="/all"),
    ]
    page = draw("{% stages way 'Your way' %}", way=way)
    assert '<span class="unseen">Done: </span>Applied' in page
    assert page.count('aria-current="step"') == 1
    assert '<b class="nums">0</b>' in page
    assert '<a href="/all">all</a>' in page


def test_a_table_has_a_caption_and_scrolls_by_keyboard() -> None:
    page = draw("{% table 'Proposed pairs' %}<tbody></tbody>{% endtable %}")
    assert 'tabindex="0" role="region" aria-labelledby="table-proposed-pairs"' in page
    assert '<caption id="table-proposed-pairs">Proposed pairs</caption>' in page


def test_acting_buttons_and_panels_post_with_the_token_of_the_page() -> None:
    token = {"csrf_token": "secret-token"}
    button = draw("{% post_button '/pin' 'Pin' 'secondary' target='#pairs' match=3 %}", **token)
    panel = draw(
        "{% confirm_panel 'Send?' url='/send' button='Send' cancel='/back' %}To Ann{% endconfirm_panel %}",
        **token,
    )
    assert 'hx-target="#pairs"' in button
    assert '<input type="hidden" name="match" value="3">' in button
    for page in (button, panel):
        assert 'method="post"' in page
        assert 'name="csrfmiddlewaretoken" value="secret-token"' in page
    assert "To Ann" in panel
    assert '<a href="/back">Cancel</a>' in panel


def test_pages_of_a_list_keep_the_search_and_a_single_page_shows_none() -> None:
    request = RequestFactory().get("/?q=Boyle&page=2")
    text = Template("{% load ui %}{% pagination page %}")
    page = text.render(RequestContext(request, {"page": Paginator(range(30), 10).page(2)}))
    assert "Page 2 of 3" in page
    assert 'href="?q=Boyle&amp;page=3"' in page
    assert text.render(RequestContext(request, {"page": Paginator([], 10).page(1)})).strip() == ""


def test_dates_are_written_out_as_they_are_in_edmonton() -> None:
    moment = datetime(2026, 9, 15, 5, 30, tzinfo=UTC)
    assert draw("{{ d|written_date }}", d=date(2026, 9, 14)) == "14 September 2026"
    assert draw("{{ d|written_date }}", d=moment) == "14 September 2026"
    assert draw('{{ d|written_date:"time" }}', d=moment) == "14 September 2026, 23:30"
    assert draw("{{ d|written_date }}", d=None) == ""
