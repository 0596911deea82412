import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from lodestar.programs.actions import add_area, add_area_group, add_cycle, begin_program, write_terms
from lodestar.programs.models import Area, AreaGroup, Cycle, Program, ProgramText, Terms


def load_program(folder: Path, *, at: datetime) -> dict[str, int]:
    """Add what is missing of the program, its texts, terms and areas; return how many of each."""
    facts = _read(folder / "program.json")
    program = Program.objects.first()
    added = {"program": 0 if program else 1}
    if program is None:
        own = ("name", "system_name", "system_short_name", "aim")
        program = begin_program(**{key: facts[key] for key in own}, by=None, at=at)
    added["passages of text"] = _add_texts(program, facts["texts"])
    added["considerations"] = _add_terms(
        program, Terms.Kind.CONSIDERATIONS, folder / "considerations.json", at
    )
    added["privacy notice"] = _add_terms(program, Terms.Kind.PRIVACY, folder / "privacy_notice.json", at)
    return added | _add_areas(program, _read(folder / "catalogue.json"), at)


def load_first_cycle(folder: Path, *, today: date, at: datetime) -> int:
    """Open a cycle today unless there is one; return how many were added."""
    if Cycle.objects.exists():
        return 0
    weeks = _read(folder / "program.json")["first_cycle_weeks"]
    dates = {
        "closes_on": weeks["closes"],
        "matched_by": weeks["matched_by"],
        "midpoint_on": weeks["midpoint"],
        "ends_on": weeks["ends"],
    }
    days = {name: today + timedelta(weeks=after) for name, after in dates.items()}
    name = f"{today.year}-{today.year + 1}"
    add_cycle(program=Program.objects.current(), name=name, opens_on=today, **days, by=None, at=at)
    return 1


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _add_texts(program: Program, texts: list[dict[str, str]]) -> int:
    known = set(program.texts.values_list("key", flat=True))
    rows = [ProgramText(program=program, order=place, **text) for place, text in enumerate(texts)]
    return len(ProgramText.objects.bulk_create([row for row in rows if row.key not in known]))


def _add_terms(program: Program, kind: str, path: Path, at: datetime) -> int:
    if program.terms.filter(kind=kind).exists():
        return 0
    write_terms(program=program, kind=kind, **_read(path), by=None, at=at)
    return 1


def _add_areas(program: Program, catalogue: list[dict[str, Any]], at: datetime) -> dict[str, int]:
    groups = {group.key: group for group in AreaGroup.objects.all()}
    known = set(Area.objects.values_list("key", flat=True))
    added = {"groups of areas": 0, "areas of expertise": 0}
    for listed in catalogue:
        key, label = listed["key"], listed["label"]
        if key not in groups:
            groups[key] = add_area_group(program=program, label=label, key=key, by=None, at=at)
            added["groups of areas"] += 1
        for area in listed["areas"]:
            if area["key"] not in known:
                add_area(group=groups[key], label=area["label"], key=area["key"], by=None, at=at)
                added["areas of expertise"] += 1
    return added
