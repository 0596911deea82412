"""What others read of applications."""

from lodestar.intake.queries.answers import answers_of, blank_answers, changed_names, version_of
from lodestar.intake.queries.catalogue import Catalogue, catalogue_of
from lodestar.intake.queries.pool import (
    earlier_application,
    listed,
    newly_answered,
    pool,
    still_on,
    talk_first,
    told_dates,
    unlinked_names,
    whole,
)
from lodestar.intake.queries.standing import Counts, RoleStanding, Standing, counts, standing_of, status_of

__all__ = [
    "Catalogue",
    "Counts",
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
    "pool",
    "standing_of",
    "status_of",
    "still_on",
    "talk_first",
    "told_dates",
    "unlinked_names",
    "version_of",
    "whole",
]
