from django.test import Client


def test_the_page_with_every_component_renders_empty_and_full_of_errors(kitchen_client: Client) -> None:
    assert kitchen_client.get("/").status_code == 200
    page = kitchen_client.get("/?bad").content.decode()
    assert page.count('aria-invalid="true"') == 7
