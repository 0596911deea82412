from lodestar.home.queries.desk import desk
from lodestar.home.queries.own import OwnPage, own_page, own_part

__all__ = ["OwnPage", "desk", "own_page", "own_part"]
