"""What the tests in a browser share: the browser, a page with each form, and the built site."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin

import pytest

from imaging_rules import load
from imaging_rules.document.form import try_it
from tests.cli.command_line import ROOT, environment_with

# So that what it asserts is told in full.
pytest.register_assert_rewrite("tests.browser.reader")

from tests.browser.reader import Reader  # noqa: E402

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title>
</head>
<body>
<main>
<h1>{name}</h1>
<h2>Try it</h2>
{form}
<p>After the form.</p>
</main>
</body>
</html>
"""

Opened = Callable[..., Reader]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *args: object) -> None:
        pass


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def program(variable: str, name: str) -> str:
    found = shutil.which(os.environ.get(variable, name))
    if found is None:
        pytest.fail(f"{name} is not here: make docs-test installs what these tests need")
    return found


@pytest.fixture(scope="session")
def browsers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Reader]]:
    """Return a function that gives the browser, with nothing in it of the test before."""
    chromium, driver = program("CHROMIUM", "chromium"), program("CHROMEDRIVER", "chromedriver")
    reader = Reader(chromium, driver, tmp_path_factory.mktemp("profile"))

    def fresh() -> Reader:
        reader.begin_anew()
        return reader

    yield fresh
    reader.quit()


@pytest.fixture(scope="session")
def form_page(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return a function that gives the address of a page that is no more than a form."""
    folder = tmp_path_factory.mktemp("pages")

    @cache
    def made(name: str) -> str:
        path = folder / f"{name}.html"
        path.write_text(PAGE.format(name=name, form=try_it(load(name))), "utf-8")
        return path.as_uri()

    return made


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built site."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env=environment_with(PYTHONUTF8="1", NO_MKDOCS_2_WARNING="1"),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """Return the address of the built site, as this computer serves it."""
    handler = partial(Quiet, directory=str(site_folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def opened(
    browsers: Callable[[], Reader], form_page: Callable[[str], str]
) -> Iterator[Callable[..., Reader]]:
    """Return a function that opens a page: by its address, or by the guideline of which it is.

    Whatever the test does, the page must not complain and must ask nothing of anyone.
    """
    allowed: dict[Reader, str] = {}

    def opened(page: str, dark: bool = False, width: int = 1200) -> Reader:
        reader = browsers()
        address = page if ":" in page else form_page(page)
        origin = urljoin(address, "/")
        allowed[reader] = origin
        reader.forget(origin)
        reader.look(dark, width)
        reader.open(address)
        return reader

    yield opened
    for reader, origin in allowed.items():
        reader.assert_quiet(origin)
