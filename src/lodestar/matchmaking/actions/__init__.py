"""The acts of matchmaking."""

from lodestar.matchmaking.actions.answers import answer_offer, ask_for_more_days
from lodestar.matchmaking.actions.computing import run_matching_round
from lodestar.matchmaking.actions.left_over import tell_left_over
from lodestar.matchmaking.actions.offers import (
    lapse_offer,
    remind_and_lapse_offers,
    remind_offer,
    send_offers,
    withdraw_offer,
)
from lodestar.matchmaking.actions.recruiting import ask_past_people
from lodestar.matchmaking.actions.rounds import request_round, stop_round
from lodestar.matchmaking.actions.rules import change_rules
from lodestar.matchmaking.actions.rulings import (
    forbid_pair,
    lift_not_again,
    lift_ruling,
    pin_pair,
)
from lodestar.matchmaking.actions.workbench import (
    forbid_in_round,
    lift_in_round,
    pin_in_round,
    redo_step,
    undo_step,
)

__all__ = [
    "answer_offer",
    "ask_for_more_days",
    "ask_past_people",
    "change_rules",
    "forbid_in_round",
    "forbid_pair",
    "lapse_offer",
    "lift_in_round",
    "lift_not_again",
    "lift_ruling",
    "pin_in_round",
    "pin_pair",
    "redo_step",
    "remind_and_lapse_offers",
    "remind_offer",
    "request_round",
    "run_matching_round",
    "send_offers",
    "stop_round",
    "tell_left_over",
    "undo_step",
    "withdraw_offer",
]
