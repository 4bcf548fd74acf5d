"""Characters that a guideline file may not hold, because they hide what is written."""

import re
import unicodedata

# Control characters but tab and line feed, what has no width and is not part of any script or
# sign, the bidirectional controls, the separators that some editors show as line ends and some
# do not, and letters that are never shown at all.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def name_of(character: str) -> str:
    """Return how a character that cannot be shown is spoken of, such as ``U+202E (...)``."""
    spoken = unicodedata.name(character, "a control character").lower()
    return f"U+{ord(character):04X} ({spoken})"
