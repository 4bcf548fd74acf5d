"""The waiting periods as drawn timelines."""

from fractions import Fraction
from itertools import pairwise

from imaging_rules.decide.explain.wording import spaced
from imaging_rules.document.markup import tag, text
from imaging_rules.document.page.names import first_upper, rule_link, said, study_title, title
from imaging_rules.document.page.rules import when, window
from imaging_rules.model.guideline import Guideline
from imaging_rules.model.rules import WaitingPeriod
from imaging_rules.text.words import joined
from imaging_rules.values.numbers import decimal_text
from imaging_rules.values.recommendation import Recommendation

_WIDTH, _HEIGHT = 400, 94
_LEFT, _RIGHT = 12, 388
_TOP, _DEEP = 6, 40


def timelines(guideline: Guideline) -> str:
    """Return each waiting period as a drawing with its words; nothing where there is none."""
    return "\n".join(_figure(each, guideline) for each in guideline.of(WaitingPeriod))


def _figure(rule: WaitingPeriod, guideline: Guideline) -> str:
    consider, then = window(rule, guideline)
    studies = joined([study_title(guideline, name) for name in rule.then.studies], "or")
    told = [f"Below {guideline.fact[rule.fact].words(rule.first)} this rule says nothing."]
    if consider:
        told.append(f"{first_upper(consider)}: {said(Recommendation.CONSIDER)}.")
    told.append(f"{first_upper(then)}: {said(rule.then.level)} ({studies}).")
    caption = tag(
        "figcaption",
        tag("strong", rule_link(rule)),
        tag("div", when(rule, guideline)),
    )
    return tag("figure", _drawn(rule, guideline, " ".join(told)), caption, class_="ir-timeline")


def _drawn(rule: WaitingPeriod, guideline: Guideline, words: str) -> str:
    fact = guideline.fact[rule.fact]
    bounds = sorted({rule.first, rule.last})
    # What lies behind the last bound goes on without end, and gets as much room as one more step.
    end = rule.last * Fraction(3, 2)

    def across(value: Fraction) -> int:
        return _LEFT + int((_RIGHT - _LEFT) * value / end)

    silent = guideline.header.otherwise is Recommendation.WAIT
    levels = [(Recommendation.WAIT, "Not yet" if silent else "Says nothing")]
    if len(bounds) > 1:
        levels.append((Recommendation.CONSIDER, "Consider"))
    levels.append((rule.then.level, said(rule.then.level)))
    # The window is what the drawing is for: where it is narrow, it is drawn wider than it is.
    places = _spread([_LEFT, *(across(each) for each in bounds), _RIGHT])
    drawn = []
    for place, (level, label) in enumerate(levels):
        left, right = places[place], places[place + 1]
        kind = level.words.replace(" ", "-") if place else "before"
        drawn.append(_band(left, right, kind, label))
    # One that has no decimals of its own is told in another unit.
    numbers = [decimal_text(each) or fact.words(each) for each in bounds]
    marks = [(places[0], "0"), *zip(places[1:-1], numbers, strict=True)]
    for x, number in marks:
        drawn.append(_tick(x, number))
    unit = fact.unit.plural + " of " if fact.unit else ""
    axis = f"{unit}{spaced(fact.name)} →"
    drawn.append(_text(_LEFT, _HEIGHT - 6, axis, "start", "ir-axis"))
    name = f"timeline-{rule.name}"
    return tag(
        "svg",
        tag("title", text(title(rule)), id=f"{name}-title"),
        tag("desc", text(words), id=f"{name}-words"),
        *drawn,
        role="img",
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        aria_labelledby=f"{name}-title {name}-words",
        font_size="14",
    )


def _spread(places: list[int]) -> list[int]:
    """Return places far enough apart for what is written between them."""
    least = (_RIGHT - _LEFT) // 4
    widths = [max(least, b - a) for a, b in pairwise(places)]
    spare = sum(widths) - (_RIGHT - _LEFT)
    while spare > 0:
        widest = widths.index(max(widths))
        take = min(spare, widths[widest] - least)
        widths[widest] -= take
        spare -= take
    found = [_LEFT]
    for width in widths:
        found.append(found[-1] + width)
    return found


def _band(left: int, right: int, kind: str, label: str) -> str:
    box = (
        f'<rect class="ir-band ir-{kind}" x="{left}" y="{_TOP}" width="{right - left}" '
        f'height="{_DEEP}" fill="currentColor" fill-opacity="0.08" stroke="currentColor" '
        'stroke-opacity="0.5"/>'
    )
    lines = label.split(" ") if len(label) > 12 else [label]
    middle = (left + right) // 2
    first = _TOP + _DEEP // 2 + 5 - 8 * (len(lines) - 1)
    return box + "".join(
        _text(middle, first + 16 * place, line, "middle") for place, line in enumerate(lines)
    )


def _tick(x: int, number: str) -> str:
    low = _TOP + _DEEP
    line = (
        f'<line x1="{x}" y1="{_TOP - 4}" x2="{x}" y2="{low + 6}" stroke="currentColor" '
        'stroke-width="2"/>'
    )
    return line + _text(x, low + 22, number, "start" if x == _LEFT else "middle")


def _text(x: int, y: int, words: str, anchor: str, kind: str = "") -> str:
    place = {"x": str(x), "y": str(y), "text_anchor": anchor, "fill": "currentColor"}
    return tag("text", text(words), **place, class_=kind)
