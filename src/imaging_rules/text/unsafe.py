"""Characters that a guideline file may not hold, because they hide what is written."""

import re
import unicodedata

# Control characters but tab and line feed, the bidirectional controls, and the
# separators that some editors show as line ends and some do not.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)


def name_of(character: str) -> str:
    """Return how a character that cannot be shown is spoken of, such as ``U+202E (...)``."""
    spoken = unicodedata.name(character, "a control character").lower()
    return f"U+{ord(character):04X} ({spoken})"
