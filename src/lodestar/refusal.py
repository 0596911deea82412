class Refused(Exception):
    """An act that a rule forbids, with a sentence for the person who tried it.

    `code` is stable and for machines; `message` is translated and for people.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


def refuse(refused: Refused | None) -> None:
    """Raise what a policy answered, if it refused."""
    if refused:
        raise refused
