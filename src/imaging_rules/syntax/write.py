"""Nodes back into text, without comments: reading what this writes gives the same nodes."""

from typing import assert_never

from imaging_rules.syntax import nodes


def write(file: nodes.File) -> str:
    """Return a file's blocks as guideline text, one clause to a line."""
    return "\n".join(_block(block) for block in file.blocks)


def _block(block: nodes.Block) -> str:
    name = _text(block.name) if isinstance(block.name, nodes.Text) else block.name.text
    return "\n".join([f"{block.keyword} {name}", *(f"  {clause(c)}" for c in block.clauses), ""])


def clause(node: nodes.Clause) -> str:
    """Return one clause as guideline text."""
    match node:
        case nodes.TextClause(keyword, text):
            return f"{keyword} {_text(text)}"
        case nodes.WordClause(keyword, word):
            return f"{keyword} {word.text}"
        case nodes.DateClause(keyword, date):
            return f"{keyword} {_text(date) if isinstance(date, nodes.Text) else date.text}"
        case nodes.Language(number):
            return f"language {number.written}"
        case nodes.ConditionClause(keyword, inner):
            return f"{keyword} {condition(inner)}"
        case nodes.Cite(source, statements, section, quote):
            parts = [f"cite {source.text}", _names(statements)]
            parts += [_text(section)] if section else []
            parts += [f"quote {_text(quote)}"] if quote else []
            return " ".join(part for part in parts if part)
        case nodes.LeavesOut(statements, because):
            return f"leaves out {_names(statements)} because {_text(because)}"
        case nodes.LevelClause(keyword, level):
            return f"{keyword} {level.text}".strip()
        case nodes.Recommend(keyword, level, studies):
            joint = "" if level.text == "consider" else " with"
            return f"{keyword} {level.text}{joint} {_either(studies)}".strip()
        case nodes.AdviseAgainst(studies):
            return f"do not image with {_either(studies)}"
        case nodes.Lasts(first, last, fact):
            start = "" if first is None else f"{quantity(first)} to "
            return f"lasts {start}{quantity(last)} of {fact.text}"
        case nodes.Instead(studies, use):
            return f"instead of {_either(studies)} use {use.text}"
        case nodes.Overrides(names):
            return f"overrides {_names(names)}"
        case nodes.YesNo():
            return "yes or no"
        case nodes.Numeric(whole, unit, low, high):
            kind = "whole number" if whole else "number"
            measured = f" in {unit.text}" if unit else ""
            return f"{kind}{measured} from {low.written} to {high.written}"
        case nodes.OneOf(values):
            return f"one of {_names(values)}"
        case nodes.Assume(value):
            return f"if not stated assume {_value(value)}"
        case nodes.Covers(items):
            return f"covers {', '.join(_covered(item) for item in items)}"
        case nodes.ForLevels(levels):
            return f"for {_names(levels)}"
        case nodes.Given(items):
            return f"given {', '.join(_given(item) for item in items)}"
        case nodes.Expect(levels, studies, because, asking):
            parts = [f"expect {' or '.join(level.text for level in levels)}"]
            parts += [f"with {_either(studies)}"] if studies else []
            parts += [f"because {_names(because)}"] if because else []
            parts += [f"asking {_names(asking)}"] if asking else []
            return " ".join(parts)
        case _:
            assert_never(node)


def condition(node: nodes.Condition) -> str:
    """Return a condition as guideline text."""
    match node:
        case nodes.Named(name):
            return name.text
        case nodes.Is(name, values, negated):
            word = "is not" if negated else "is"
            if len(values) == 1:
                return f"{name.text} {word} {_value(values[0])}"
            return f"{name.text} {word} one of ({', '.join(_value(v) for v in values)})"
        case nodes.Compared(name, operator, bound):
            other = bound.text if isinstance(bound, nodes.Name) else quantity(bound)
            return f"{name.text} {operator} {other}"
        case nodes.Not(part):
            return f"not {condition(part)}"
        case nodes.Joined(word, parts):
            return f" {word} ".join(condition(part) for part in parts)
        case nodes.Brackets(part):
            return f"({condition(part)})"
        case nodes.Counted(word, parts, count):
            opening = f"at least {count.written} of" if count else word
            return f"{opening} ({', '.join(condition(part) for part in parts)})"
        case nodes.TooDeep():
            return "..."
        case _:
            assert_never(node)


def quantity(node: nodes.Quantity) -> str:
    """Return a number with its unit, as it was written."""
    return f"{node.number.written} {node.unit.text}" if node.unit else node.number.written


def _text(text: nodes.Text) -> str:
    return f'"{text.text}"'


def _names(names: tuple[nodes.Name, ...]) -> str:
    return ", ".join(name.text for name in names)


def _either(studies: tuple[nodes.Name, ...]) -> str:
    return " or ".join(study.text for study in studies)


def _value(value: nodes.Value) -> str:
    return value.text if isinstance(value, nodes.Name) else quantity(value)


def _covered(item: nodes.Covered) -> str:
    return f"{item.fact.text} is {_value(item.value)}" if item.value else item.fact.text


def _given(item: nodes.GivenItem) -> str:
    match item:
        case nodes.GivenYesNo(fact, value):
            return fact.text if value else f"not {fact.text}"
        case nodes.GivenIs(fact, ()):
            return f"{fact.text} is unknown"
        case nodes.GivenIs(fact, (value,)):
            return f"{fact.text} is {_value(value)}"
        case nodes.GivenIs(fact, values):
            return f"{fact.text} is one of ({', '.join(_value(v) for v in values)})"
        case nodes.GivenBetween(fact, low, high):
            return f"{fact.text} between {quantity(low)} and {quantity(high)}"
        case nodes.EverythingElseNo():
            return "everything else is no"
        case _:
            assert_never(item)
