"""An interview in the terminal: what is asked, understood, taken back, ended and kept."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import Result

from imaging_rules import load
from tests.cli.command_line import BROKEN, SMALL, environment_with, process, run

CARE = """\
guideline care
  title     "Care"
  status    draft
  otherwise no guidance

fact place
  one of back, leg, foot
  ask     "Where is it?"
  explain "The place that hurts most."

fact treated
  number in weeks from 0 to 100
  ask "For how many weeks has it been treated?"

fact ill
  number in weeks from 0 to 100
  ask "For how many weeks has it lasted?"

fact planned
  yes or no
  ask "Is surgery planned?"
  if not stated assume no

study mri
  title "MRI"

study ct
  title "CT"

red flag place
  title     "The foot"
  when      place is foot
  image     immediately with mri
  question  "Why?"
  editorial "Made up."

indication treated
  title     "Treated"
  when      treated at least 4 weeks and ill at least 6 weeks
  image     with mri
  question  "Why?"
  editorial "Made up."

special case planned
  title      "Surgery"
  when       planned
  instead of mri use ct
  editorial  "Made up."

special case long_treatment
  title     "Long treatment"
  when      treated over 50 weeks
  remark    "Long."
  editorial "Made up."

contradiction longer
  title     "Treated for longer than it lasted"
  when      treated over ill
  because   "It is treated while it lasts."
  editorial "Made up."
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "care.guideline").write_text(CARE)
    (tmp_path / "small.guideline").write_text(SMALL)
    return tmp_path


def ask(*lines: str, options: tuple[str, ...] = ("--example",), name: str = "care") -> Result:
    typed = "".join(f"{line}\n" for line in lines)
    return run("ask", f"{name}.guideline", *options, stdin=typed)


def test_the_result_goes_to_standard_output_and_questions_elsewhere() -> None:
    done = ask("leg", "8 weeks", "9", "")
    assert done.exit_code == 0
    assert done.stdout.startswith("DRAFT: Care\n===========\nNo version, draft; answered on ")
    assert "Recommendation: Image. Imaging is appropriate." in done.stdout
    assert "Where is it?" not in done.stdout
    assert done.stderr.index("1. Where is it?") < done.stderr.index("2. For how many weeks has it")


def test_a_draft_says_so_before_anything_is_asked() -> None:
    told = ask().stderr
    assert told.index("This guideline is a draft.") < told.index("1. Where is it?")


def test_the_example_passes_when_it_is_pasted() -> None:
    for lines in (
        ("leg", "8 weeks", "9", ""),
        ("back or leg", "3 to 5 weeks", "unknown", ""),
        ("2 or 3", "27 days", "10", "1", "y", ""),
        ("leg", "2 months", "10", "1", "y", ""),
        ("leg", "1,5 wks", "10", ""),
        ("leg", "1 month to 9 wks", "10", ""),
        ("foot", ""),
        (),
        ("leg", "8", "5", "", ""),
        ("leg", "4.25", "12345678 seconds", ""),
    ):
        done = ask(*lines)
        block = done.stdout[done.stdout.index('example "') :]
        pasted = Path("pasted.guideline")
        pasted.write_text(f"{CARE}\n{block}")
        assert run("check", pasted).stdout == "pasted.guideline: no problems\n", block


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ("foot", "foot"),
        ("3", "foot"),
        ("FOOT", "foot"),
        ("leg or foot", {"one_of": ["leg", "foot"]}),
        ("2 or 3", {"one_of": ["leg", "foot"]}),
        ("2, or 3", {"one_of": ["leg", "foot"]}),
        ("1, 2 or 3", {"one_of": ["back", "leg", "foot"]}),
        ("one of 2, 3", {"one_of": ["leg", "foot"]}),
        ("one of leg, foot", {"one_of": ["leg", "foot"]}),
        ("unknown", "unknown"),
        # Of a list that has the word, it is an answer.
        ("back", "back"),
    ],
)
def test_how_a_choice_is_answered(typed: str, stated: object) -> None:
    ask(typed, options=("--save", "facts.json"))
    assert json.loads(Path("facts.json").read_text())["facts"]["stated"]["place"] == stated


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ("8", 8),
        ("1,5", "1.5 weeks"),
        ("1·5", "1.5 weeks"),
        ("2 months", {"between": ["59 days", "62 days"]}),
        ("8 weeks", 8),
        ("10 days", "10 days"),
        ("3 to 5 weeks", {"between": [3, 5]}),
        ("between 21 days and 5 weeks", {"between": [3, 5]}),
        ("unknown", "unknown"),
    ],
)
def test_how_a_number_is_answered(typed: str, stated: object) -> None:
    ask("leg", typed, options=("--save", "facts.json"))
    assert json.loads(Path("facts.json").read_text())["facts"]["stated"]["treated"] == stated


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("", "nothing was given"),
        ("8 wekks", "(did you mean weeks?)"),
        ("101", "from 0 to 100, and what was given is too high"),
        ("5 to 3 weeks", "the lower end of the range given lies above the upper one"),
        ("\x1b[31m\ufeff", "was given"),
        ("9" * 20_000, "was given"),
    ],
)
def test_what_is_not_understood_is_told_and_asked_again(wrong: str, told: str) -> None:
    done = ask("leg", wrong, "8", "9", "")
    said = " ".join(done.stderr.split())
    assert "That was not understood: `treated` is a number of weeks" in said
    assert told in said
    assert done.stderr.count("2. For how many weeks has it been treated?") == 2
    assert "\x1b" not in done.stderr
    assert "treated is 8 weeks" in done.stdout
    assert done.exit_code == 0


@pytest.mark.parametrize("typed", ["2,3", "2, 3", "2 3", "2 and 3", "2;3", "leg, foot", "leg + 3"])
def test_several_words_of_a_list_are_not_taken_for_either(typed: str) -> None:
    done = ask(typed, "leg", "8", "9", "")
    said = " ".join(done.stderr.split())
    told = f"‘{typed}’ names several; if it is one of them and it is not known which, write ‘leg or"
    assert f"That was not understood: one of these can be answered, and {told} foot’." in said
    assert "place is leg" in done.stdout


@pytest.mark.parametrize("typed", ["1,440", "1.440", "1 440", "1,440 minutes"])
def test_thousands_are_not_taken_for_decimals(typed: str) -> None:
    done = ask("leg", typed, "8", "9", "")
    said = " ".join(done.stderr.split())
    assert f"That was not understood: `treated`: ‘{typed}’ is not clear" in said
    assert "1440" in said
    assert "treated is 8 weeks" in done.stdout


def test_why_something_is_asked() -> None:
    done = ask("?", "leg", "?", "8", "9", "?", "")
    said = " ".join(done.stderr.split())
    assert "It can lead to: no guidance, image or image immediately." in said
    assert "These depend on it: - The foot (red flag)" in said
    assert "These depend on it: - Treated (indication) - Long treatment (special case)" in said
    assert "surgery" not in said.split("If one of them is otherwise")[0].split("?` says")[0]
    assert "- planned could change the study" in said
    assert done.stderr.count("The place that hurts most.") == 2


def test_back_takes_answers_back() -> None:
    done = ask("leg", "8", "back", "back", "back", "leg", "3", "")
    said = " ".join(done.stderr.split())
    # The third one is an answer, as the list has that word.
    assert done.stderr.count("1. Where is it?") == 2
    assert "place is leg" not in done.stdout
    assert "place is back" in done.stdout
    assert "That was not understood" in said


def test_there_may_be_nothing_to_take_back() -> None:
    done = ask("back", "yes", "9", name="small")
    assert "there is no answer to take back yet" in done.stderr
    assert done.exit_code == 0


@pytest.mark.parametrize("end", [("quit",), ()])
def test_an_interview_that_ends_early_shows_what_is_known(end: tuple[str, ...]) -> None:
    done = ask("leg", *end)
    assert "the interview ends here, before all that matters was asked" in done.stderr
    assert "Recommendation: Undetermined." in done.stdout
    assert "Do not read this as ‘no imaging’." in done.stdout
    assert done.exit_code == 3


def test_an_early_end_keeps_the_exit_code_of_the_decision() -> None:
    assert ask("foot", "quit").exit_code == 0
    assert ask("leg", "1", "9", "").exit_code == 3


def test_an_emergency_is_told_while_questions_are_left() -> None:
    done = run("ask", stdin="some\nyes\n")
    said = " ".join(done.stderr.split())
    assert "So far: image immediately. This is an emergency" in said
    assert said.index("This is an emergency") < said.index("How old is the patient?")
    nothing_urgent = run("ask", stdin="some\nno\n42\n")
    assert "So far" not in nothing_urgent.stderr


def test_none_is_what_the_screen_says_it_is() -> None:
    for word in ("no", "yes", "", "nothing"):
        done = run("ask", stdin=f"{word}\n")
        assert "write `none` if none of these is present, or `some`" in " ".join(
            done.stderr.split()
        )
        assert done.exit_code == 3
    listed = run("ask", stdin="").stderr
    model = load("low_back_pain").model
    for name, _ in model.screen["red_flags"].covers:
        assert " ".join(model.fact[name].ask.split())[:40] in " ".join(listed.split())
    assert "(`none` says: none)" in listed


@pytest.mark.parametrize("name", ["low_back_pain", "pecarn_head", "pulmonary_embolism"])
def test_who_knows_nothing_comes_to_an_end(name: str) -> None:
    done = run("ask", name, stdin="unknown\n" * 60 + "\n")
    asked = re.split("These were not asked|Keep the answers", done.stderr)[0]
    assert "That was not understood" not in asked
    assert done.exit_code == 3
    assert "Undetermined" in done.stdout


def test_answers_that_contradict_each_other_are_shown_to_be_checked() -> None:
    done = ask("leg", "8", "7", "5", "x", "2", "9", "")
    said = " ".join(done.stderr.split())
    assert "contradict each other: Treated for longer than it lasted." in said
    assert "Because: It is treated while it lasts." in said
    assert "1. For how many weeks has it been treated? 8 weeks" in said
    assert "write one number from 1 to 2, or nothing; ‘5’ was written" in said
    assert "ill is 9 weeks" in done.stdout
    assert done.exit_code == 0
    left = ask("leg", "8", "7", "", "")
    assert "Answers contradict each other" in left.stdout
    assert left.exit_code == 3


def test_what_was_assumed_can_be_stated() -> None:
    done = ask("leg", "8", "9", "1", "yes")
    assert "1. Is surgery planned? no" in done.stderr
    assert "expect image with ct because treated, planned" in done.stdout


def test_what_counts_only_together_is_offered_before_the_end() -> None:
    done = run("ask", "low_back_pain", stdin="none\n42\n1\n4\nyes\n4\nyes\n\n")
    said = " ".join(done.stderr.split())
    assert "4. Is there nerve pain in a leg that does not go away? no" in said
    assert "5. Is this leg pain severe? no" in said
    assert "4 and 5 together could lead to image." in said
    assert "7 and 8 together could lead to consider." in said
    assert "Recommendation: Image. Imaging is appropriate." in done.stdout
    left = run("ask", "low_back_pain", stdin="none\n42\n1\n?\n\n")
    assert "- persistent leg pain and severe leg pain, together, could lead to image" in (
        " ".join(left.stderr.split())
    )
    assert "Wait. Imaging is not called for yet." in left.stdout


def test_the_answers_are_kept_as_asked_for() -> None:
    done = ask("leg", "8", "9", "", "json", "", "no", options=())
    kept = json.loads(Path("patient.json").read_text())
    assert kept["facts"]["stated"] == {"place": "leg", "treated": 8, "ill": 9}
    assert "the answers are in patient.json" in done.stderr
    again = run("evaluate", "care.guideline", "--facts", "patient.json")
    assert again.exit_code == done.exit_code == 0
    before = Path("patient.json").read_bytes()
    other = ask("leg", "8", "9", "", "json", "patient.json", "no/such/folder/x.json", options=())
    assert "is not written over" in other.stderr
    assert Path("patient.json").read_bytes() == before
    shown = ask("leg", "8", "9", "", "what?", "example", options=())
    assert "write json, example or no" in shown.stderr
    assert 'example "an interview: image"' in shown.stdout
    for no in (("no",), ("",), ()):
        done = ask("leg", "8", "9", "", *no, options=())
        assert done.exit_code == 0
        assert "example" not in done.stdout


def test_a_file_to_save_in_is_looked_for_before_anything_is_asked() -> None:
    Path("there.json").write_text("{}")
    done = ask("leg", options=("--save", "there.json"))
    assert done.exit_code == 2
    assert done.stderr == "error: there is there.json already, and it is not written over\n"
    assert Path("there.json").read_text() == "{}"


def test_the_full_explanation() -> None:
    full = ask("leg", "8", "9", "", options=("--example", "--full")).stdout
    short = ask("leg", "8", "9", "").stdout
    assert "Does not hold" in full
    assert "Does not hold" not in short


def test_a_guideline_with_errors_is_not_asked_about() -> None:
    Path("broken.guideline").write_text(BROKEN)
    assert run("ask", "broken.guideline").exit_code == 1
    assert run("ask", "nothing").exit_code == 2


def test_input_that_is_not_text_is_no_problem() -> None:
    done = process("ask", "care.guideline", stdin=b"\xff\xfe\x00\n\xc3\nleg\n")
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr


def test_closed_standard_input_ends_the_interview() -> None:
    script = "import sys; sys.stdin = None\nfrom imaging_rules.cli.main import main\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", script, "ask", "care.guideline"],
        capture_output=True,
        encoding="utf-8",
        env=environment_with(),
        check=False,
    )
    assert done.returncode == 3
    assert "the interview ends here" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("arguments", [("ask", "care.guideline"), ("new", "knee")])
def test_ctrl_c_ends_with_a_sentence(arguments: tuple[str, ...]) -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "imaging_rules", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment_with(PYTHONUTF8="1"),
        start_new_session=True,
    )
    assert started.stderr is not None
    # It waits for an answer once the prompt is there.
    seen = b""
    while not seen.endswith(b"> "):
        more = os.read(started.stderr.fileno(), 1000)
        assert more, seen
        seen += more
    time.sleep(0.1)
    started.send_signal(signal.SIGINT)
    out, err = started.communicate()
    assert started.returncode == 130
    assert (out, err.strip()) == (b"", b"stopped; nothing was written")
    assert not list(Path().glob("knee*"))
