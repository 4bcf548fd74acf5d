"""The package as it is seen from outside."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import imaging_rules

PACKAGE = Path(imaging_rules.__file__).parent


def test_completion_shows_what_is_public_and_no_packages() -> None:
    assert dir(imaging_rules) == sorted(imaging_rules.__all__)


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
