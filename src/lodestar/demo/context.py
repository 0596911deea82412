from django.conf import settings
from django.http import HttpRequest


def demo(request: HttpRequest) -> dict[str, str]:
    """Put the demo bar above every page, in the demo only."""
    return {"demo_bar": "demo/_bar.html"} if settings.DEMO else {}
