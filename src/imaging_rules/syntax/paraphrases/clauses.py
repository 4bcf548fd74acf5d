"""Blocks and clauses in other words."""

from imaging_rules.syntax.grammar import BLOCKS
from imaging_rules.syntax.paraphrases.paraphrase import NAME, Paraphrase, pattern, written

CLAUSES: tuple[Paraphrase, ...] = ()
