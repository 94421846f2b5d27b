"""The rooms of the package and the ways between them."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "cchc_site"

# A room may import any room before it, never one after it (CONTRIBUTING.md tells what each does).
ROOMS = (
    "problems",
    "vietnamese",
    "invisible",
    "publishable",
    "urls",
    "names",
    "digests",
    "codes",
    "canonical",
    "search_words",
    "postings",
    "inversion",
    "abbreviations",
    "document_types",
    "document_numbers",
    "lead_ins",
    "issuers",
    "citations",
    "fields",
    "values",
    "yaml_nodes",
    "front_matter",
    "post",
    "reading",
    "mentions",
    "documents",
    "advice",
    "gfm.destinations",
    "gfm.dispatch",
    "gfm.lines",
    "gfm.marks",
    "gfm.autolinks",
    "gfm.engine",
    "gfm.allowlist",
    "gfm.output",
    "gfm.rawhtml",
    "gfm.foreign",
    "gfm.inlines",
    "gfm.prose",
    "gfm.blocks",
    "markdown",
    "source_lines",
    "pymarkdown_html",
    "pymarkdown_limits",
    "pymarkdown",
    "signals",
    "forks",
    "failures",
    "workers",
    "memory",
    "bodies",
    "opened",
    "recall",
    "pictures",
    "svg",
    "negatives",
    "darkroom",
    "media",
    "sources",
    "load",
    "records",
    "views",
    "organizations",
    "taxonomies",
    "catalogue",
    "references",
    "pictured",
    "register",
    "procedures",
    "addresses",
    "relink",
    "move",
    "edits",
    "cards",
    "groups",
    "feeds",
    "overviews",
    "search_index",
    "search_items",
    "search_patch",
    "scopes",
    "listings",
    "pages",
    "register_pages",
    "document_views",
    "front_page",
    "sharing",
    "articles",
    "frame",
    "metadata",
    "present",
    "heads",
    "shell",
    "policy",
    "headers",
    "sitemap",
    "render",
    "inputs",
    "edition",
    "cache",
    "standing",
    "build",
    "indexing",
    "session",
    "progress",
    "preview",
    "docs_links",
    "slimming",
    "assets",
    "tables",
    "page_use",
    "options",
    "grounds",
    "news_files",
    "environment",
    "templating",
    "theming",
    "frames",
    "native",
    "publishing",
    "serving",
    "plugin",
    "checking",
    "verifying",
    "cli",
)
ADAPTER = {
    "checking",
    "environment",
    "frames",
    "grounds",
    "native",
    "news_files",
    "options",
    "plugin",
    "publishing",
    "serving",
    "theming",
    "verifying",
}
DISK = {
    "assets",
    "bodies",
    "build",
    "cache",
    "checking",
    "canonical",
    "cli",
    "codes",
    "darkroom",  # for bytes in memory only
    "environment",
    "failures",  # for paths only
    "forks",
    "frames",
    "grounds",
    "indexing",
    "serving",
    "load",
    "media",
    "memory",
    "move",
    "names",
    "negatives",
    "news_files",
    "opened",
    "plugin",
    "publishing",
    "records",
    "session",
    "sources",
    "standing",
    "theming",
    "verifying",
    "workers",
}
DISK_MODULES = {"os", "shutil", "pathlib", "filecmp", "tempfile", "io", "subprocess"}


def imports(room: str) -> tuple[set[str], set[str]]:
    """Rooms and outside modules that a room imports."""
    inside: set[str] = set()
    outside: set[str] = set()
    file = PACKAGE / f"{room.replace('.', '/')}.py"
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            outside |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            names = {f"{module}.{alias.name}".removeprefix("cchc_site.") for alias in node.names}
            own = module == "cchc_site" or module.startswith("cchc_site.")
            inside |= (names | {module.removeprefix("cchc_site.")}) & set(ROOMS) if own else set()
            outside |= set() if own else {module.partition(".")[0]}
    return inside, outside


def test_every_module_is_a_room() -> None:
    """A new module gets its place in the order."""
    files = (path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.rglob("*.py"))
    modules = {".".join(file.parts) for file in files if file.name != "__init__"}

    assert modules == set(ROOMS)


def test_imports_point_one_way() -> None:
    """A room imports only rooms before it."""
    wrong = [
        f"{room} imports {other}"
        for place, room in enumerate(ROOMS)
        for other in imports(room)[0]
        if ROOMS.index(other) >= place
    ]

    assert wrong == []


def test_only_the_adapter_knows_mkdocs() -> None:
    """The day the site moves to another host, only the adapter moves."""
    assert {room for room in ROOMS if "mkdocs" in imports(room)[1]} == ADAPTER


def test_only_marked_rooms_touch_the_disk() -> None:
    """Everything else gets time, settings and paths as arguments."""
    touching = {room for room in ROOMS if imports(room)[1] & DISK_MODULES}

    assert touching <= DISK


def test_no_room_reads_what_can_run() -> None:
    """What these modules read is code to whoever wrote it: `forks` reads its own children."""
    reading = {room for room in ROOMS if imports(room)[1] & {"marshal", "pickle", "shelve"}}

    assert reading == {"forks"}
