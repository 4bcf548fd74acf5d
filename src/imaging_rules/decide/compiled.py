"""A guideline made ready to decide: its model, its diagrams, and what reads a patient's facts."""

import hashlib
import pickle
from collections import deque
from functools import cached_property
from threading import RLock
from typing import Any, TypeAlias
from weakref import WeakValueDictionary
from zlib import compress, decompress

from attrs import astuple

from imaging_rules.analyse.conditions import in_full
from imaging_rules.decide.answer.guideline_info import GuidelineOrigin
from imaging_rules.decide.answer.records import Missing
from imaging_rules.decide.contradictions import Contradictions
from imaging_rules.decide.read.states import Reader, plain_reader
from imaging_rules.diagram.boolean_difference import joined_pivots
from imaging_rules.diagram.conditions import ContradictionDiagram, contradictions_from
from imaging_rules.diagram.decisive import Deciding
from imaging_rules.diagram.from_model import Diagrams, diagrams_from
from imaging_rules.diagram.generated_source import mask_of
from imaging_rules.model.guideline import Guideline

FROM_TEXT = GuidelineOrigin()

RankedMissing: TypeAlias = tuple[int, Missing]
"""A fact to ask for, behind the number by which such facts are put in order."""
_Told: TypeAlias = tuple[int, int, bool, bool, tuple[str, ...], tuple[str, ...]]


class Compiled:
    """A guideline made ready to decide; nothing of a patient is kept in it.

    ``level_mask`` returns the mask of the levels that are possible for a patient, and ``pivots``
    the variables on which the level or a study turns. ``screens`` holds for each screen the
    position of its answer, its name, and the positions of the facts that it covers.

    ``missing`` keeps what is told of a fact to ask for, which is the same for many patients: for
    the position of the fact, the mask of the levels it decides between, whether it is to be checked
    and was stated, the screens that ask for it, and the studies before which it must be known.
    ``plainly_missing`` holds for a variable and its mask the position of the fact and what is told
    of it, not stated and stated, where it is not to be checked and no screen asks for it.

    Args:
        guideline: What the guideline means.
        diagrams: Its diagrams.
        contradictions: The diagrams of its contradictions, in file order.
        origin: Where it was read from.
    """

    def __init__(
        self,
        guideline: Guideline,
        diagrams: Diagrams,
        contradictions: tuple[ContradictionDiagram, ...],
        origin: GuidelineOrigin,
    ) -> None:
        self.guideline = guideline
        self.origin = origin
        self.diagrams = diagrams
        self.level_mask = mask_of(diagrams.store, diagrams.level)
        self.pivots = joined_pivots(
            diagrams.store, diagrams.level, tuple(diagrams.studies.values())
        )
        self.missing: dict[_Told, RankedMissing] = {}
        self.plainly_missing: dict[
            tuple[int, int], tuple[int, tuple[RankedMissing, RankedMissing]]
        ] = {}
        self.position = {fact.name: place for place, fact in enumerate(guideline.facts)}
        self.screens = tuple(
            (place, screen.name, frozenset(self.position[name] for name, _ in screen.covers))
            for place, screen in enumerate(guideline.screens, len(guideline.facts))
        )
        self.deciding = Deciding(diagrams)
        self.reader = Reader(guideline, diagrams)
        self.read_plain = plain_reader(guideline, diagrams)
        self.contradictions = Contradictions(guideline, diagrams, contradictions)

    @cached_property
    def score_conditions(self) -> dict[str, tuple[str, ...]]:
        """What the points of each score are given for, line by line, as it is written."""
        return {
            score.name: tuple(in_full(when, self.guideline) for _, when in score.lines)
            for score in self.guideline.scores
        }

    @cached_property
    def sha256(self) -> str:
        """The hash of the guideline's text and its vocabularies', line ends made line feeds."""
        texts = (self.guideline.text, *self.guideline.vocabularies)
        # No text of a guideline holds a zero character.
        return hashlib.sha256("\0".join(each.text for each in texts).encode()).hexdigest()

    @cached_property
    def identity(self) -> str:
        """The hash of all that the guideline is read from: its texts, its statements, and where."""
        statements = (each for source in self.guideline.sources for each in source.statements)
        told = [self.sha256, repr(self.origin), *(repr(astuple(each)) for each in statements)]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    @cached_property
    def _packed(self) -> bytes:
        return compress(pickle.dumps((self.guideline, self.origin), pickle.HIGHEST_PROTOCOL))

    def __reduce__(self) -> tuple[Any, ...]:
        with _LOCK:
            _SENT.setdefault(self.identity, self)
        return _again, (self.identity, self._packed)


def compiled_from(guideline: Guideline, origin: GuidelineOrigin = FROM_TEXT) -> Compiled:
    """Return a guideline made ready to decide.

    Args:
        guideline: What the guideline means.
        origin: Where it was read from; without it, from a text.

    Raises:
        TooEntangledError: Its diagrams outgrow their budget.
        ContradictionTooEntangledError: A contradiction cannot be worked through.
    """
    contradictions = contradictions_from(guideline)
    return Compiled(guideline, diagrams_from(guideline), contradictions, origin)


# Those that were sent to other processes or came from them, by their identity, so that each is
# made ready once. A few are kept that nobody holds: patients may come one after another.
_SENT: WeakValueDictionary[str, Compiled] = WeakValueDictionary()
_KEPT: deque[Compiled] = deque(maxlen=16)
_LOCK = RLock()


def _again(identity: str, packed: bytes) -> Compiled:
    """Return the guideline that was pickled."""
    with _LOCK:
        found = _SENT.get(identity)
        if found is None:
            found = _SENT[identity] = compiled_from(*pickle.loads(decompress(packed)))
            _KEPT.append(found)
    return found
