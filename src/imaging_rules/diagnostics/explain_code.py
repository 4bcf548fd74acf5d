"""What a code means, as `imaging-rules explain` prints it."""

from textwrap import indent

from imaging_rules.diagnostics.catalogue import CATALOGUE, DiagnosticKind
from imaging_rules.diagnostics.lessons import AT_LENGTH, BESIDE, IN_A_FEW_LINES
from imaging_rules.text import UNSAFE
from imaging_rules.text.words import WIDTH, wrapped

_MOST_LINES = 22
_FIRST_LINES = 12
_LAST_LINES = 6

LESSONS = IN_A_FEW_LINES | AT_LENGTH


def weight(kind: DiagnosticKind) -> str:
    """Return the sentence that says whether a file with such a problem loads."""
    return "An error: the file does not load." if kind.is_error else "A warning: the file loads."


def told(code: str) -> tuple[tuple[str, str], ...]:
    """Return what a lesson shows: headings, each with an example as it is shown.

    Args:
        code: A code of the catalogue.

    Returns:
        The mistake, the same mended, and a file that lies beside both where they need it.
    """
    lesson = LESSONS[code]
    plain = lesson.encoding == "utf-8"
    examples = [
        ("A mistake" if plain else f"A mistake, saved as {lesson.encoding}", lesson.mistake),
        ("Mended" if plain else "Mended, saved as utf-8", lesson.mended),
        *((f"Beside it lies {name}", text) for name, text in BESIDE.items() if _names(code, name)),
    ]
    return tuple((heading, shown(example)) for heading, example in examples)


def _names(code: str, file: str) -> bool:
    name, _, suffix = file.partition(".")
    return (f'"{file}"' if suffix == "json" else f"from {name}\n") in LESSONS[code].mended


def shown(example: str) -> str:
    """Return an example as it is shown: long ones cut short, and hidden characters spelt out.

    Args:
        example: A mistake, or the same mended.
    """
    lines = example.rstrip().split("\n")
    if len(lines) > _MOST_LINES:
        lines = [*lines[:_FIRST_LINES], "...", *lines[-_LAST_LINES:]]
    spelt = (UNSAFE.sub(lambda found: f"<U+{ord(found[0]):04X}>", line) for line in lines)
    return "\n".join(line if len(line) <= WIDTH else f"{line[: WIDTH - 3]}..." for line in spelt)


def explained(code: str) -> str:
    """Return what a code means: its title, why it matters, a mistake, and the same mended.

    Args:
        code: A code of the catalogue.

    Returns:
        A text of several paragraphs.

    Raises:
        KeyError: The catalogue has no such code.
    """
    kind = CATALOGUE[code]
    why = "\n".join(wrapped(f"{kind.why} {weight(kind)}"))
    parts = [f"{kind.code}: {kind.title}", why]
    for heading, example in told(code):
        parts += [f"{heading}:", indent(example, "    ")]
    return "\n\n".join(parts) + "\n"
