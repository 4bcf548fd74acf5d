"""A longer search for files that break something, led by what of the code they reach.

Run by hand with `make fuzz`; no part of `make test`. The bytes that the fuzzer makes up choose the
slips of the pen that real files get. It stops at the first file that breaks a promise, and says
where that is: kept in the folder `found`, it is held by the tests from then on.
"""

import importlib
import sys
from pathlib import Path
from tempfile import mkdtemp
from types import ModuleType
from typing import Any

FOUND = Path(__file__).parent / "found"


def _atheris() -> ModuleType:
    try:
        return importlib.import_module("atheris")
    except ImportError:
        sys.exit(
            "This needs the package `atheris`, which is not installed. It has no builds for "
            "every system and every version of Python: `make fuzz` tries to install it."
        )


def main() -> None:
    """Search until something breaks, or for as long as the arguments for libFuzzer say."""
    atheris: Any = _atheris()
    # What is to be searched is imported under the fuzzer's eyes, so that it sees which lines run.
    with atheris.instrument_imports(include=["imaging_rules", "lark"]):
        held = importlib.import_module("tests.fuzz.held")
        mutations = importlib.import_module("tests.fuzz.mutations")
    files = mutations.real_files()

    def try_one(made_up: bytes) -> None:
        chosen = atheris.FuzzedDataProvider(made_up)

        def choose(several: int) -> int:
            number: int = chosen.ConsumeIntInRange(0, several - 1)
            return number

        data = mutations.mutated(choose, files)
        try:
            held.hold_all(data, files[choose(len(files))])
        except BaseException:
            kept = Path(mkdtemp(prefix="found_")) / "found.guideline"
            kept.write_bytes(data)
            sys.stderr.write(
                f"\nThe file that breaks a promise is {kept}.\n"
                f"Keep it in {FOUND}, with a comment that says what was wrong.\n\n"
            )
            raise

    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
