"""Every answer says which guideline it is from, in which version and status, and of which day.

What a form shows, prints and copies is tried in a browser: tests/browser/test_travelling.py.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from imaging_rules import Guideline, compare, export, guidelines, load, loads
from imaging_rules.document.export.facts_class import facts_class
from imaging_rules.document.form import try_it
from tests.cli.command_line import run

NAMES = guidelines()
DAY = date(2026, 3, 1)
MADE = """
guideline made
  title     "Made up"
  version   "0.9"
  status    {status}
  published "1999"
  review by 2025-06-30
  otherwise do not image
  editorial "Made up."

fact pain
  yes or no

fact walks
  yes or no

fact weeks
  number in weeks from 0 to 20

screen signs
  covers pain, walks is yes, weeks is 1 week

study xray

red flag alarm
  when      pain
  image     immediately with xray
  question  "Why?"
  editorial "Made up."

indication lame
  when      not walks and weeks over 3 weeks
  image     with xray
  question  "Why?"
  editorial "Made up."
"""
NOTICES = {
    "draft": "Take care: This guideline is a draft. It has not been released for use.",
    "retired": "Take care: This guideline is retired. It should no longer be used.",
}


def flat(text: str) -> str:
    return " ".join(text.split())


def status_of(guideline: Guideline) -> str:
    return guideline.model.header.status


def named(guideline: Guideline) -> tuple[str, str]:
    """Return the title and the version with the status, as an answer begins with them."""
    status = status_of(guideline)
    mark = {"draft": "DRAFT: ", "retired": "RETIRED: "}.get(status, "")
    return mark + flat(guideline.title), f"Version {guideline.version}, {status}"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_an_explanation_begins_with_its_guideline(name: str, form: Any) -> None:
    guideline = load(name)
    assert guideline.title
    assert guideline.version
    text = flat(guideline.evaluate({}, today=DAY).explain(form))
    title, version = named(guideline)
    before, _, after = text.partition(title)
    assert before in {"", "# ", '<section class="explanation"> <h2>'}
    first = after[: after.index("Recommendation")]
    assert version.replace(".", "&#46;") in first or version in first
    assert "answered on 2026-03-01." in first
    if status_of(guideline) != "active":
        assert NOTICES[status_of(guideline)] in text


@pytest.mark.parametrize("name", NAMES)
def test_an_interview_begins_and_ends_with_its_guideline(name: str) -> None:
    done = run("ask", name, stdin="")
    for text in (done.stderr, done.stdout):
        for words in named(load(name)):
            assert words in flat(text)[:300]


@pytest.mark.parametrize("name", NAMES)
def test_a_comparison_names_each_guideline(name: str) -> None:
    guideline, other = load(name), load("nexus" if name != "nexus" else "aafp")
    comparison = compare({}, [guideline, other], today=DAY)
    for each in (guideline, other):
        title, version = named(each)
        assert f"{each.name} – {title} {version}" in flat(comparison.explain())
    row = comparison.to_dict()["rows"][0]
    assert row["title"] == guideline.title
    assert row["version"] == guideline.version
    assert row["status"] == status_of(guideline)
    assert comparison.to_dict()["day"] == "2026-03-01"


@pytest.mark.parametrize("name", NAMES)
def test_data_name_their_guideline(name: str) -> None:
    guideline = load(name)
    wanted = {
        "name": name,
        "title": guideline.title,
        "version": guideline.version,
        "status": status_of(guideline),
        "sha256": guideline.sha256,
    }
    record = guideline.evaluate({}, today=DAY).to_dict()
    assert wanted.items() <= record["guideline"].items()
    assert record["day"] == "2026-03-01"
    assert wanted.items() <= export(guideline)["guideline"].items()
    html = try_it(guideline, links=False)
    start = html.index('<script type="application/json">') + len('<script type="application/json">')
    data = json.loads(html[start : html.index("</script>", start)])
    assert wanted.items() <= data["guideline"].items()
    assert data["words"]["edition"].startswith(named(guideline)[1])
    assert data["words"]["marks"] == (["DRAFT"] if status_of(guideline) == "draft" else [])
    first = flat(facts_class(guideline))[:300]
    assert f"{name} {guideline.version} ({status_of(guideline)})" in first


@pytest.mark.parametrize(("status", "mark"), [("draft", "DRAFT"), ("retired", "RETIRED")])
def test_what_is_not_to_be_used_says_so_before_its_title(status: str, mark: str) -> None:
    guideline = loads(MADE.format(status=status))
    decision = guideline.evaluate({}, today=DAY)
    assert decision.guideline.marks == (mark, "REVIEW DATE PASSED")
    title = f"{mark}, REVIEW DATE PASSED: Made up"
    assert decision.explain().splitlines()[:3] == [
        title,
        "=" * len(title),
        f"Version 0.9, {status}; source of 1999; answered on 2026-03-01.",
    ]
    assert NOTICES[status] in decision.explain()
    in_time = guideline.evaluate({}, today=date(2025, 6, 30))
    assert in_time.explain().startswith(f"{mark}: Made up\n")


def test_an_active_guideline_has_no_mark_until_its_review_date_has_passed() -> None:
    guideline = loads(MADE.format(status="active"))
    assert guideline.evaluate({}, today=date(2025, 6, 30)).guideline.marks == ()
    late = guideline.evaluate({}, today=date(2025, 7, 1))
    assert late.explain().startswith("REVIEW DATE PASSED: Made up\n")


def test_an_emergency_calls_for_help_in_every_form() -> None:
    guideline = loads(MADE.format(status="active"))
    decision = guideline.evaluate({"pain": True}, today=DAY)
    for form in ("text", "markdown", "html"):
        assert "This is an emergency: get help now." in decision.explain(form)
    compared = compare({"pain": True}, [guideline, load("nexus")], today=DAY)
    assert "image immediately: this is an emergency, get help now" in flat(compared.explain())


def test_an_interview_calls_for_help_at_every_later_question() -> None:
    done = run("ask", "low_back_pain", stdin="some\nyes\n42\nunknown\n")
    *questions, _ = done.stderr.split("\n> ")
    # Before the sign was told, and from then on.
    assert ["get help now" in flat(each) for each in questions] == [False, False, True, True, True]
    assert "get help now" in done.stdout


def test_what_none_has_denied_is_listed() -> None:
    guideline = loads(MADE.format(status="active"))
    decision = guideline.evaluate({"signs": "none"}, today=DAY)
    told = "Signs: none of: pain. So also: walks: yes; weeks: 1 week."
    for form in ("text", "html"):
        assert told in decision.explain(form)
    assert decision.to_dict()["facts"]["screened"] == [
        {"fact": "pain", "value": "no", "screen": "signs"},
        {"fact": "walks", "value": "yes", "screen": "signs"},
        {"fact": "weeks", "value": "1 week", "screen": "signs"},
    ]
    # What was answered by itself was not denied by the screen.
    own = guideline.evaluate({"signs": "none", "pain": False}, today=DAY).explain()
    assert "pain: no.\nSigns: none. So also: walks: yes; weeks: 1 week." in own
    every = {"signs": "none", "pain": False, "walks": True, "weeks": 1}
    assert "Signs: none.\n" in guideline.evaluate(every, today=DAY).explain()
    assert "Signs: unknown." in guideline.evaluate({"signs": "unknown"}, today=DAY).explain()


# --- answers that are kept and given again ------------------------------------------------------


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "answers.json"
    run("ask", "nexus", "--save", str(path), stdin="yes\nnone\n")
    return path


def test_kept_answers_name_their_guideline_and_are_read_again(kept: Path) -> None:
    nexus = load("nexus")
    answers = json.loads(kept.read_text())
    assert answers["guideline"] == {
        "name": "nexus",
        "title": nexus.title,
        "version": nexus.version,
        "status": "active",
        "sha256": nexus.sha256,
    }
    (screen,) = nexus.model.screens
    assert answers["facts"]["stated"] == {"blunt_trauma": True, screen.name: "none"}
    assert {each["screen"] for each in answers["facts"]["screened"]} == {screen.name}
    again = run("evaluate", "nexus", "--facts", str(kept), "--format", "json")
    assert again.stderr == ""
    record = json.loads(again.stdout)
    assert record["facts"]["stated"] == answers["facts"]["stated"]
    # A whole record is taken as well.
    kept.write_text(again.stdout)
    assert run("evaluate", "nexus", "--facts", str(kept), "--format", "json").stdout == again.stdout
    both = run("compare", "nexus", "canadian_c_spine", "--facts", str(kept))
    assert "answers that were given" not in both.stderr


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"sha256": "0" * 64}, "given to another version of ‘nexus’; check"),
        ({"name": "wrist", "sha256": "0" * 64}, "given to ‘wrist’; check"),
    ],
)
def test_answers_to_another_guideline_are_told(
    kept: Path, changed: dict[str, str], told: str
) -> None:
    answers = json.loads(kept.read_text())
    answers["guideline"] |= changed
    kept.write_text(json.dumps(answers))
    done = run("evaluate", "nexus", "--facts", str(kept))
    assert told in done.stderr
    assert done.stdout.startswith("NEXUS")


@pytest.mark.parametrize(
    "content",
    [
        '{"guideline": "nexus", "facts": {"stated": {}}}',
        '{"guideline": {"name": "nexus"}, "facts": {"stated": {}}}',
        '{"guideline": {"name": "nexus", "sha256": "0"}, "blunt_trauma": true}',
        '{"guideline": {"name": "nexus", "sha256": "0"}, "facts": {"stated": [1]}}',
        '{"guideline": {"name": "nexus", "sha256": "0"}, "facts": {"blunt_trauma": true}}',
    ],
)
def test_what_names_a_guideline_and_states_no_facts_is_refused(content: str) -> None:
    done = run("evaluate", "nexus", "--facts", "-", stdin=content)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "standard input names a guideline and is no record" in done.stderr
