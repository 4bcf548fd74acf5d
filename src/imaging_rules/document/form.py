"""The form that interviews a reader and answers on the page, as HTML that stands by itself."""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, assert_never

from imaging_rules.analyse.conditions import in_full
from imaging_rules.decide.answer.guideline_info import GuidelineInfo, edition, identity
from imaging_rules.decide.explain.from_decision import NOTICE
from imaging_rules.decide.explain.recommendation import SAID
from imaging_rules.decide.explain.scores import scale
from imaging_rules.decide.explain.wording import LABELS, spaced
from imaging_rules.document.export.guideline import export
from imaging_rules.document.form_words import (
    LEAD,
    NONE,
    NOT_KNOWN,
    RESULTS,
    SOME,
    WITHOUT_SCRIPT,
    WORDS,
)
from imaging_rules.document.markup import items, link, pairs, tag, text
from imaging_rules.document.page.names import first_upper, study_title, title
from imaging_rules.document.page.notes import assumed, labelled_texts, not_the_source, note
from imaging_rules.library.guideline import Guideline
from imaging_rules.model.conditions import ALWAYS
from imaging_rules.model.facts import ChoiceType, Fact, NumberType, Screen, YesNoType
from imaging_rules.model.guideline import Define, Header
from imaging_rules.model.guideline import Guideline as Model
from imaging_rules.model.notes import Notes
from imaging_rules.model.rules import Advice, Contraindication, Precaution, Rule
from imaging_rules.text import inert
from imaging_rules.text.words import joined
from imaging_rules.values.recommendation import AT_END, WORDS_AT_END
from imaging_rules.values.units import ALL, Unit, parts

# Of the export, what decides; the texts are on the page already, or in `shown`.
_DECIDES = {
    "guideline": ("name", "title", "version", "status", "sha256", "review_by", "otherwise"),
    "facts": (
        *("name", "type", "values", "whole", "unit", "from", "to", "regions"),
        *("assumed", "ask_only_when"),
    ),
    "screens": ("name", "covers"),
    "choices": ("name", "values"),
    "scores": ("name", "lines", "groups"),
    "studies": ("name", "diagram"),
    "precautions": ("name", "before"),
    "rules": ("name", "kind", "says", "hold_at", "holds", "decides"),
    "contradictions": ("name", "facts", "comparisons", "diagram", "nodes"),
    "advice": ("name", "topic", "levels"),
    "units": ("one", "many", "short", "dimension", "size"),
}
_SPOKEN = {"mm": "millimeters", "cm": "centimeters", "m": "meters"}
_AS_IT_IS = (
    *("levels", "order", "level", "applies", "any_red_flag", "no_study_left", "timings"),
    "nodes",
)


def try_it(guideline: Guideline, links: bool = True) -> str:
    """Return the form of a guideline as HTML that stands by itself.

    It holds the data, the scripts and the style that it needs, and loads and sends nothing. It
    has no blank line, so that it can stand in Markdown as it is.

    Args:
        guideline: The guideline.
        links: Whether rules and advice lead to where the page around the form tells of them; it
            has to be the guideline's own page. Without links, advice is told in full.

    Returns:
        One ``div`` element. Without scripts it shows a sentence.
    """
    name = guideline.name
    parts = [
        tag("style", style()),
        tag("p", text(WITHOUT_SCRIPT), data_part="without"),
        tag("template", _form(guideline), data_part="form"),
        *_whys(guideline.model, links),
        *(_advice(each, links) for each in guideline.model.advice),
        f'<script type="application/json">{_data(guideline)}</script>',
        f"<script>{scripts()}</script>",
    ]
    return tag(
        "div",
        *(f"{part}\n" for part in parts),
        class_="ir-try",
        data_imaging_rules_try_it=name,
        data_search_exclude=True,
    )


# --- what is there before the first question ------------------------------------------------------


def _form(guideline: Guideline) -> str:
    """Return what the scripts fill: each part is shown, with what is around it, if it is filled."""
    amount = tag(
        "label",
        "Number ",
        '<input data-part="amount" inputmode="decimal" autocomplete="off" maxlength="40">',
    )
    number = tag(
        "div",
        tag(
            "div",
            amount,
            _hidden("label", "Unit ", _part("select", "unit", each="option")),
            tag("button", "Next", class_="ir-try-main"),
            class_="ir-try-row",
        ),
        _part("p", "range"),
        _hidden("div", _part("p", "refused", role="alert")),
        hidden=True,
    )
    asks = tag(
        "fieldset",
        _part("legend", "question", tabindex="-1"),
        _hidden("div", _part("p", "explain")),
        _hidden("div", _part("ul", "listed", each="li")),
        number,
        _hidden("div", _part("div", "choices", class_="ir-try-row")),
        hidden=True,
    )
    return "".join(
        (
            _heading(guideline),
            tag("p", text(LEAD), class_="ir-try-lead", data_part="lead"),
            _hidden("div", _part("p", "message", role="status")),
            _hidden("div", _part("p", "alert", role="alert"), class_="ir-try-alert"),
            _hidden("div", _part("h3", "before")),
            tag("form", asks, novalidate=True),
            tag(
                "div",
                _button("back", "Back"),
                _button("restart", "Start over"),
                class_="ir-try-row ir-try-steps",
            ),
            _result(),
        )
    )


def _heading(guideline: Guideline) -> str:
    """Return which guideline it is, for whoever is still asked."""
    info = _identity(guideline)
    marks = "".join(tag("strong", f"{each}:") + " " for each in info.marks)
    name = tag("b", marks, text(info.title or info.name))
    return tag("p", name, "<br>", text(f"{edition(info)}."), class_="ir-try-name")


def _identity(guideline: Guideline) -> GuidelineInfo:
    # Whether the review date has passed is told for the reader's own day, by the scripts.
    return identity(guideline.model, guideline.sha256, guideline.origin, date.min)


def _result() -> str:
    name = tag(
        "div",
        _hidden("div", _part("b", "title")),
        _hidden("div", _part("span", "edition")),
        class_="ir-try-name",
    )
    said = tag(
        "div",
        _hidden("div", _part("p", "said", tabindex="-1")),
        _hidden("div", _part("div", "told", each="p")),
        class_="ir-try-said",
        aria_live="polite",
    )
    lists = [
        _hidden("section", tag("h3", heading), _part("ul", part, each="li"))
        for part, heading in RESULTS.items()
    ]
    tools = tag(
        "div",
        _button("link", "Link with the answers"),
        _button("json", "Copy as JSON"),
        _button("example", "Copy as example"),
        _button("print", "Print"),
        class_="ir-try-row ir-try-tools",
    )
    done = _hidden("div", _part("p", "done", role="status"))
    copied = _hidden(
        "div",
        _part("textarea", "copied", rows="5", readonly=True, aria_label="What is copied"),
    )
    notice = tag("p", text(NOTICE), class_="ir-try-notice")
    return tag(
        "section",
        *(tag("div", name, said, class_="ir-try-card"), *lists, tools, done, copied, notice),
        data_part="result",
        aria_label="The answer",
    )


def _part(kind: str, name: str, each: str = "", **attributes: str | bool) -> str:
    return tag(kind, data_part=name, data_each=each, **attributes)


def _hidden(kind: str, *inside: str, **attributes: str | bool) -> str:
    return tag(kind, *inside, hidden=True, **attributes)


def _button(name: str, words: str) -> str:
    return tag("button", words, type="button", data_part=name)


# --- why, for each answer -------------------------------------------------------------------------


def _whys(guideline: Model, links: bool) -> list[str]:
    """Return what is shown of each rule that decides, and where none does."""
    header = guideline.header
    found = [_template("scope", _outside(header, guideline))]
    found.append(_template("otherwise", _otherwise(header)))
    found += [
        _template(f"why {each.name}", _rule(each, guideline, links))
        for each in guideline.deciding_rules
    ]
    found += [
        _template(f"precaution {each.name}", _rule(each, guideline, links))
        for each in guideline.of(Precaution)
    ]
    told = {f"define {each.name}": _define(each, links) for each in guideline.defines.values()}
    if not links:
        # On the page of its guideline all of a study stands below the form.
        told |= {f"study {each.name}": pairs(labelled_texts(each)) for each in guideline.studies}
    return [*found, *(_template(name, inside) for name, inside in told.items() if inside)]


def _rule(rule: Rule, guideline: Model, links: bool) -> str:
    name = _name(title(rule), f"rule-{rule.name}" if links else "")
    told = labelled_texts(rule)
    if not isinstance(rule, Precaution):
        # What is to be done is told with the recommendation, as soon as the rule decides for sure.
        told = [each for each in told if each[0] != LABELS["actions"]]
    if isinstance(rule, Contraindication):
        studies = joined([study_title(guideline, each) for each in rule.rules_out])
        told = [("Rules out", text(studies)), *told]
    return tag("p", f"{name} ({rule.kind})") + pairs(told) + _notes(rule.notes)


def _define(one: Define, links: bool) -> str:
    """Return where something comes from that rules rest on; nothing where it does not say."""
    said = _notes(one.notes)
    name = _name(title(one), f"define-{one.name}" if links else "")
    rests = tag("p", f"The rules rest on: {name}") + said
    return tag("div", rests, class_="ir-try-rests") if said else ""


def _outside(header: Header, guideline: Model) -> str:
    whom = f": it is for {header.population}" if header.population else ""
    told = f"No red flag holds, and the guideline does not apply{whom}."
    if header.applies != ALWAYS:
        told += f" It applies when {spaced(in_full(header.applies, guideline))}."
    # Reasons and citations of the header speak of those for whom it is meant: here they would
    # reassure.
    return tag("p", text(told)) + assumed(header.notes.assumes)


def _otherwise(header: Header) -> str:
    level = header.otherwise
    if level.is_level:
        told = f"For such patients the guideline says: {level.words}."
    else:
        told = "The guideline gives no answer for such patients."
    told = f"No rule holds that says whether to image. {told}"
    return tag("p", text(told)) + _notes(header.notes)


def _advice(advice: Advice, links: bool) -> str:
    name = title(advice)
    told = _name(name, f"advice-{advice.name}" if links else "")
    # What to watch for is to be seen by everyone; the rest is looked up where it stands.
    if advice.topic == "safety" or not links:
        told += items("ul", [text(each) for each in advice.texts]) + _notes(advice.notes)
    return _template(f"advice {advice.name}", told)


def _name(words: str, place: str) -> str:
    return link(place, text(words)) if place else tag("b", text(words))


def _notes(said: Notes) -> str:
    """Return where something comes from; what its source says word for word is on the page."""
    reasons = "".join(note("because", "Because", text(each)) for each in said.because)
    places = [
        " ".join([each.source, ", ".join(s.id for s in each.statements) or each.section]).strip()
        for each in said.citations
    ]
    cited = note("source", "Source", text("; ".join(places))) if places else ""
    return reasons + cited + not_the_source(said)


def _template(name: str, inside: str) -> str:
    return tag("template", inside, data_part=name)


# --- the data -------------------------------------------------------------------------------------


def _data(guideline: Guideline) -> str:
    """Return the data of the form as JSON that can stand in a script."""
    data = json.dumps(_for_form(guideline), separators=(",", ":"), ensure_ascii=False)
    return inert.json_in_html(data)


def _for_form(guideline: Guideline) -> dict[str, Any]:
    model, exported = guideline.model, export(guideline)
    data = {key: exported[key] for key in _AS_IT_IS}
    data |= {key: _only(exported[key], names) for key, names in _DECIDES.items()}
    data["levels"] = ["nothing said of it", *data["levels"][1:]]
    for study in data["studies"]:
        study["title"] = study_title(model, study["name"])
    for choice in data["choices"]:
        choice["title"] = title(model.defines[choice["name"]])
        for each in choice["values"]:
            each["value"] = spaced(each["value"])
    for score, whole in zip(data["scores"], exported["scores"], strict=True):
        score["title"] = title(model.defines[score["name"]])
        score["scale"] = scale(whole["minimum"], whole["maximum"])
        for line in score["lines"]:
            line["when"] = spaced(line["when"])
    titles = {each.name: title(each) for each in model.rules}
    remarks = {each.name: each.remarks for each in model.rules}
    actions = {each.name: each.actions for each in model.rules}
    for rule in data["contradictions"]:
        rule["title"] = titles[rule["name"]]
    conditions = {each.name: model.defines_in(each.condition) for each in model.rules}
    data["rests_on"] = {name: model.rests_on(name) for name in model.defines}
    # What the scope rests on stands under no name.
    data["rests_on"][""] = model.defines_in(model.header.applies)
    for rule in data["rules"]:
        if conditions[rule["name"]]:
            rule["rests_on"] = conditions[rule["name"]]
        rule["also"] = ". ".join((titles[rule["name"]], *remarks[rule["name"]]))
        if told := actions[rule["name"]]:
            rule["actions"] = told
        # Of what it says, only whether it says something is asked.
        if "says" in rule:
            rule["says"] = True
    # By the ends of the level's diagram, from that of what is undetermined on; one is of studies.
    said = [SAID[AT_END[end]] if end in AT_END else "" for end in sorted(WORDS_AT_END)]
    shown = {each.name: _fact(each) for each in model.facts}
    shown |= {each.name: _screen(each, model) for each in model.screens}
    info = _identity(guideline)
    notices = [f"Take care: {each}" for each in info.notices]
    named = {"marks": info.marks, "notices": notices, "edition": edition(info)}
    return {**data, "shown": shown, "words": {**WORDS, **named, "said": said}}


def _only(exported: Any, names: tuple[str, ...]) -> Any:
    if isinstance(exported, list):
        return [_only(each, names) for each in exported]
    return {name: exported[name] for name in names if name in exported}


def _fact(fact: Fact) -> dict[str, Any]:
    found: dict[str, Any] = {"question": _question(fact)}
    found |= {"explain": fact.explain} if fact.explain else {}
    choices: Mapping[str, object]
    match fact.type:
        case YesNoType():
            choices = {"Yes": True, "No": False}
        case ChoiceType(values):
            choices = {first_upper(spaced(each)): each for each in values}
        case NumberType(whole=whole, unit=unit):
            choices = {}
            found["range"] = f"{first_upper(fact.type.in_words)}."
            # In other units than its own, a whole number is the exception.
            found["units"] = [] if whole else _offered(fact, unit)
        case _:
            assert_never(fact.type)
    return {**found, "choices": [*choices.items(), (NOT_KNOWN, "unknown")]}


def _offered(fact: Fact, unit: Unit | None) -> list[str]:
    """Return the units to choose from; none of them beforehand where the question names none."""
    offered = [each.plural for each in _units(unit)] if unit else []
    if unit is None or len(offered) < 2:
        return []
    names = {unit.singular, unit.plural, _SPOKEN.get(unit.plural, "")} - {""}
    asked = any(re.search(rf"\b{re.escape(name)}\b", fact.ask.lower()) for name in names)
    return offered if asked else ["", *offered]


def _units(unit: Unit) -> list[Unit]:
    """Return the unit of a number, the next smaller one and the next larger one."""
    smaller = [part for _, part in parts(unit)]
    larger = [each for each in ALL if unit in (part for _, part in parts(each))]
    return [unit, *smaller[:1], *larger[:1]]


def _screen(screen: Screen, guideline: Model) -> dict[str, Any]:
    found: dict[str, Any] = {"question": screen.ask or "Is any of these present?"}
    found |= {"explain": screen.explain} if screen.explain else {}
    found["listed"] = []
    for name, value in screen.covers:
        fact = guideline.fact[name]
        # Where it is not the plain no, a reader must see what is answered.
        set_to = "" if value is False else f" (‘{NONE}’ says: {spaced(fact.words(value))})"
        found["listed"].append(_question(fact) + set_to)
    return {**found, "choices": [(NONE, "none"), (SOME, ["some", screen.name])]}


def _question(fact: Fact) -> str:
    return fact.ask or f"{first_upper(spaced(fact.name))}?"


_NAMES = ("decide.js", "interview.js", "amount.js", "try_it.js")
# What means the same in fewer bytes, and `rjsmin` leaves as it is.
_SHORTER = ((r"(?<!\w)\((\w+)\)=>", r"\1=>"), (r"\bconst\b", "let"), (";(?=})", ""))


@cache
def scripts() -> str:
    """Return the scripts that decide, interview and show, in this order, as one text.

    They need nothing else, load nothing and send nothing.
    """
    from rjsmin import jsmin

    short = "\n".join(str(jsmin(_asset(name))) for name in _NAMES)
    for longer, shorter in _SHORTER:
        short = re.sub(longer, shorter, short)
    return short


@cache
def style() -> str:
    """Return the style of the form, without comments and needless spaces."""
    from rcssmin import cssmin

    return str(cssmin(_asset("try_it.css")))


def _asset(name: str) -> str:
    return files("imaging_rules.document").joinpath("assets", name).read_text("utf-8")
