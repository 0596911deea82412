import unicodedata


def fold(text: str) -> str:
    """Return `text` for searching: no accents, no case, single spaces; syllabics and other letters stay.

    Databases fold ASCII only, so the folded form is written beside the text (Unicode NFKD, UAX #15).
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(UNDECOMPOSED))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


UNDECOMPOSED = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "’": "'", "ʼ": "'"})
