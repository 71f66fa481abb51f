"""Document numbers: form, check character, birth date, sex. (GB 11643 and the cards that share its check.)

Written by the package that owns this topic; see ``rules/people``.
"""

from __future__ import annotations

import unicodedata

from udfs.cells import Value, text


def normal_document(value: Value) -> str:
    """The number made comparable: full-width as half-width, upper case, no white space or separators ('' if empty)."""
    folded = unicodedata.normalize("NFKC", text(value)).upper()
    return "".join(char for char in folded if char.isalnum())


WEIGHTS = tuple(2 ** (18 - place) % 11 for place in range(1, 18))
CHECK_CHARACTERS = "10X98765432"


def check_character(body: str) -> str:
    """The check character of the first 17 digits (ISO 7064 MOD 11-2, as in GB 11643).

    >>> check_character("11010519491231002")
    'X'
    """
    return CHECK_CHARACTERS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11]
