from tests.home.conftest import today

__all__ = ["today"]
