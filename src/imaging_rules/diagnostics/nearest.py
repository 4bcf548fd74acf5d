"""The nearest right name to a wrong one."""

from collections.abc import Iterable

from imaging_rules.diagnostics.opposed import is_a_study, opposed

_LONGEST_NAME = 80
_MOST_SLIPS = 3
# A word cut short, such as `temp`.
_SHORTEST_BEGINNING = 4


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the one of ``names`` that was probably meant by ``name``, or ``None``.

    That is the one with the fewest slips of the pen between them: a letter too many, one
    missing, another one, or two that changed places. Where none is near, it is the only one
    that has all the words of ``name`` among its own, or begins with it. It is never one that may
    mean the opposite, and there is none where two that are as near mean opposite things.
    """
    if len(name) > _LONGEST_NAME:
        return None
    lower, names = name.lower(), sorted(names)
    found: list[str] = []
    fewest = _MOST_SLIPS
    parts = set(lower.split("_"))
    containing = []
    for each in names:
        if lower.replace("_", "") == each.lower().replace("_", ""):
            return each
        count = slips(lower, each.lower(), min(fewest, max(len(each), len(name)) // 3))
        if count is not None and not opposed(name, each):
            found = [*found, each] if count == fewest else [each]
            fewest = count
        # Of studies, any word more makes it another one.
        if parts <= set(each.split("_")) and not (opposed(name, each) or is_a_study(name)):
            containing.append(each)
    if found:
        return None if any(opposed(found[0], each) for each in found[1:]) else found[0]
    if not containing and len(lower) >= _SHORTEST_BEGINNING:
        containing = [each for each in names if each.startswith(lower) and not opposed(name, each)]
    return containing[0] if len(containing) == 1 else None


def slips(written: str, meant: str, most: int) -> int | None:
    """Return how many slips of the pen lie between two words, or ``None`` if more than ``most``.

    Source: the restricted edit distance of F. J. Damerau, "A technique for computer detection
    and correction of spelling errors", Communications of the ACM 7 (1964) 171-176.
    """
    if written == meant:
        return 0 if most >= 0 else None
    if most <= 0 or abs(len(written) - len(meant)) > most:
        return None
    # Each letter that only one of them has takes a slip.
    letters, others = set(written), set(meant)
    if len(letters - others) > most or len(others - letters) > most:
        return None
    beyond = most + 1
    before: list[int] = []
    last = list(range(len(meant) + 1))
    for i, letter in enumerate(written, 1):
        # Beside this band around the diagonal, more slips than allowed lie already.
        low, high = max(1, i - most), min(len(meant), i + most)
        row = [beyond] * (len(meant) + 1)
        row[0] = i
        for j in range(low, high + 1):
            other = meant[j - 1]
            count = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            swapped = i > 1 and j > 1 and letter == meant[j - 2] and written[i - 2] == other
            row[j] = min(count, before[j - 2] + 1) if swapped else count
        if min(row[low - 1 : high + 1]) > most:
            return None
        before, last = last, row
    return last[-1] if last[-1] <= most else None
