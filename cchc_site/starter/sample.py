"""What of a repository is the sample's: a list of its files, each with the digest of its bytes.

Pure. A file that differs from the list, and one that is not in it, is the editor's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

LIST = ".ci/sample.txt"
"""Where the repository keeps the list; `make sample` writes it."""
FOLDERS = ("docs", "documents", "posts", "procedures")
FILES = (
    ".github/man-hinh.png",
    ".github/workflows/pages.yml",
    ".github/workflows/preview.yml",
    "README.md",
    "mkdocs.yml",
    "tests/test_sample_site.py",
)
INSTALL = {"install": ".ci/venv site", "install_review": ".ci/venv dev"}
"""How the workflows of the repository install it."""
SHARED = frozenset((".gitattributes", ".gitignore", "requirements.txt", "requirements-review.txt"))
"""Files of a new site that the repository has for its code too."""


class Adoption(NamedTuple):
    """What becomes of the files of a repository, by their paths: those of the sample that go, those
    that take another's place or are new, and the editor's own that stay as they are."""

    gone: tuple[str, ...]
    written: tuple[str, ...]
    own: tuple[str, ...]


def listed(text: str) -> dict[str, str]:
    """The digests of the sample's files by their paths, as the list has them."""
    pairs = (line.split(" ", 1) for line in text.splitlines())
    return {path: digest for digest, path in pairs}


def written(digests: Mapping[str, str]) -> str:
    """The list of files with these digests.

    >>> listed(written({"posts/a b.md": "01ab"}))
    {'posts/a b.md': '01ab'}
    """
    return "".join(f"{digest} {path}\n" for path, digest in sorted(digests.items()))


def adopted(
    sample: Mapping[str, str], present: Mapping[str, str], made: Mapping[str, str]
) -> Adoption:
    """What becomes of the files that are `present`, by their digests, where a site is `made`:
    nothing of the editor's own goes or changes."""
    samples = {path for path, digest in present.items() if sample.get(path) == digest}
    written_ = {path for path in made if path not in present or path in samples}
    return Adoption(
        tuple(sorted(samples - written_)),
        tuple(sorted(written_)),
        tuple(sorted(present.keys() - samples)),
    )
