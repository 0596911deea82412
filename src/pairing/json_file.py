"""Reading a JSON file that says its own format."""

import json
from typing import Any

from pairing.cohort import InvalidInstance


def read_object(text: str | bytes, file_format: str, error: type[InvalidInstance]) -> dict[str, Any]:
    """The object in a UTF-8 text; raises `error` when it is none or says another format."""
    try:
        data = json.loads(text)
    except UnicodeDecodeError as wrong:
        raise error(f"The file is not UTF-8: byte {wrong.start} cannot be read.") from None
    except (ValueError, RecursionError) as wrong:
        raise error(f"The file is not JSON: {wrong}.") from None
    if not isinstance(data, dict) or data.get("format") != file_format:
        raise error(f"The file does not say that its format is {file_format!r}.")
    return data
