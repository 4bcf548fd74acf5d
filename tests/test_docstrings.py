"""The examples in the docstrings of what is public, methods included, print what they show."""

import doctest

import pytest

import imaging_rules

PUBLIC = {name: getattr(imaging_rules, name) for name in imaging_rules.__all__}
TESTS = {
    test.name: test
    for name, of in PUBLIC.items()
    for test in doctest.DocTestFinder().find(of, name, module=False, globs={name: of})
    if test.examples
}


@pytest.mark.parametrize("name", TESTS)
def test_an_example_prints_what_it_shows(name: str) -> None:
    assert doctest.DocTestRunner().run(TESTS[name]).failed == 0


def test_interviews_and_texts_have_examples() -> None:
    names = {"AskFact", "AskScreen", "CheckAnswers", "CheckAssumed", "CoveredQuestion", "KnownFact"}
    names |= {"Interview", "Interview.to_dict", "Interview.from_dict", "OtherGuidelineError"}
    assert names | {"Guideline.read_text"} <= TESTS.keys()
