from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lodestar.public_id import PublicIdField


class LocationKind(models.TextChoices):
    """The paper form's "Library Location", in its order and words."""

    IN_SCHOOL = "in_school", _("In-school")
    TOWN_BUILDING = "town_building", _("Town building")
    COMMUNITY_CENTRE = "community_centre", _("Community centre")
    INDEPENDENT = "independent", _("Independent")


class StaffBand(models.TextChoices):
    """The paper form's "Library staff (manager included)"."""

    ONE = "1", "1"
    TWO_TO_FOUR = "2-4", "2-4"
    FIVE_TO_NINE = "5-9", "5-9"
    TEN_OR_MORE = "10+", "10+"


class Board(models.Model):
    """A library board. It employs the people of its libraries, so it is a hard rule in matching."""

    public_id = PublicIdField(prefix="b")
    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Library(models.Model):
    """A member library: a place people work at. Coordinates are town points in degrees (WGS 84).

    `add_library`, `change_library` write it. `listed_as` is its name in the list it was loaded from,
    so that a library renamed since is not loaded a second time.
    """

    public_id = PublicIdField(prefix="l")
    name = models.CharField(_("name"), max_length=120, unique=True)
    listed_as = models.CharField(max_length=120, null=True, unique=True, editable=False)
    folded_name = models.CharField(max_length=240, db_index=True, editable=False)
    town = models.CharField(_("town"), max_length=80)
    board = models.ForeignKey(
        Board, null=True, blank=True, on_delete=models.PROTECT, related_name="libraries"
    )
    latitude = models.DecimalField(_("latitude"), max_digits=7, decimal_places=4)
    longitude = models.DecimalField(_("longitude"), max_digits=7, decimal_places=4)
    coordinate_source = models.CharField(max_length=40, blank=True)
    location_kind = models.CharField(_("location"), max_length=20, choices=LocationKind, blank=True)
    is_member = models.BooleanField(_("is a member now"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "libraries"
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="library_on_the_globe",
                violation_error_message=_("Latitude is -90 to 90 and longitude -180 to 180."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class KnownDistance(models.Model):
    """The driving distance between two libraries as the coordinator knows it, one way, in km."""

    one = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="+")
    km = models.PositiveIntegerField(_("kilometres"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_distance_for_two_libraries"),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="distance_is_kept_once_lower_id_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id}-{self.other_id}: {self.km} km"
