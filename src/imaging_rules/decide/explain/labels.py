"""What the texts of blocks are called wherever they are shown: explanation, page and form."""

from collections.abc import Iterator

from imaging_rules.model.texts import text_fields

LABELS = {
    "modality": "Modality",
    "contrast": "Contrast",
    "explain": "Explanation",
    "suspect": "Suspected",
    "timing": "How soon",
    "question": "Question for imaging",
    "actions": "To be done",
    "remarks": "Remark",
}
"""The label of each text by the name of its field, in the order in which texts are shown.

Those that are not here have a place of their own: titles and questions, notes, and what the header,
a source and an advice say.
"""


def labelled(block: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the label of each text that a block has, and the text; several where it may repeat."""
    kind: type = type(block)
    fields = {each.name: each for each in text_fields(kind)}
    for name, label in LABELS.items():
        if name in fields and (told := getattr(block, name)):
            yield label, told if fields[name].several else (told,)
