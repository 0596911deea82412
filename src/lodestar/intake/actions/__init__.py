"""The acts of intake."""

from lodestar.intake.actions.announce import move_and_tell
from lodestar.intake.actions.apply import (
    agree_to_terms,
    answer_question,
    keep_typed,
    read_terms,
    save_draft,
    start_application,
    submit_application,
    withdraw_role,
    withdraw_roles,
)
from lodestar.intake.actions.on_behalf import correct_application, enter_application
from lodestar.intake.actions.practice import add_practice_people, remove_practice_people
from lodestar.intake.actions.review import (
    accept_role,
    accept_roles,
    ask_for_more,
    decline_role,
    dismiss_name,
    link_name,
    settle_areas,
)

__all__ = [
    "accept_role",
    "accept_roles",
    "add_practice_people",
    "agree_to_terms",
    "answer_question",
    "ask_for_more",
    "correct_application",
    "decline_role",
    "dismiss_name",
    "enter_application",
    "keep_typed",
    "link_name",
    "move_and_tell",
    "read_terms",
    "remove_practice_people",
    "save_draft",
    "settle_areas",
    "start_application",
    "submit_application",
    "withdraw_role",
    "withdraw_roles",
]
