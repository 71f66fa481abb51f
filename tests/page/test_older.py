"""In a browser of the named minimum, which has no garbage collected types (Chrome 119, Firefox 120), the page works all the same.

The interpreter's memory comes from the build. What stands in it before Python runs must be the same in every browser, and there
the interpreter calls Python in another, slower way. No such browser is at hand: here the worker is refused the machine code by
which the interpreter finds out, as an older one refuses it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import CommandLine
from tests.page.chromium import Chromium
from tests.page.comparing import command_document
from tests.page.firefox import Firefox
from tests.page.person import Browser, Person

OLDER = """() => {
  const before = `
    const refused = new BroadcastChannel("refused");
    const { Module } = WebAssembly;
    WebAssembly.Module = function (code) {
      if (code.byteLength > 2000) return new Module(code);
      refused.postMessage(code.byteLength);
      throw new WebAssembly.CompileError("an older browser");
    };
    WebAssembly.Module.prototype = Module.prototype;
    for (const name of ["imports", "exports", "customSections"]) WebAssembly.Module[name] = Module[name];
  `;
  window.refused = [];
  const heard = new BroadcastChannel("refused");
  heard.onmessage = ({ data }) => window.refused.push(data);
  const { createObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    const script = blob.type === "text/javascript";
    return createObjectURL.call(URL, script ? new Blob([before, blob], { type: blob.type }) : blob);
  };
}"""


class OlderFirefox(Firefox):
    def open(self, page: Path) -> None:
        self.send("script.addPreloadScript", {"functionDeclaration": OLDER})
        super().open(page)


class OlderChromium(Chromium):
    def open(self, page: Path) -> None:
        self.send("Page.addScriptToEvaluateOnNewDocument", {"source": f"({OLDER})()"})
        super().open(page)


@pytest.mark.parametrize("browser", [OlderFirefox, OlderChromium])
def test_it_checks_as_in_a_newer_one(
    browser: Callable[[Path], Browser], page: Path, gaoyan: CommandLine, faulty: Path, tmp_path: Path
) -> None:
    person = Person(page, tmp_path / "browser", browser=browser)
    try:
        assert person.browser.run("window.refused.length") > 0
        person.drops(faulty)
        assert person.report == command_document(gaoyan, "check", faulty.name)
    finally:
        person.leaves()
