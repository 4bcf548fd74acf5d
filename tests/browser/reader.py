"""A reader at a browser, who has a keyboard alone."""

import base64
import json
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.remote.webelement import WebElement

AXE = Path(__file__).parents[2] / "build/axe-core/node_modules/axe-core/axe.min.js"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Links of the page come before the form.
MOST_TABS = 400
# A machine with other work takes long over a large page; that is no barrier.
MOST_SECONDS = 600
LIMITS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Reader:
    """Reads pages, and answers by keyboard.

    Args:
        chromium: The path of the browser.
        driver: The path of its driver.
        profile: An empty folder.
    """

    def __init__(self, chromium: str, driver: str, profile: Path) -> None:
        options = webdriver.ChromeOptions()
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.binary_location = chromium
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options, Service(driver))
        self.driver.set_script_timeout(MOST_SECONDS)
        connection = self.driver.command_executor
        assert isinstance(connection, RemoteConnection)
        connection.client_config.timeout = MOST_SECONDS

    def quit(self) -> None:
        self.driver.quit()

    # --- pages ---

    def begin_anew(self) -> None:
        self.driver.get("about:blank")
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        self.complaints()
        self._logged("performance")

    def look(self, dark: bool, width: int) -> None:
        """Choose how the reader's system looks."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"media": "", "features": [scheme]}
        )
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def forbid_scripts(self) -> None:
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})

    def open(self, address: str) -> None:
        self.driver.get(address)

    def forget(self, origin: str) -> None:
        """Let pages forget what they have kept, such as which colours were chosen."""
        given = {"origin": origin, "storageTypes": "all"}
        self.driver.execute_cdp_cmd("Storage.clearDataForOrigin", given)

    def assert_quiet(self, *allowed: str) -> None:
        """Assert that nothing was complained of, and nothing asked of anyone elsewhere.

        Args:
            allowed: How addresses begin that may be asked, beside files.
        """
        assert self.complaints() == []
        asked = []
        for entry in self._logged("performance"):
            message = json.loads(entry)["message"]
            if message["method"] in {"Network.requestWillBeSent", "Network.webSocketCreated"}:
                params = message["params"]
                asked.append(params.get("request", params)["url"])
        own = ("file:", "data:", "about:", *allowed)
        elsewhere = [each for each in asked if not each.startswith(own)]
        assert elsewhere == []

    def complaints(self) -> list[str]:
        """Return what the browser complained of since it was last asked."""
        return self._logged("browser")

    def _logged(self, kind: str) -> list[str]:
        found = self.driver.get_log(kind)  # type: ignore[no-untyped-call]
        return [each["message"] for each in found]

    def copied(self) -> str:
        """Return what was copied last."""
        found = self.part("copied").get_property("value")
        assert isinstance(found, str)
        return found

    def script(self, text: str, *given: object) -> Any:
        return self.driver.execute_script(text, *given)

    # --- what is seen ---

    def part(self, name: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, f'[data-part="{name}"]')

    def says(self, name: str) -> str:
        """Return what is to be read in a part of the form."""
        return self.part(name).text

    @property
    def question(self) -> str:
        return self.says("question")

    def texts(self, name: str) -> list[str]:
        return [each.text for each in self.part(name).find_elements(By.XPATH, "./*")]

    @property
    def focused(self) -> WebElement:
        return self.driver.switch_to.active_element

    def barriers(self) -> list[str]:
        """Return what axe-core finds, of all that it can decide by itself."""
        assert AXE.is_file(), "axe-core is not here: make docs-test gets it"
        self.script(AXE.read_text("utf-8"))
        found = self.driver.execute_async_script(
            "const done = arguments[1];"
            "axe.run({ runOnly: arguments[0], resultTypes: ['violations'] })"
            ".then(({ violations }) => done(violations))",
            LIMITS,
        )
        return [
            f"{each['id']}: {node['target']} {node['failureSummary']}"
            for each in found
            for node in each["nodes"]
        ]

    def overflow(self) -> int:
        """Return by how much the page is wider than the window."""
        widths = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        found: int = self.script(f"return {widths}")
        return found

    def printed(self) -> bytes:
        """Return the page as it is printed, as PDF."""
        found = self.driver.execute_cdp_cmd("Page.printToPDF", {})
        return base64.b64decode(found["data"])

    # --- the keyboard ---

    def press(self, *keys: str) -> None:
        ActionChains(self.driver).send_keys(*keys).perform()

    def go_to(self, name: str) -> None:
        """Go on with the tabulator until a button, or another thing with this name, is reached."""
        for _ in range(MOST_TABS):
            self.press(Keys.TAB)
            at = self.focused
            if name in {at.text, at.get_attribute("aria-label"), at.get_attribute("data-part")}:
                return
        raise AssertionError(f"{name} is not reached with the tabulator")

    def choose(self, name: str) -> None:
        self.go_to(name)
        self.press(Keys.ENTER)

    def write(self, amount: str) -> None:
        if self.focused != self.part("amount"):
            self.go_to("amount")
        everything = ActionChains(self.driver).key_down(Keys.CONTROL).send_keys("a")
        everything.key_up(Keys.CONTROL).send_keys(amount, Keys.ENTER).perform()

    def answer(self, answers: dict[str, str], otherwise: str = "No") -> None:
        """Answer what is asked, until all of it is answered.

        Args:
            answers: What to answer, by a piece of the question.
            otherwise: The answer to every other question of yes or no.
        """
        for _ in range(60):
            if not self.part("question").is_displayed():
                return
            # So a screen reader tells each question as soon as it is asked.
            assert self.focused.tag_name in {"legend", "body"}
            given = [said for piece, said in answers.items() if piece in self.question]
            choices = self.texts("choices")
            if given and self.part("amount").is_displayed() and given[0] not in choices:
                self.write(given[0])
            else:
                usual = (otherwise, "None of these", "All of this is right", "None", "Not known")
                self.choose(next(each for each in (*given, *usual) if each in choices))
        raise AssertionError("the questions do not end")
