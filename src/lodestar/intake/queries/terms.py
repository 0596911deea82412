from dataclasses import dataclass

from lodestar.programs.models import Program, Terms
from lodestar.programs.queries import current_terms


@dataclass(frozen=True)
class ShownTerms:
    """What an applicant reads before they send, in its present wording, and whether each point has a tick."""

    considerations: Terms
    notice: Terms
    one_by_one: bool

    @property
    def versions(self) -> str:
        return f"{self.considerations.version}-{self.notice.version}"

    @property
    def points(self) -> list[str]:
        """The headings to tick one by one; none when one tick is for all."""
        items = self.considerations.items if self.one_by_one else []
        return [item["heading"].rstrip(":") for item in items]


def shown_terms(program: Program) -> ShownTerms:
    return ShownTerms(
        considerations=current_terms(program, Terms.Kind.CONSIDERATIONS),
        notice=current_terms(program, Terms.Kind.PRIVACY),
        one_by_one=program.considerations_one_by_one,
    )
