"""The packages of the project and the ways between them."""

from __future__ import annotations

import ast
import functools
from graphlib import CycleError, TopologicalSorter

from tests.support.paths import ROOT

PACKAGE = ROOT / "cchc_site"

# A package may import those before it, never one after it (CONTRIBUTING.md has a picture).
PACKAGES = (
    "base",
    "citations",
    "content",
    "markdown",
    "storage",
    "search",
    "media",
    "site",
    "federation",
    "pages",
    "rendering",
    "build",
    "delivery",
    "editing",
    "importing",
    "starter",
    "review",
    "adapter",
    "commands",
    "cli",
)
# Names that the mkdocs.yml of sites hold.
PUBLIC = "vietnamese"
# The modules that touch files.
DISK = {
    "base.canonical",  # for the code of functions
    "base.codes",
    "base.failures",  # for paths only
    "base.filenames",
    "base.forks",
    "base.opened",
    "base.workers",
    "build.apply",
    "build.proof",
    "build.search_index",
    "build.session",
    "build.stage",
    "cli",
    "commands.bringing",  # for paths only
    "commands.checking",  # the same, and for the summary that GitHub asks for
    "commands.giving",
    "commands.reviewing",
    "commands.starting",  # makes the folder of a new site
    "commands.writing",  # for paths only
    "delivery.external",
    "delivery.links",
    "delivery.packing",
    "delivery.publish",
    "delivery.destination",
    "delivery.tree",
    "editing.fix",
    "editing.move",
    "editing.rewriting",
    "editing.procedure_import",
    "editing.procedure_tables",
    "federation.fetch",  # for paths only
    "federation.sources",
    "federation.states",
    "importing.docx",  # for an archive in memory only
    "importing.draft",  # for paths only
    "importing.exported",
    "importing.formats",
    "importing.hugo",
    "importing.importer",
    "importing.jekyll",
    "importing.libre_office",
    "importing.material_blog",
    "importing.mht_pages",
    "importing.pandoc",
    "importing.pictures",  # for bytes in memory only
    "importing.place",
    "importing.plain_text",
    "importing.portals",
    "importing.report",  # for text in memory only
    "importing.saved_pages",
    "importing.site_drafts",
    "importing.site_links",
    "importing.site_signs",
    "importing.sources",
    "importing.web_archives",
    "importing.word",
    "media.files",
    "media.imaging",  # for bytes in memory only
    "media.marks",  # the same
    "media.site_pictures",  # the same
    "media.store",
    "rendering.examples",
    "rendering.stylesheets",
    "site.discover",
    "site.loader",
    "site.loose_files",
    "site.procedure_records",  # for paths only
    "site.records",
    "review.browser",
    "review.changes",
    "starter.site_files",
    "site.redirects",
    "storage.folders",
    "storage.html_store",
    "storage.memory",
    "storage.published",
}
DISK_MODULES = {"os", "shutil", "pathlib", "filecmp", "tempfile", "io", "subprocess"}
LONGEST_MODULE = 350
LONGEST_FUNCTION = 60


@functools.cache
def modules() -> dict[str, ast.Module]:
    """Each module of the package, parsed."""
    files = {
        ".".join(file.relative_to(PACKAGE).with_suffix("").parts): file
        for file in PACKAGE.rglob("*.py")
    }
    return {
        name.removesuffix(".__init__"): ast.parse(file.read_text("utf-8"))
        for name, file in files.items()
        if name not in ("__init__", PUBLIC)
    }


@functools.cache
def imports(module: str) -> tuple[set[str], set[str]]:
    """Modules of the project and others that a module imports, wherever in it."""
    inside: set[str] = set()
    outside: set[str] = set()
    for node in ast.walk(modules()[module]):
        if isinstance(node, ast.Import):
            outside |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            name = node.module or ""
            if name == "cchc_site" or name.startswith("cchc_site."):
                own = name.removeprefix("cchc_site").removeprefix(".")
                named = {f"{own}.{alias.name}".removeprefix(".") for alias in node.names}
                inside |= named & modules().keys() or {own} & modules().keys()
            else:
                outside.add(name.partition(".")[0])
    return inside, outside


def _package(module: str) -> str:
    return module.partition(".")[0]


def test_every_module_stands_in_a_package() -> None:
    """Nothing lies flat beside the packages but the command."""
    assert {_package(module) for module in modules()} == set(PACKAGES)
    assert {module for module in modules() if "." not in module} == set(PACKAGES)


def test_imports_between_packages_point_one_way() -> None:
    """A package imports only packages before it."""
    back = [
        f"{module} imports {other}"
        for module in modules()
        for other in imports(module)[0]
        if PACKAGES.index(_package(other)) > PACKAGES.index(_package(module))
    ]

    assert back == []


def test_inside_a_package_no_imports_go_round() -> None:
    """Of two modules at most one knows the other."""
    ways = {module: imports(module)[0] - {module} for module in modules()}
    try:
        tuple(TopologicalSorter(ways).static_order())
    except CycleError as error:
        raise AssertionError(" → ".join(error.args[1])) from None


def test_only_the_adapter_imports_mkdocs() -> None:
    """The day the site moves to another host, only the adapter moves."""
    knowing = {_package(module) for module in modules() if "mkdocs" in imports(module)[1]}

    assert knowing == {"adapter"}


def test_only_marked_modules_touch_the_disk() -> None:
    """Everything else gets time, settings and paths as arguments."""
    touching = {module for module in modules() if imports(module)[1] & DISK_MODULES}

    assert {one for one in touching if _package(one) != "adapter"} <= DISK


def test_nothing_is_read_that_can_run() -> None:
    """What these modules read is code to whoever wrote it: `forks` reads its own children, and a
    worker of a cluster is there to run what it is sent."""
    unsafe = {"cloudpickle", "marshal", "pickle", "shelve"}
    reading = {module for module in modules() if imports(module)[1] & unsafe}

    assert reading == {"base.forks", "base.dask_worker"}


def test_modules_and_functions_are_short() -> None:
    """Who opens a module sees it whole."""
    long = [
        f"{file.relative_to(PACKAGE)}: {lines} lines"
        for file in PACKAGE.rglob("*.py")
        if (lines := len(file.read_text("utf-8").splitlines())) > LONGEST_MODULE
    ]
    long += [
        f"{module}.{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for module, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]

    assert long == []


def test_no_two_classes_have_one_name() -> None:
    """One word is one thing; an underscore does not make it another."""
    places: dict[str, list[str]] = {}
    for module, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name.lstrip("_"), []).append(module)

    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_one_module_hashes() -> None:
    """Whoever asks what a name or a fingerprint is a hash of finds it in one place."""
    hashing = {
        module
        for module, tree in modules().items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in ("crc32", "adler32"))
        or (isinstance(node, ast.Import | ast.ImportFrom) and "hashlib" in ast.unparse(node))
        or (isinstance(node, ast.ImportFrom) and node.module in ("zlib", "binascii"))
    }

    assert hashing == {"base.hashing"}
