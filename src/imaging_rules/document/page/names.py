"""What parts of a guideline are called on its page, and links to where they are told of."""

from collections.abc import Iterable

from imaging_rules.decide.explain.wording import spaced
from imaging_rules.document.markup import link, tag, text
from imaging_rules.model.guideline import Block, Guideline
from imaging_rules.model.rules import Rule
from imaging_rules.text.words import joined
from imaging_rules.values.recommendation import Recommendation

_SAID = {
    Recommendation.OUT_OF_SCOPE: "Out of scope",
    Recommendation.NO_GUIDANCE: "No guidance",
    Recommendation.UNDETERMINED: "Undetermined",
    Recommendation.DO_NOT_IMAGE: "Do not image",
    Recommendation.WAIT: "Wait",
    Recommendation.CONSIDER: "Consider imaging",
    Recommendation.IMAGE: "Image",
    Recommendation.IMAGE_URGENTLY: "Image urgently",
    Recommendation.IMAGE_IMMEDIATELY: "Image immediately",
}
_MEANING = {
    Recommendation.OUT_OF_SCOPE: "Not written for this patient. That is no reassurance.",
    Recommendation.NO_GUIDANCE: "Silent on this patient. That is no reassurance.",
    Recommendation.DO_NOT_IMAGE: "Imaging is not needed.",
    Recommendation.WAIT: "Not yet.",
    Recommendation.CONSIDER: "It may be appropriate.",
    Recommendation.IMAGE: "It is appropriate.",
    Recommendation.IMAGE_URGENTLY: "Now or within days.",
    Recommendation.IMAGE_IMMEDIATELY: "An emergency.",
}


def chip(level: Recommendation) -> str:
    """Return a level as a small label; its words say all, the colour only helps."""
    return tag("span", said(level), class_=f"ir-chip ir-{level.words.replace(' ', '-')}")


def said(level: Recommendation) -> str:
    """Return the words for a level."""
    return _SAID[level]


def meaning(level: Recommendation) -> str:
    """Return what a level means, in a short sentence."""
    return _MEANING[level]


def title(block: Block) -> str:
    """Return what a block is called."""
    return block.notes.title or first_upper(spaced(block.name))


def rule_link(rule: Rule) -> str:
    """Return a link to a rule."""
    return link(f"rule-{rule.name}", text(title(rule)))


def study_title(guideline: Guideline, name: str) -> str:
    """Return what a study is called."""
    return title(guideline.study[name])


def study_links(guideline: Guideline, names: Iterable[str], joint: str = "or") -> str:
    """Return links to studies of which one is chosen, preferred first; or of all, with ``and``."""
    told = [link(f"study-{name}", text(short_title(guideline, name))) for name in names]
    return joined(told, joint) if told else ""


def short_title(guideline: Guideline, name: str) -> str:
    """Return what a study is called, without what is said of it in brackets.

    That is said once, where the studies are told of. It stays where it tells two of them apart.
    """
    titles = {each.name: study_title(guideline, each.name) for each in guideline.studies}
    short = {
        each: title.partition(" (")[0] if title.endswith(")") else title
        for each, title in titles.items()
    }
    return short[name] if list(short.values()).count(short[name]) == 1 else titles[name]


def first_upper(words: str) -> str:
    """Return words with a capital letter at their beginning."""
    return words[:1].upper() + words[1:]
