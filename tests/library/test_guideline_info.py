"""What a guideline is made of, as records."""

from datetime import date

from imaging_rules import AnswerType, AnswerValue, CoveredFact, FactInfo, ScreenInfo, load, loads

TEXT = """
guideline wrist
  title      "Imaging of the wrist"
  for        "adults"
  status     draft
  review by  2020-01-01
  otherwise  do not image
  editorial  "Made up for a test."

fact hours
  number in hours from 0.5 to 48
  ask "For how many hours has there been pain?"
  if not stated assume 1.5 hours

fact swelling
  one of none, much
  ask     "Is there swelling?"
  explain "As seen from above."

screen nothing
  covers swelling is none
  ask    "Is there anything to see?"

study xray
  title    "X-ray of the wrist"
  modality "X-ray"
  contrast "none"

indication much_swelling
  title     "Much swelling"
  when      swelling is much
  image     with xray
  question  "Is a bone broken?"
  editorial "Made up for a test."
"""


def test_a_guideline_tells_what_it_is_made_of() -> None:
    guideline = loads(TEXT)
    assert guideline.facts == (
        FactInfo(
            name="hours",
            ask="For how many hours has there been pain?",
            explain="",
            answer=AnswerType("number", (), False, "hours", 0.5, 48),
            assumed="1.5 hours",
            screens=(),
        ),
        FactInfo(
            name="swelling",
            ask="Is there swelling?",
            explain="As seen from above.",
            answer=AnswerType("one of", (AnswerValue("none", "none"), AnswerValue("much", "much"))),
            assumed=None,
            screens=("nothing",),
        ),
    )
    assert guideline.screens == (
        ScreenInfo("nothing", "Is there anything to see?", "", (CoveredFact("swelling", "none"),)),
    )
    (study,) = guideline.studies
    assert (study.name, study.title, study.modality, study.contrast) == (
        "xray",
        "X-ray of the wrist",
        "X-ray",
        "none",
    )
    assert (guideline.population, guideline.status, guideline.sources) == ("adults", "draft", ())
    assert guideline.notices == (
        "This guideline is a draft. It has not been released for use.",
        "This guideline was to be reviewed by 2020-01-01.",
    )
    assert guideline.evaluate({}, today=date(2019, 1, 1)).guideline.notices == (
        "This guideline is a draft. It has not been released for use.",
    )


def test_the_facts_that_are_assumed_are_taken_again() -> None:
    guideline = load("low_back_pain")
    assumed = {each.name: each.assumed for each in guideline.facts if each.assumed is not None}
    stated = {each.fact: each.value for each in guideline.evaluate(assumed).stated}
    assert stated == {each.fact: each.value for each in guideline.evaluate({}).assumed}
    assert len(stated) > 5


def test_a_source_is_cited() -> None:
    source = load("nexus").sources[0]
    assert source.doi == "10.1056/NEJM200007133430203"
    assert source.citation == (
        "hoffman_2000: Validity of a set of clinical criteria to rule out injury to the cervical "
        "spine in patients with blunt trauma; Hoffman JR and others; N Engl J Med 2000;343:94–99; "
        "published 2000."
    )
