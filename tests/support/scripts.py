"""The portal's scripts compiled for the browsers that it serves: `python -m tests.support.scripts`,
or `make scripts`, writes them to theme/compiled/, where a build takes them from.

The compiler is esbuild, one program of an npm package, fetched once and known by its digest. It
writes newer syntax as older; methods that are too new it leaves as they are.
"""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.support import npm
from tests.support.baseline import BASELINE
from tests.support.paths import ROOT

_VERSION = "0.28.2"
_INTEGRITY = {
    "linux-x64": "sha512-4xTZr1FUmSoQW4XIWmit3tzQrUTZM+N3P0XV8xROKYF50XfI7xeO90+1bZvNwxIufQ9hDQVRJH5YhgPVF8A/HQ==",  # noqa: E501
    "linux-arm64": "sha512-pW4AC0P3it8c7do9MVM4p51FzHzdM/TZrerurgRcHJ2WTa1VQ1CIq18xncfpBJw4ojkiZZrKW2yIBWBP92j6Ug==",  # noqa: E501
    "darwin-arm64": "sha512-n4KqkOQrraxHJcgjM1RvwbigfQKIKJVpM7xp+KsxiyUSrRdIXnt73VhrPAx0fV44hgfmIVKjxMN9J1t5jySVkw==",  # noqa: E501
    "darwin-x64": "sha512-uq6suIWYP37qzGddBKPw5QEQPi6HiLGsO7UmkpfyaYNQ3D+rN6w6WfwH+nuqcGXWvawGwxOEroO4YGnFh95azw==",  # noqa: E501
}
"""Of the package `@esbuild/<platform>`. All versions of a release write the same bytes."""


class Script(NamedTuple):
    """A script that readers fetch: its source below theme/, and whether it is a module or runs in
    a page's own scope, of which it then takes no name; one that is `alone` holds all that it
    imports, where there is no network to fetch another by."""

    source: str
    format: str = "esm"
    alone: bool = False


SCRIPTS = {
    "feeds": Script("scripts/feeds.js", "iife"),
    "offline": Script("search/offline.js", "iife", alone=True),
    "portal": Script("scripts/portal.js"),
    "search": Script("search/search.js"),
    "search-box": Script("search/box.js"),
    "search-page": Script("search/page.js"),
    "search-slips": Script("search/slips.js"),
}
"""By their names. One imports another as `./<name>.js`, all else becomes part of it."""

THEME = ROOT / "cchc_site/theme"
COMPILED = THEME / "compiled"
TARGETS = (
    f"--target={','.join(f'{browser}{version}' for browser, version in BASELINE.items())}",
    # Safari 14.0 only mistakes a rest beside a list on the right, as in `[a, ...b] = [c, d]`.
    "--supported:destructuring=true",
)
"""What the compiler may write."""
_BANNER = "/* theme/{source} */"
_OPTIONS = (
    "--bundle",
    "--minify",
    "--charset=utf8",
    "--legal-comments=none",
    "--log-level=warning",
    *TARGETS,
)


_ALONE = ("--define:import.meta.url=cchcScript",)


def _external(name: str) -> list[str]:
    """What the script of that `name` imports from the network."""
    return [f"--external:*/{other}.js" for other in SCRIPTS if other != name]


def esbuild() -> Path:
    """The compiler for this machine, kept in .cache/."""
    machine = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    system = f"{platform.system().lower()}-{machine}"
    kept = npm.kept(f"esbuild-{_VERSION}-{system}")
    if not kept.exists():
        package = f"@esbuild/{system}"
        npm.keep(kept, npm.packed(package, _VERSION, _INTEGRITY[system], "bin/esbuild"), 0o755)
    return kept


def compiled() -> dict[str, str]:
    """The content of every script, by its name. No source is part of two, which would both have
    what it keeps."""
    contents: dict[str, str] = {}
    owners: dict[str, str] = {}
    for name, script in SCRIPTS.items():
        contents[name], sources = _compiled(name, script)
        for source in () if script.alone else sources:
            owner = owners.setdefault(source, name)
            assert owner == name, f"{source} is in {owner}.js and {name}.js: import ./{owner}.js"
    return contents


def _compiled(name: str, script: Script) -> tuple[str, list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        facts, sources = Path(folder, "facts.json"), THEME
        if script.alone:
            sources = Path(folder, "theme")
            shutil.copytree(THEME / "search", sources / "search")
            for other, file in SCRIPTS.items():  # one is asked for by its compiled name
                named = sources / "search" / f"{other}.js"
                if not named.exists():
                    named.write_text(f'export * from "../{file.source}";\n', "utf-8")
        done = subprocess.run(
            [
                esbuild(),
                script.source,
                *_OPTIONS,
                f"--format={script.format}",
                f"--banner:js={_BANNER.format(source=script.source)}",
                *(_ALONE if script.alone else _external(name)),
                f"--outfile={folder}/{name}.js",
                f"--metafile={facts}",
            ],
            cwd=sources,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert not done.stderr, done.stderr
        return Path(folder, f"{name}.js").read_text("utf-8"), list(
            json.loads(facts.read_text("utf-8"))["inputs"]
        )


def write() -> None:
    """Write every compiled script, and nothing else, to its folder."""
    COMPILED.mkdir(exist_ok=True)
    contents = compiled()
    for file in COMPILED.glob("*.js"):
        if file.stem not in contents:
            file.unlink()
    for name, content in contents.items():
        (COMPILED / f"{name}.js").write_text(content, "utf-8")


if __name__ == "__main__":
    write()
