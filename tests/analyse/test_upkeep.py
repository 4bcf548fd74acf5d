"""What `imaging-rules new` writes loads as a draft, and as nothing else until it is written."""

import re

import pytest

from imaging_rules import GuidelineError, loads
from imaging_rules.library.new import Beginning, skeleton

TEXT = skeleton("sample", Beginning())


def test_a_draft_may_hold_placeholders() -> None:
    assert loads(TEXT).model.header.status == "draft"


@pytest.mark.parametrize("status", ["", "status active", "status retired"])
def test_no_other_guideline_may(status: str) -> None:
    with pytest.raises(GuidelineError) as raised:
        loads(re.sub("status +draft", status, TEXT))
    told = [each for each in raised.value.diagnostics if each.is_error]
    assert {each.code for each in told} == {"E417"}
    assert len(told) == TEXT.count('"Placeholder')


def test_a_file_with_none_left_loads() -> None:
    text = TEXT.replace("Placeholder: ", "Some ").replace("draft", "active")
    assert loads(text).model.header.status == "active"
