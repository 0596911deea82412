"""What others read of applications."""

from lodestar.intake.queries.answers import answers_of, blank_answers, changed_names, version_of
from lodestar.intake.queries.applications import (
    earlier_application,
    listed,
    newly_answered,
    still_on,
    told_dates,
    unlinked_names,
    whole,
)
from lodestar.intake.queries.catalogue import Catalogue, catalogue_of
from lodestar.intake.queries.pool import Chosen, Named, PersonInPool, PoolRole, people_in, pool, pool_size
from lodestar.intake.queries.standing import Counts, RoleStanding, Standing, counts, standing_of, status_of

__all__ = [
    "Catalogue",
    "Chosen",
    "Counts",
    "Named",
    "PersonInPool",
    "PoolRole",
    "RoleStanding",
    "Standing",
    "answers_of",
    "blank_answers",
    "catalogue_of",
    "changed_names",
    "counts",
    "earlier_application",
    "listed",
    "newly_answered",
    "people_in",
    "pool",
    "pool_size",
    "standing_of",
    "status_of",
    "still_on",
    "told_dates",
    "unlinked_names",
    "version_of",
    "whole",
]
