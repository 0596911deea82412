from lodestar.programs.actions.areas import add_area, add_area_group, move_area, rename_area
from lodestar.programs.actions.cycles import add_cycle, close_cycle, move_cycle, reopen_cycle
from lodestar.programs.actions.program import (
    begin_program,
    change_program,
    change_text,
    send_trial_mail,
    tick_step,
    write_terms,
)

__all__ = [
    "add_area",
    "add_area_group",
    "add_cycle",
    "begin_program",
    "change_program",
    "change_text",
    "close_cycle",
    "move_area",
    "move_cycle",
    "rename_area",
    "reopen_cycle",
    "send_trial_mail",
    "tick_step",
    "write_terms",
]
