"""The text of a new guideline: a draft that loads and says nothing, or a copy of another."""

import re
from pathlib import Path

from attrs import frozen

from imaging_rules.library.find import beside, contents, without_errors
from imaging_rules.library.names import named
from imaging_rules.library.read import read
from imaging_rules.resources import GUIDELINE_SUFFIX
from imaging_rules.syntax import nodes
from imaging_rules.syntax.format import formatted
from imaging_rules.syntax.parse import parse
from imaging_rules.text import SourceText

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LONGEST_NAME = 40
_FIRST_RED_FLAG = "first_red_flag"

_TEMPLATE = """\
# A draft, begun with `imaging-rules new`. What is marked Placeholder comes from no source: put the
# right words there, and leave out what is not needed.
#
#   imaging-rules check {name}.guideline   says what is wrong in this file, and how to mend it
#   imaging-rules ask {name}.guideline     asks about a patient, and shows the decision
#   imaging-rules fmt {name}.guideline     lays the file out

# The header. `otherwise` says what holds where no rule speaks: `no guidance` until a source says
# more. A line `applies when age at least 18 years` would keep all but red flags to adults; it needs
# a fact named age.

guideline {name}
  title "{title}"
  version "0.1.0"
  language 1
  status draft
  for "{population}"
  otherwise no guidance

# Where it comes from. A rule cites a source, or says of itself `assumes` (how a silent or unclear
# source was read) or `editorial` (a remark that is not from the source).

source main_source
  title "{source}"
{address}
# Facts: what may be known of a patient. `ask` is the question, `explain` says what counts.

fact {red_flag}
  yes or no
  ask "{ask}"
  explain "Placeholder: what counts as a yes?"

fact weeks_of_treatment
  number in weeks from 0 to 520
  ask "Placeholder: for how many weeks has there been treatment?"
  explain "Placeholder: what counts as treatment?"

fact improved
  yes or no
  ask "Placeholder: has it become better in a way that matters?"

# Studies, preferred first.

study first_study
  title "Placeholder: the name of the study"

# A red flag calls for imaging whoever the patient is, and nothing holds it back. While it has not
# been asked about, no lower answer is settled.

red flag {red_flag}
  title "{flag}"
  when {red_flag}
  image urgently with first_study
  question "Placeholder: which question does the image answer?"
  cite main_source "Placeholder: section or page"
  editorial "Placeholder: how urgent it is, and with which study, has not been looked up yet."

# A waiting period says nothing below its first number, `consider` from there on, and what stands
# after `then` from its second number on. `without` ends it.

waiting period weeks_of_treatment
  title "Placeholder: treatment without improvement"
  lasts 1 to 2 weeks of weeks_of_treatment
  without improved
  then image with first_study
  question "Placeholder: which question does the image answer?"
  editorial "Placeholder: 1 and 2 weeks only show how it is written."

# Examples are run by every check. There is one for each rule and each side of a number.

example "the red flag alone is enough"
  given {red_flag}
  expect image urgently with first_study because {red_flag}

example "the red flag has not been asked about: nothing lower is settled"
  given weeks_of_treatment is 0 weeks
  expect no guidance or image urgently asking {red_flag}

example "6 days: the waiting period says nothing yet"
  given weeks_of_treatment is 6 days, everything else is no
  expect no guidance

example "1 week: imaging may be considered"
  given weeks_of_treatment is 1 week, everything else is no
  expect consider with first_study because weeks_of_treatment

example "2 weeks: imaging is appropriate"
  given weeks_of_treatment is 2 weeks, everything else is no
  expect image with first_study because weeks_of_treatment

example "2 weeks, and it has improved"
  given weeks_of_treatment is 2 weeks, improved, everything else is no
  expect no guidance
"""


@frozen
class Beginning:
    """What an author says at the beginning; what is left empty gets a placeholder.

    No text holds double quotes. ``address`` is an https address or a DOI.
    """

    title: str = ""
    population: str = ""
    source: str = ""
    address: str = ""
    red_flag: str = ""


def skeleton(name: str, beginning: Beginning) -> str:
    """Return the text of a new guideline, laid out, in which every check passes.

    Args:
        name: The name of the guideline, as `is_name` accepts it.
        beginning: What is known of it.
    """
    kind = "doi" if beginning.address.startswith("10.") else "url"
    flag = beginning.red_flag
    text = _TEMPLATE.format(
        name=name,
        title=beginning.title or f"Placeholder: {title_from(name)}",
        population=beginning.population or "Placeholder: for whom it is",
        source=beginning.source or "Placeholder: the title of the source",
        address=f'  {kind} "{beginning.address}"\n' if beginning.address else "",
        red_flag=_name_from(flag) if flag else _FIRST_RED_FLAG,
        ask=f"Is this present? {flag}" if flag else "Placeholder: is the first red flag present?",
        flag=flag or "Placeholder: the first red flag",
    )
    laid_out, problems = formatted(SourceText(f"{name}.guideline", text))
    assert not problems
    return laid_out


def title_from(name: str) -> str:
    """Return a title made of a name."""
    return f"imaging for {name.replace('_', ' ')}"


def is_name(name: str) -> bool:
    """Return whether a guideline can have a name: no word of the language can be one."""
    _, problems = parse(SourceText("", f"guideline {name}"))
    return _NAME.fullmatch(name) is not None and not problems


def _name_from(words: str) -> str:
    """Return a name made of words; a plain one, where they make none or one that is taken."""
    name = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")
    if len(name) > _LONGEST_NAME:
        name = name[:_LONGEST_NAME].rpartition("_")[0]
    taken = {"weeks_of_treatment", "improved"}
    return name if is_name(name) and name not in taken else _FIRST_RED_FLAG


@frozen
class Copied:
    """The text of a copy, and the files that it reads, by their paths beside it."""

    text: str
    beside: dict[str, bytes]


def copied(guideline: str | Path, name: str) -> Copied:
    """Return a copy of a guideline, laid out, as a draft under another name.

    Args:
        guideline: The name of a guideline, or the path of a file.
        name: The name of the copy.

    Raises:
        UnknownGuidelineError: There is no such guideline or file, or it cannot be read.
        GuidelineError: The file has errors.
    """
    if isinstance(guideline, Path):
        data, read_one = contents(guideline), beside(guideline.parent)
    else:
        found = named(guideline)
        data, read_one = found.file.read_bytes(), beside(found.folder)
    others: dict[str, bytes] = {}

    def read_beside(path: str) -> bytes:
        others[path] = read_one(path)
        return others[path]

    loaded = without_errors(*read(str(guideline), data, read_beside))
    text = _renamed(loaded.model.text, name)
    return Copied(text, others)


def _renamed(source: SourceText, name: str) -> str:
    """Return a text in which the header has a name and says that it is a draft."""
    file, _ = parse(source)
    header = file.blocks[0]
    edits = [(header.name.span, name)]
    status = [
        c for c in header.clauses if isinstance(c, nodes.WordClause) and c.keyword == "status"
    ]
    if status:
        edits.append((status[0].span, "status draft"))
    else:
        edits[0] = (header.name.span, f"{name}\n  status draft")
    text = source.text
    for span, new in sorted(edits, key=lambda edit: edit[0].start, reverse=True):
        text = text[: span.start] + new + text[span.end :]
    return formatted(SourceText(f"{name}{GUIDELINE_SUFFIX}", text))[0]
