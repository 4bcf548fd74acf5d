"""Small guideline files for tests of one part of the language."""


def header(*clauses: str) -> str:
    return block("guideline made_up", 'title "Made up"', 'for "anyone"', *clauses)


def yes_no(name: str, *clauses: str) -> str:
    return block(f"fact {name}", "yes or no", f'ask "{name}?"', *clauses)


def number(name: str, kind: str) -> str:
    return block(f"fact {name}", kind, f'ask "{name}?"')


def study(name: str) -> str:
    return block(f"study {name}", f'title "{name}"')


def indication(name: str, when: str, says: str = "image with ct") -> str:
    return block(
        f"indication {name}",
        'title "A rule"',
        f"when {when}",
        says,
        'question "Why?"',
        'editorial "."',
    )


def block(head: str, *clauses: str) -> str:
    return "\n".join([head, *(f"  {clause}" for clause in clauses), "", ""])
