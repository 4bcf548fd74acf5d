"""What a decision tells beside what is recommended of imaging: actions, remarks and advice."""

from attrs import frozen

from imaging_rules.model.notes import Citation


@frozen
class Action:
    """What is to be done beside imaging, or instead of it, and the rule that says so.

    Examples:
        >>> from imaging_rules import load
        >>> decision = load("acp_2011").evaluate({"strong_suspicion_of_cancer": True})
        >>> [each.rule for each in decision.actions]
        ['blood_test_at_once']
    """

    rule: str
    text: str


@frozen
class Remark:
    """A remark of a rule that holds.

    Examples:
        >>> from imaging_rules import evaluate
        >>> [each.rule for each in evaluate({"age": 42, "claustrophobia": True}).remarks]
        ['claustrophobia']
    """

    rule: str
    text: str
    citations: tuple[Citation, ...]
    assumes: tuple[str, ...]
    editorial: tuple[str, ...]


@frozen
class ShownAdvice:
    """Information for the reader that goes with the recommendation; it decides nothing.

    Examples:
        >>> from imaging_rules import evaluate
        >>> stated = {"age": 42, "red_flags": "none", "conservative_care": "3 weeks"}
        >>> decision = evaluate({**stated, "meaningful_improvement": False})
        >>> decision.advice[0].name, decision.advice[0].topic
        ('safety_net', 'safety')
    """

    name: str
    topic: str
    title: str
    texts: tuple[str, ...]
    citations: tuple[Citation, ...]
    assumes: tuple[str, ...]
    editorial: tuple[str, ...]
