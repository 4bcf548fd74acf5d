"""The nearest right name to a wrong one, and names that look alike and mean something else."""

import re
from collections.abc import Iterable

# Of each line, a name has one word or another.
_ALTERNATIVES = tuple(
    frozenset(line.split())
    for line in """
mri mra mrv mrcp ct cta ctv pet spect xray us echo dxa angiography
iodine gadolinium
left right both
over under above below at
high low higher lower upper
before after since until
first last
early late
more less fewer
least most
minimum maximum min max
increased decreased increasing decreasing
male female men women
adult child infant
present absent
positive negative
acute chronic
head neck chest abdomen pelvis back spine heart brain face jaw liver kidney \
arm leg shoulder elbow wrist hand finger thumb hip knee ankle foot toe
cervical thoracic lumbar sacral
can cannot
major minor
anterior posterior dorsal ventral palmar plantar volar
medial lateral
proximal distal
superior inferior
abduction adduction
flexion extension
systolic diastolic
maternal paternal
inpatient outpatient
internal external
unilateral bilateral
ipsilateral contralateral
improving worsening
supine prone
""".strip().splitlines()
)
_DENIALS = frozenset(("not", "no", "none", "non", "without", "never"))
# Before a word that has them and one that lacks them, or that has the other one of a pair.
_NEGATIONS = ("un", "non", "in", "im", "ir", "dis", "ab", "a", "not", "no")
# Of each pair, the first is short for the second.
_SHORT = dict(
    pair.split()
    for pair in (
        *("mr mri", "xr xray", "radiograph xray", "ultrasound us", "dexa dxa"),
        *("w with", "wo without", "gd gadolinium", "iv contrast", "enhanced contrast"),
    )
)
# Names of studies are made of short words, in which any letter counts.
_STUDIES = _ALTERNATIVES[0]
_OPPOSITES = (
    ("hyper", "hypo"),
    ("tachy", "brady"),
    ("intra", "extra"),
    ("intra", "inter"),
    ("pre", "post"),
    ("infra", "supra"),
)
# Words for what is done beside imaging or instead of it.
_NO_STUDIES = frozenset(
    word
    for line in """
observation observe monitoring monitor watchful waiting wait watch nothing none neither
review reassess reassessment reevaluation followup follow referral refer consult consultation
admission admit transfer discharge home reassurance advice education
physiotherapy physio exercise exercises rehabilitation therapy treatment medication drug drugs
analgesia analgesics antibiotics anticoagulation surgery operation physical_examination
d_dimer ddimer dimer blood_test blood_tests lab labs laboratory troponin esr crp urinalysis
lumbar_puncture puncture ecg eeg emg
""".strip().splitlines()
    for word in line.split()
)
NO_STUDY = "say it in an `action`; here stand the studies alone"
"""What is said to the author who names such a thing where a study is named."""

# What has one of these is a study all the same, such as an observation scan.
_IMAGES = re.compile(r"scan|imag|graph|gram|scop|ultraso|film|view")
_SHORT_WORD = 3
_WORD = re.compile(r"[a-z]+|[0-9]+")
_LONGEST_NAME = 80
_MOST_SLIPS = 3
# A word cut short, such as `temp`.
_SHORTEST_BEGINNING = 4


def opposed(one: str, other: str) -> bool:
    """Return whether two names may mean opposite things, or differ in a number.

    They do where one has a word for which the other has another one of the same kind (mri and ct,
    left and right), where one denies what the other says (with and without, stable and unstable),
    and where their numbers differ.

    Args:
        one: A name, or words, with spaces or underscores between them.
        other: Another one.
    """
    ones, others = _words(one), _words(other)
    more, less = ones - others, others - ones
    return bool(
        _DENIALS & (more | less)
        or any(more & kind and less & kind for kind in _ALTERNATIVES)
        or ({each for each in more if each.isdigit()} and {each for each in less if each.isdigit()})
        or any(_opposite(first, second) for first in more for second in less)
        or (_STUDIES & ones and any(len(each) < _SHORT_WORD for each in more | less))
    )


def is_a_study(name: str) -> bool:
    """Return whether a name has a word for a kind of study, such as ct."""
    return bool(_STUDIES & _words(name))


def is_no_study(name: str) -> bool:
    """Return whether a name is of something that makes no images, such as observation."""
    known = name in _NO_STUDIES or _NO_STUDIES & set(_WORD.findall(name))
    return bool(known) and not (is_a_study(name) or _IMAGES.search(name.replace("review", "")))


def _words(name: str) -> set[str]:
    found = _WORD.findall(name.lower().replace("x_ray", "xray"))
    return {_SHORT.get(word, word) for word in found}


def _opposite(one: str, other: str) -> bool:
    pairs = [*((prefix, "") for prefix in _NEGATIONS), *_OPPOSITES]
    return any(
        first.startswith(prefix) and second == opposite + first.removeprefix(prefix)
        for prefix, opposite in pairs
        for first, second in ((one, other), (other, one))
    )


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
