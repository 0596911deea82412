from lodestar.mentorships.actions.ending import end_mentorship, wish_new_match
from lodestar.mentorships.actions.messages import answer_message, ask_coordinator
from lodestar.mentorships.actions.pair import remind_first_contact, say_we_talked, start_mentorship
from lodestar.mentorships.actions.seats import free_seat, pass_seat, provide_seats, take_seat

__all__ = [
    "answer_message",
    "ask_coordinator",
    "end_mentorship",
    "free_seat",
    "pass_seat",
    "provide_seats",
    "remind_first_contact",
    "say_we_talked",
    "start_mentorship",
    "take_seat",
    "wish_new_match",
]
