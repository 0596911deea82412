"""What the form offers to choose from, read once for a page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lodestar.libraries.models import Library
from lodestar.programs.models import Area, AreaGroup, Program

GROUP = "group:"  # how a whole group is named among the keys of areas


@dataclass(frozen=True)
class Catalogue:
    """The program's groups of areas, and the member libraries."""

    groups: tuple[AreaGroup, ...]
    libraries: tuple[tuple[str, str], ...]

    def area_choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The groups in the paper form's order; the first choice of each is the whole group."""
        return [(group.label, group_choices(group)) for group in self.groups]

    def label(self, key: str) -> str:
        """The words of one key, “generally” for a group."""
        return dict(choice for _group, choices in self.area_choices() for choice in choices)[key]

    def by_key(self) -> dict[str, Area | AreaGroup]:
        """Every area and every group by its key."""
        found: dict[str, Area | AreaGroup] = {GROUP + group.key: group for group in self.groups}
        return found | {area.key: area for group in self.groups for area in group.areas.all()}


def group_choices(group: AreaGroup) -> list[tuple[str, str]]:
    whole = (GROUP + group.key, generally(group.label))
    return [whole, *((area.key, area.label) for area in group.areas.all())]


def generally(label: str) -> str:
    return _("%(group)s (generally)") % {"group": label}


def catalogue_of(program: Program) -> Catalogue:
    """Read the groups, areas and libraries in three queries."""
    groups = program.area_groups.prefetch_related("areas")
    libraries = Library.objects.filter(is_member=True).values_list("public_id", "name")
    return Catalogue(tuple(groups), tuple(libraries))
