"""Identifiers that may stand in an address, a mail or a file: short, unguessable, without look-alikes."""

import secrets
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import models

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 8


def new_public_id(prefix: str) -> str:
    """Return `prefix`, a hyphen and eight random characters, for example `a-7k2m9xqd`."""
    return prefix + "-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class PublicIdField(models.CharField):
    """A unique public id, made when the row is made. `prefix` says what kind of thing it names."""

    def __init__(self, *, prefix: str, **kwargs: Any) -> None:
        self.prefix = prefix
        kwargs |= {
            "max_length": 16,
            "unique": True,
            "editable": False,
            "default": partial(new_public_id, prefix),
        }
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, _ = super().deconstruct()
        return name, path, args, {"prefix": self.prefix}
