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


# These are no functions or classes, and have no docstrings.
WITHOUT_DOCSTRING = {"Facts", "__version__", "unknown"}


@pytest.mark.parametrize("name", sorted(PUBLIC.keys() - WITHOUT_DOCSTRING))
def test_every_public_name_has_an_example(name: str) -> None:
    assert name in TESTS


@pytest.mark.parametrize("name", TESTS)
def test_an_example_prints_what_it_shows(name: str) -> None:
    assert doctest.DocTestRunner().run(TESTS[name]).failed == 0


def test_what_reads_and_writes_has_examples() -> None:
    names = {"Interview.to_dict", "Interview.from_dict", "Guideline.read_text"}
    assert names <= TESTS.keys()
