from lodestar.home.queries.desk import desk
from lodestar.home.queries.own import own_page

__all__ = ["desk", "own_page"]
