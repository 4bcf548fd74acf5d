"""The scripts of the form in a process of Node, which answers lines of JSON."""

import atexit
import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any

import pytest

from imaging_rules.document.form import scripts

NODE = shutil.which("node")

needs_node = pytest.mark.skipif(
    NODE is None,
    reason="the scripts of the form are not compared with the library: there is no Node.js here",
)

# The scripts are run as a page has them. `document` is there for the part that shows, which finds
# no form in it.
_SERVE = """
globalThis.document = { querySelectorAll: () => [] };
%s;
let guideline;
const plain = (key, value) => (typeof value === "bigint" ? String(value) : value);
const answers = {
  read: ({ data }) => { guideline = imagingRules.read(data); },
  decide: ({ facts }) => guideline.decide(Object.assign(Object.create(null), facts)),
  amount: ({ typed }) => imagingRules.amount(guideline, ...typed),
  interview: ({ steps }) => imagingRules.interview(guideline, steps),
};
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const asked = JSON.parse(line);
  let answer;
  try {
    answer = { found: answers[asked.what](asked) };
  } catch (problem) {
    answer = { refused: String(problem.stack) };
  }
  process.stdout.write(JSON.stringify(answer, plain) + "\\n");
});
"""


class RefusedError(Exception):
    """The scripts refuse what is asked of them."""


class Scripts:
    """The scripts, holding one guideline at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._read: object = None

    def read(self, data: dict[str, Any]) -> None:
        """Read a guideline, unless it is the one that was read last."""
        if self._read is not data:
            self._ask("read", data=data)
            self._read = data

    def decide(self, facts: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self._ask("decide", facts=facts)
        return found

    def interview(self, steps: list[list[Any]]) -> dict[str, Any]:
        found: dict[str, Any] = self._ask("interview", steps=steps)
        return found

    def amount(
        self, fact: str, typed: str, chosen: str = "", offered: Sequence[str] = ()
    ) -> dict[str, Any]:
        found: dict[str, Any] = self._ask("amount", typed=[fact, typed, chosen, list(offered)])
        return found

    def _ask(self, what: str, **more: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"what": what, **more}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "refused" in answer:
            raise RefusedError(answer["refused"])
        return answer.get("found")


@cache
def shared_scripts() -> "Scripts":
    """Return scripts that run until the tests have ended."""
    running = ExitStack()
    atexit.register(running.close)
    return running.enter_context(running_scripts())


@contextmanager
def running_scripts() -> Iterator[Scripts]:
    """Run the scripts for as long as they are asked something."""
    assert NODE is not None
    with subprocess.Popen(
        [NODE, "-e", _SERVE % scripts()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        yield Scripts(process)
        assert process.stdin is not None
        process.stdin.close()
