"""The form as HTML: complete, harmless in any page, and without anything from elsewhere."""

import json
import re
from html.parser import HTMLParser

import pytest

from imaging_rules import Recommendation, guidelines, load, loads
from imaging_rules.document.form import scripts, style, try_it

VOID = {"input", "br"}
HOSTILE = """
guideline hostile
  title     "</script><script>alert(1)</script><!-- {{ x }} ${y} `z`"
  otherwise wait
  editorial "<img src=x onerror=alert(1)>"

fact sign
  yes or no
  ask     "</script></template></div><b>Is it?</b>"
  explain "<!-- <script>"

study mri
  title "</style><style>*{}"

red flag sign
  title     "</template></div><script>alert(2)</script>"
  when      sign
  image     with mri
  question  "<b>Why?</b>"
  suspect   "&lt;x&gt; & y"
  editorial "</p></li>"

advice care
  title     "<i>"
  topic     safety
  for       wait
  text      "</ul>"
  editorial "Made up."
"""


class Read(HTMLParser):
    """What a browser makes of a form: its elements, and whether all of them are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts[-1] += data


def read(html: str) -> Read:
    found = Read()
    found.feed(html)
    found.close()
    assert found.open == []
    return found


@pytest.mark.parametrize("name", guidelines())
def test_a_form_is_one_element_with_all_that_it_needs(name: str) -> None:
    found = read(try_it(load(name)))
    assert [tag for tag, _ in found.elements].count("script") == 2
    data, code = found.scripts
    assert json.loads(data)["guideline"]["sha256"] == load(name).sha256
    assert code == scripts()
    parts = [
        attributes["data-part"] for _, attributes in found.elements if "data-part" in attributes
    ]
    assert len(parts) == len(set(parts))
    # What the scripts fill is there.
    for part in re.findall(r'(?:part|show)\("(\w+)"', scripts()):
        assert part in parts


def test_the_form_says_of_each_level_what_the_library_says() -> None:
    data = json.loads(read(try_it(load("low_back_pain"))).scripts[0])
    assert [each.split(".")[0].split(":")[0] for each in data["words"]["said"]] == [
        "Undetermined",
        # What is said of studies alone: nothing, and that they are ruled out.
        "",
        "",
        "Out of scope",
        "No guidance",
        "Do not image",
        "Wait",
        "Consider imaging",
        "Image",
        "Image urgently",
        "Image immediately",
    ]
    assert data["levels"][1:] == ["ruled out", *(each.value for each in list(Recommendation)[1:])]
    # The scripts go by the number of a level, and take its sentence one further on.
    assert "words.said[level+1]" in scripts()


@pytest.mark.parametrize("name", guidelines())
def test_a_form_loads_nothing(name: str) -> None:
    found = read(try_it(load(name)))
    for tag, attributes in found.elements:
        assert tag not in {"img", "iframe", "link", "object", "embed", "audio", "video", "base"}
        assert not {"src", "srcset", "action", "formaction", "ping"} & attributes.keys()
        assert not any(each.startswith("on") for each in attributes)
    assert "url(" not in style()
    assert "@import" not in style()


def test_nothing_that_a_file_says_is_taken_for_markup() -> None:
    html = try_it(loads(HOSTILE))
    found = read(html)
    kinds = [tag for tag, _ in found.elements]
    assert kinds.count("script") == 2
    assert kinds.count("style") == 1
    assert "img" not in kinds
    data = json.loads(found.scripts[0])
    assert data["shown"]["sign"]["question"] == "</script></template></div><b>Is it?</b>"
    assert "<!--" not in html
    for mark in ("{{", "{%", "{#"):
        assert mark not in html
    assert "\n\n" not in html


@pytest.mark.parametrize("name", guidelines())
def test_links_lead_to_rules_definitions_and_advice_or_nowhere(name: str) -> None:
    guideline = load(name)
    known = {f"#rule-{each.name}" for each in guideline.model.rules}
    known |= {f"#advice-{each.name}" for each in guideline.model.advice}
    known |= {f"#define-{name}" for name in guideline.model.defines}
    links = [each["href"] for tag, each in read(try_it(guideline)).elements if tag == "a"]
    assert links
    assert set(links) <= known
    alone = [
        each["href"] for tag, each in read(try_it(guideline, links=False)).elements if tag == "a"
    ]
    assert alone == []
