"""The package as it is seen from outside."""

import inspect
import pkgutil
import pydoc
import re
import subprocess
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import TypeGuard, get_args, get_type_hints

import imaging_rules
import imaging_rules.errors

PACKAGE = Path(imaging_rules.__file__).parent


def test_help_begins_with_what_it_is_for_and_tells_of_what_one_calls() -> None:
    page = pydoc.plain(pydoc.render_doc(imaging_rules))
    assert "CLASSES" not in page
    told = re.findall(r"(?m)^    (\w+)\(", page[page.index("\nFUNCTIONS") :])
    assert " ".join(told) == (
        "age_on at_least at_most between check checks compare decision_schema diff disagreements "
        "evaluate export export_schema facts_schema guidelines load loads one_of over reopen since "
        "under"
    )
    assert "    Decide" in page.splitlines()[:24]
    assert len(page.splitlines()) < 600


def test_no_package_has_the_name_of_a_function() -> None:
    modules = {each.name for each in pkgutil.iter_modules([str(PACKAGE)])}
    assert not modules & set(imaging_rules.__all__)


def test_the_tools_for_tests_say_what_to_install() -> None:
    script = "import sys\nsys.modules['hypothesis'] = None\nimport imaging_rules.testing\n"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.stderr.endswith(
        "ModuleNotFoundError: imaging_rules.testing needs Hypothesis: "
        "pip install 'imaging-rules[testing]'\n"
    )


# --- types --------------------------------------------------------------------------------------


def is_ours(of: object) -> TypeGuard[type]:
    return isinstance(of, type) and of.__module__.startswith("imaging_rules")


def is_protocol(of: type) -> bool:
    return bool(getattr(of, "_is_protocol", False))


def is_error(of: object) -> bool:
    return isinstance(of, type) and issubclass(of, imaging_rules.ImagingRulesError)


def our_types(annotation: object) -> Iterator[type]:
    """Yield the types of the package that an annotation names."""
    # What fits a protocol is one, without knowing it.
    if is_ours(annotation) and not is_protocol(annotation):
        yield annotation
    for each in get_args(annotation):
        yield from our_types(each)


def annotations(of: object) -> Iterator[tuple[str, object]]:
    """Yield what a public function, class or alias takes and returns, with the place of each."""
    if inspect.isfunction(of):
        yield from ((f"{of.__qualname__}: {name}", t) for name, t in get_type_hints(of).items())
    elif isinstance(of, type):
        hints = {} if issubclass(of, Enum) else get_type_hints(of)
        hidden = {name for name in hints if name.startswith("_")}
        yield from ((f"{of.__name__}.{n}", hints[n]) for n in hints.keys() - hidden)
        for name, member in inspect.getmembers_static(of):
            function = getattr(member, "fget", None) or getattr(member, "func", member)
            if not name.startswith("_") and inspect.isfunction(function):
                yield from annotations(function)
    else:
        yield str(of), of


def test_every_type_of_what_is_public_is_public() -> None:
    public = {name: getattr(imaging_rules, name) for name in imaging_rules.__all__}
    private = {
        f"{place} is a {each.__name__}"
        for of in public.values()
        for place, annotation in annotations(of)
        for each in our_types(annotation)
        if each not in public.values()
    }
    # What a model looks like may change in any release.
    assert private == {"Guideline.model: return is a Guideline"}
    errors = {each for each in vars(imaging_rules.errors).values() if is_error(each)}
    assert errors <= set(public.values())
    names = [each.__name__ for each in public.values() if isinstance(each, type)]
    assert len(names) == len(set(names))
