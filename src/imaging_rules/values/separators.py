"""Signs between the digits of a number: which part thousands, and which the decimals.

In one country 1,440 is a number of four digits, in another one and a half; and so is 1.440. So a
sign before exactly three digits is read as neither. Where a number begins with 0 or with more
than three digits, it can be no sign for thousands: 0.125 and 1234.567 mean one thing.
"""

import re

# Some journals print decimals with a raised point, of which there are several signs.
_RAISED_POINTS = "·•∙⋅"
_AS_POINT = str.maketrans(_RAISED_POINTS, "." * len(_RAISED_POINTS))
SEPARATORS = f",.{_RAISED_POINTS}'’\u00a0\u2009\u202f "
"""Comma, points, apostrophes, and spaces that keep a number together."""

SEPARATED = rf"-?[0-9]+(?:[{SEPARATORS}][0-9]+)*"
"""A number in digits, with any of these signs between them."""

_DECIMAL = re.compile(r"(-?[0-9]+)(?:[.,]([0-9]+))?")
_UNCLEAR = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
_THOUSANDS = re.compile(
    rf"(-?[1-9][0-9]{{0,2}}(?:([{SEPARATORS}])[0-9]{{3}})(?:\2[0-9]{{3}})*)(?:[.,]([0-9]+))?"
)
_WITH_POINT = re.compile(r"(?<![0-9])-?[1-9][0-9]{0,2}\.[0-9]{3}(?![0-9])")


def readings(written: str) -> tuple[str, ...]:
    """Return what digits with signs between them can mean, as plain decimal texts.

    Args:
        written: The digits, such as ``1,440``.

    Returns:
        One text, or two where the sign may part thousands or the decimals: 1440, and 1.4400,
        whose fourth decimal says that it is no sign for thousands. None where no number is
        written so.
    """
    written = written.translate(_AS_POINT)
    if _UNCLEAR.fullmatch(written):
        return re.sub(r"[.,]", "", written), f"{written.replace(',', '.')}0"
    decimal = _DECIMAL.fullmatch(written)
    if decimal:
        return (written.replace(",", "."),)
    parted = _THOUSANDS.fullmatch(written)
    if parted is None:
        return ()
    digits = re.sub(r"[^-0-9]", "", parted[1])
    return (f"{digits}.{parted[3]}" if parted[3] else digits,)


def as_typed(written: str) -> str | None:
    """Return a number that a person typed as plain decimal text, whatever its point looks like.

    ``None`` comes back where it may mean something else, or has a sign that parts thousands.
    """
    found = readings(written)
    decimal = _DECIMAL.fullmatch(written.translate(_AS_POINT))
    return found[0] if len(found) == 1 and decimal else None


def unmistakable(text: str) -> str:
    """Return a decimal text with a fourth decimal, where its point might part thousands."""
    return _WITH_POINT.sub(r"\g<0>0", text)
