"""What `check` tells of a file on demand: the laws that are proved for it, and its gaps."""

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from imaging_rules.analyse.proofs.gaps import Gap
from imaging_rules.analyse.proofs.laws import Proof
from imaging_rules.library.proofs import Proofs
from imaging_rules.values.counts import combinations, count


def laws_text(name: str, found: Proofs) -> str:
    """Return what was found of the laws for a file.

    Args:
        name: What the file is called.
        found: What was found.
    """
    broken = [str(each.law) for each in found.proofs if not each.holds]
    said = "laws 1 to 5 and 8 hold" if not broken else f"not proved: law {', '.join(broken)}"
    head = (
        f"{name}: {said}, for {combinations(found.patients)} that the rules tell apart "
        f"({found.seconds:.2f} s)"
    )
    return "\n".join([head, *(line for each in found.proofs for line in _law(each))])


def _law(proof: Proof) -> Iterator[str]:
    how = {True: "proved", False: "does not hold", None: "not proved"}[proof.holds]
    yield f"  {proof.law}. {proof.name}: {how}"
    yield f"     {proof.proved}"
    if proof.why_not:
        yield f"     but {proof.why_not}"
    if proof.patient:
        yield f"     a patient: given {proof.patient}"


def laws_data(found: Proofs) -> dict[str, Any]:
    """Return what was found of the laws for a file as plain data."""
    return {**attrs.asdict(found), "all_hold": found.all_hold}


def gaps_text(name: str, found: Sequence[Gap]) -> str:
    """Return the gaps of a file.

    Args:
        name: What the file is called.
        found: Its gaps.
    """
    if not found:
        return f"{name}: no gaps"
    head = (
        f"{name}: {count(len(found), 'gap')}: patients within the scope with something that a "
        "rule asks for, and for whom no rule speaks"
    )
    return "\n".join([head, *(line for each in found for line in _gap(each))])


def _gap(gap: Gap) -> Iterator[str]:
    values = "" if gap.values == "yes" else f" {gap.values}"
    rules = ", ".join(gap.rules)
    yield f"  {gap.fact}{values} ({combinations(gap.patients)}); asked for by {rules}"
    yield f'    example "gap: {gap.fact}"'
    yield f"      given  {gap.given}"
    yield f"      expect {gap.otherwise.words}"


def gaps_data(found: Sequence[Gap]) -> list[dict[str, Any]]:
    """Return the gaps of a file as plain data."""
    return [{**attrs.asdict(each), "otherwise": each.otherwise.words} for each in found]
