from lodestar.intake.models import Application


def hold(application: Application) -> None:
    """Let one act at a time change this application; on SQLite transactions wait for each other anyway."""
    Application.objects.select_for_update(no_key=True).only("pk").get(pk=application.pk)
