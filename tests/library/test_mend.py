"""What `check --fix` mends, what it leaves to the author, and that it breaks nothing."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from imaging_rules import check, load
from imaging_rules.diagnostics import Diagnostic
from imaging_rules.errors import UnknownGuidelineError
from imaging_rules.library.find import read_as
from imaging_rules.library.mend import mend
from imaging_rules.library.read import Result
from imaging_rules.syntax.format import formatted, layout_differs
from imaging_rules.testing import guideline_texts
from imaging_rules.text import SourceText
from tests.test_corpus import BAD_FILES, CORPUS, GOOD_FILES, said_of

GOOD = """\
guideline small
  title     "A small guideline"
  otherwise no guidance

source paper
  title "A paper"

fact pain
  yes or no
  ask "Is there pain?"

fact care
  number in weeks from 0 to 52
  ask "For how many weeks has it been treated?"

fact rate
  number in ng/mL from 0 to 100
  ask "What is the level?"

study mri
  title "MRI"

red flag sign
  title    "A sign"
  when     pain or care at least 2 weeks or rate over 5 ng/mL
  image    urgently with mri
  question "Why?"
  cite     paper "1"
"""


def mended(text: str, folder: Path) -> str:
    """Return the text that a file holds after it was mended."""
    path = folder / "made.guideline"
    path.write_bytes(text.encode())
    return mend(path).data.decode()


# What is written otherwise than in GOOD, and can mean only that.
CERTAIN = [
    ("when     pain", "when: pain"),
    ("when     pain", "when:pain"),
    ("when     pain", "When pain"),
    ("when     pain", "wehn pain"),
    ("when     pain", "WHEN pain"),
    ('title    "A sign"', 'titel    "A sign"'),
    ("red flag sign", "Red Flag sign"),
    ("red flag sign", "redflag sign"),
    ("red flag sign", "red_flag sign"),
    ("red flag sign", "rde flag sign"),
    ("otherwise no guidance", "otherwise No Guidance"),
    ('"A sign"', "“A sign”"),
    ('"A sign"', "«A sign»"),
    ('"A sign"', "'A sign'"),
    ("0 to 52", "0-52"),
    ("0 to 52", "0 – 52"),
    ("0 to 52", "0 .. 52"),
    ("2 weeks", "2weeks"),
    ("2 weeks", "2 Weeks"),
    ("2 weeks", "2 wks"),
    ("2 weeks", "2wk"),
    ("when     pain", "if pain"),
    ("pain or care", "pain and/or care"),
    ("over 5 ng/mL", "over 5 ng/ml"),
    ("over 5 ng/mL", "over 5 NG/ML"),
    ("at least 2", "≥ 2"),
    ("at least 2", ">= 2"),
    ("pain or care", "pain || care"),
    ("pain or care", "pain|care"),
    ("pain or care", "pain\N{NO-BREAK SPACE}or care"),
    ("pain or care", "pain or\u200b care"),
    ("pain or care", "pain\x0cor care"),
    ('"A sign"', '"A\u202e sign"'),
    ('"A sign"', '"A si\u200bgn"'),
    ('"A sign"', '"A\x85sign"'),
    ('paper "1"', "paper “1”"),
    ('paper "1"', "Paper\N{NO-BREAK SPACE}“1”"),
    ("red flag sign\n  title", "Red\N{NO-BREAK SPACE}flag sign\n\N{NO-BREAK SPACE} Title"),
    ("fact pain", "fact Pain"),
    ("fact pain\n", "fact pain;\n"),
    ("fact pain\n", "\n  fact  pain\n"),
]


@pytest.mark.parametrize(("right", "written"), CERTAIN)
def test_what_can_mean_only_one_thing_is_mended(right: str, written: str, tmp_path: Path) -> None:
    assert GOOD.count(right) == 1
    assert mended(GOOD.replace(right, written), tmp_path) == GOOD


def test_many_slips_are_mended_at_once(tmp_path: Path) -> None:
    text = GOOD
    for right, written in (
        ("when     pain or", "whenn pain or [care ≥ 2weeks && !pain] or"),
        ("title     ", "Title:"),
        ('"Why?"', "‘Why?’"),
        ("study mri", "studdy mri // the only one"),
    ):
        text = text.replace(right, written)
    meant = GOOD.replace(
        "pain or care", "pain or (care at least 2 weeks and not pain) or care"
    ).replace("study mri", "study mri  # the only one")
    assert mended(text, tmp_path) == formatted(SourceText("f", meant))[0]


def test_conditions_mixed_without_brackets_get_those_they_are_read_with(tmp_path: Path) -> None:
    mixed = GOOD.replace("pain or care", "pain and rate under 2 ng/mL or pain and care")
    text = mended(mixed, tmp_path)
    assert "(pain and rate under 2 ng/mL)" in text
    assert "or (pain and care at least 2 weeks)" in text
    paths = tmp_path / "a.guideline", tmp_path / "b.guideline"
    for path, each in zip(paths, (mixed, text), strict=True):
        path.write_text(each, "utf-8")
    assert load(paths[0]).model == load(paths[1]).model


@pytest.mark.parametrize("quotes", ["“”", "„“", "„”", "«»", "»«"])
def test_a_text_between_two_kinds_of_quotes_goes_on_over_lines(quotes: str, tmp_path: Path) -> None:
    lines = "Why?\n            And why\n            with this study?"
    text = GOOD.replace('"Why?"', f"{quotes[0]}{lines}{quotes[1]}")
    assert mended(text, tmp_path) == mended(GOOD.replace('"Why?"', f'"{lines}"'), tmp_path)


def test_curly_quotes_within_curly_quotes_stay(tmp_path: Path) -> None:
    text = GOOD.replace('"Why?"', "“Why “now”, and why\n            “then”?”")
    assert '  question "Why “now”, and why “then”?"\n' in mended(text, tmp_path)


def test_a_misspelt_when_is_mended_before_a_comparison_too(tmp_path: Path) -> None:
    counted = GOOD.replace("when     pain or care", "when     at least 1 of (pain, care")
    good = counted.replace("rate over 5 ng/mL", "rate over 5 ng/mL)").replace(
        " weeks or ", " weeks, "
    )
    assert mended(good.replace("when ", "whne "), tmp_path) == good


GUIDELINES = Path(__file__).parents[2] / "guidelines"
SHIPPED = sorted(each.stem for each in GUIDELINES.glob("*.guideline"))
_SOME_SHIPPED = {"low_back_pain", "nice_ng59", "ottawa_ankle"}


def as_a_word_processor_writes(text: str) -> str:
    """Return a guideline with curly quotes, capitals, no-break spaces and dashes."""
    pieces = re.split(r'("[^"]*")', text)
    for number in range(0, len(pieces), 2):
        plain = re.sub(r"(?<=\d) to (?=\d)", "–", pieces[number])
        pieces[number] = re.sub(
            r"^( *)([a-z])", lambda found: found[1] + found[2].upper(), plain, flags=re.MULTILINE
        )
    apart = re.sub(' (?="[^"]*")', "\N{NO-BREAK SPACE}", "".join(pieces))
    curly = re.sub('"([^"]*)"', r"“\1”", apart)
    return re.sub("^ ", "\N{NO-BREAK SPACE}", curly, flags=re.MULTILINE)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(each, marks=[] if each in _SOME_SHIPPED else [pytest.mark.thorough])
        for each in SHIPPED
    ],
)
def test_a_guideline_pasted_through_a_word_processor_comes_back_in_one_run(
    name: str, tmp_path: Path
) -> None:
    """Also where more is wrong than is told at once."""
    for vocabulary in GUIDELINES.glob("*.vocabulary"):
        (tmp_path / vocabulary.name).write_bytes(vocabulary.read_bytes())
    (tmp_path / "sources").symlink_to(GUIDELINES / "sources")
    text = (GUIDELINES / f"{name}.guideline").read_text("utf-8")
    path = tmp_path / f"{name}.guideline"
    curly = re.sub('"([^"]*)"', r"“\1”", text)
    for pasted in (curly, as_a_word_processor_writes(text)):
        path.write_text(pasted, "utf-8")
        promised = sum(bool(each.fix) for each in check(path))
        result = mend(path)
        path.write_bytes(result.data)
        assert load(path).model == load(GUIDELINES / path.name).model
        assert len(result.done) >= promised > 50


# What only the author knows.
UNCERTAIN = [
    ("pain or care", "pian or care"),
    ("mri\n  question", "mrj\n  question"),
    ("at least 2 weeks", "at least 2"),
    ("at least 2 weeks", "at least 2 ws"),
    ("at least 2 weeks", "at least 2 months"),
    ("at least 2 weeks", "at least 1,500 weeks"),
    ("at least 2 weeks", "at least .5 weeks"),
    ("at least 2 weeks", "at least 200 weeks"),
    ("at least 2 weeks", "=> 2 weeks"),
    ("over 5 ng/mL", "over 5 Ng"),
    ("pain or care", "pain + care"),
    ("pain or care", "pain r care"),
    ("pain or care", "nto pain or care"),
    ("pain or care", "pain) or care"),
    ("pain or care", "pa\u200bin or care"),
    ("pain or care", "pain or/care"),
    ('"A sign"', '"A sign'),
    ('"A sign"', "'It's a sign'"),
    ('"A sign"', "“A” sign”"),
    ('"A sign"', "“A sign"),
    ('"A sign"', '"It\x92s a sign"'),
    ("fact pain", "factpain"),
    ("0 to 52", "0-5-2"),
    ("0 to 52", "0:52"),
    ("urgently", "urgntly"),
    ('title    "A sign"', 'tttile   "A sign"'),
]


@pytest.mark.parametrize(("right", "written"), UNCERTAIN)
def test_what_is_not_certain_is_left_to_the_author(
    right: str, written: str, tmp_path: Path
) -> None:
    assert GOOD.count(right) == 1
    text = GOOD.replace(right, written)
    assert mended(text, tmp_path) == text


def test_studies_in_another_order_are_left(tmp_path: Path) -> None:
    two = GOOD.replace("study mri", 'study ct\n  title "CT"\n\nstudy mri')
    text = two.replace("with mri", "with mri or ct")
    path = tmp_path / "made.guideline"
    path.write_text(text, "utf-8")
    assert [each.code for each in check(path)] == ["W515"]
    assert mended(text, tmp_path) == text


def test_what_would_bring_something_unclear_to_light_is_left(tmp_path: Path) -> None:
    text = GOOD.replace("when     pain or", "wehn pain & nto pain or")
    assert mended(text, tmp_path) == text.replace("wehn", "when")


def test_names_that_come_to_light_hold_nothing_up(tmp_path: Path) -> None:
    text = GOOD.replace("when     pain or", "wehn pian or chlls or")
    assert mended(text, tmp_path) == text.replace("wehn", "when")
    path = tmp_path / "made.guideline"
    path.write_text(mended(text, tmp_path), "utf-8")
    assert [each.code for each in check(path)] == ["E201", "E201"]


def test_trying_ends_however_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of these slips hides one that only the author can mend, so none is mended."""
    hidden = "".join(
        f'red flag sign_{i}\n  title "A"\n  wehn "odd"\n  cite paper "1"\n\n' for i in range(20)
    )
    text = f"{GOOD}\n{hidden}"
    times = 0

    def counted(path: Path, data: bytes) -> Result:
        nonlocal times
        times += 1
        return read_as(path, data)

    monkeypatch.setattr("imaging_rules.library.mend.read_as", counted)
    assert mended(text, tmp_path) == text
    # Without a limit: once as it is, and each half, and each half of that.
    assert times == 40
    monkeypatch.setattr("imaging_rules.library.mend._MOST_CHARACTERS", 0)
    times = 0
    assert mended(text, tmp_path) == text
    assert times == 12


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_stay(end: str, mark: str, tmp_path: Path) -> None:
    text = GOOD.replace("when     pain", "when: pain")
    assert mended(mark + text.replace("\n", end), tmp_path) == mark + GOOD.replace("\n", end)
    good = mark + GOOD.replace("\n", end)
    assert mended(good, tmp_path) == good


def test_line_ends_of_several_kinds_become_line_feeds_where_something_is_mended(
    tmp_path: Path,
) -> None:
    several = GOOD.replace("\n", "\r\n", 3)
    assert mended(several, tmp_path) == several
    assert mended(several.replace("when     pain", "when: pain"), tmp_path) == GOOD


@pytest.mark.parametrize("data", [b"", b"\xff\xfeg\x00", b"guideline \xe9", b"\x00" * 200])
def test_what_cannot_be_read_stays_as_it_is(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "odd.guideline"
    path.write_bytes(data)
    assert (mend(path).data, mend(path).done) == (data, ())


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnknownGuidelineError, match="cannot be read"):
        mend(tmp_path / "nowhere.guideline")


@pytest.mark.parametrize("name", BAD_FILES)
def test_every_fix_lies_in_its_file_in_order(name: str) -> None:
    for each in said_of(name):
        end = 0
        for edit in each.fix:
            assert end <= edit.span.start <= edit.span.end <= len(each.at.source.text)
            end = edit.span.end


def unclear(path: Path) -> list[str]:
    _, told = read_as(path, path.read_bytes())
    return sorted(each.message for each in told if each.code[:2] == "E1" and not each.fix)


# E107 and E410 take long, and nothing in them can be mended.
@pytest.mark.parametrize("name", [name for name in BAD_FILES if name[:4] not in {"E107", "E410"}])
def test_mending_a_bad_file_makes_it_no_worse_and_mends_all_it_can(
    name: str, tmp_path: Path
) -> None:
    old, new = CORPUS / "bad" / f"{name}.guideline", tmp_path / "made.guideline"
    for each in (CORPUS / "bad").iterdir():
        if each.suffix not in {".guideline", ".expected"} and each.is_file():
            (tmp_path / each.name).write_bytes(each.read_bytes())
    result = mend(old)
    new.write_bytes(result.data)
    assert (result.data != old.read_bytes()) == bool(result.done)
    assert set(unclear(new)) <= set(unclear(old))
    if name.startswith("W"):
        assert load(new).model == load(old).model
    assert mend(new).done == ()


@pytest.mark.parametrize("name", GOOD_FILES)
def test_mending_a_good_file_lays_it_out(name: str) -> None:
    path = CORPUS / "good" / f"{name}.guideline"
    text, _ = formatted(SourceText("f", path.read_text("utf-8")))
    assert mend(path).data.decode() == text


def _each(pattern: str, change: Callable[[str], str]) -> Callable[[str, st.DataObject], str]:
    """Return what spoils some of the places that a pattern matches outside of texts."""

    def spoil(text: str, data: st.DataObject) -> str:
        pieces = re.split(r'("[^"]*")', text)
        for number in range(0, len(pieces), 2):
            pieces[number] = re.sub(
                pattern,
                lambda found: change(found[0]) if data.draw(st.booleans()) else found[0],
                pieces[number],
            )
        return "".join(pieces)

    return spoil


SLIPS = [
    _each(r"(?<=\n  )when\b", str.title),
    _each(r"(?<=\n  )when\b", lambda _: "when:"),
    _each(r"(?<=\n  )when\b", lambda _: "whne"),
    _each(r"\bat least(?= \d+ [a-z]+)(?! \d+ of)", lambda _: "≥"),
    _each(r"\band\b", lambda _: "&"),
    _each(r"\b(?:years|weeks)\b", str.title),
    _each(r"(?<=\d) (?=years|weeks)", lambda _: ""),
    _each(r"^(?:fact|study|red flag)\b", str.upper),
    _each(r"\n  ", lambda found: found + "  "),
]


def _with_curly_quotes(text: str, data: st.DataObject) -> str:
    return re.sub(
        '"([^"]*)"',
        lambda found: f"“{found[1]}”" if data.draw(st.booleans()) else found[0],
        text,
    )


SLIPS += [
    _each(r"(?<=\n) ", lambda _: "\N{NO-BREAK SPACE}"),
    _each(r" to (?=\d)", lambda _: "–"),
    _with_curly_quotes,
]


@given(guideline_texts(), st.data())
def test_a_spoilt_guideline_comes_back(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "made.guideline"
    path.write_text(text, "utf-8")
    meant = load(path).model
    spoil = data.draw(st.sampled_from(SLIPS))
    spoilt = spoil(text, data)
    path.write_text(spoilt, "utf-8")
    promised = sum(bool(each.fix) for each in check(path))
    result = mend(path)
    path.write_bytes(result.data)
    assert load(path).model == meant, spoilt
    assert len(result.done) >= promised, spoilt
    assert mend(path).done == ()


def test_a_mend_that_would_change_what_a_file_means_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if a fix were wrong, a file that loads would keep its meaning."""

    def wrong(source: SourceText) -> tuple[Diagnostic, ...]:
        return tuple(
            evolve(told, fix=tuple(evolve(e, text=e.text.replace("2 ", "3 ")) for e in told.fix))
            for told in layout_differs(source)
        )

    path = tmp_path / "made.guideline"
    text = GOOD.replace("  when ", "    when ")
    path.write_text(text, "utf-8")
    monkeypatch.setattr("imaging_rules.library.mend.layout_differs", wrong)
    assert wrong(SourceText("f", text))[0].fix[0].text.count("at least 3 weeks") == 1
    assert mend(path).done == ()


def test_a_vocabulary_is_mended_where_it_is_written_and_not_where_it_is_used(
    tmp_path: Path,
) -> None:
    mixed = "as pain and fever or pain and not fever"
    facts = "".join(
        f'fact {each}\n  yes or no\n  ask "Is it so?"\n\n' for each in ("pain", "fever")
    )
    vocabulary = tmp_path / "signs.vocabulary"
    vocabulary.write_text(f'vocabulary signs\n  title "Signs"\n\n{facts}define ill\n  {mixed}\n')
    using = GOOD.replace(
        "fact pain\n  yes or no\n  ask", "use ill from signs\n\nfact ache\n  yes or no\n  ask"
    )
    using = using.replace("when     pain or", "when     ill or ache or")
    path = tmp_path / "made.guideline"
    path.write_text(using)
    assert [each.fix for each in check(path) if each.code == "W502"] == [()]
    assert mended(using, tmp_path) == using
    text = mend(vocabulary).data.decode()
    assert "as (pain and fever) or (pain and not fever)\n" in text
    vocabulary.write_text(text)
    assert mend(vocabulary).done == ()
    assert "W502" not in {each.code for each in check(path)}
