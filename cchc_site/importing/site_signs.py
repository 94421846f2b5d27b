"""By what a folder is known as the site of another generator.

Touches the disk, for reading only.
"""

from __future__ import annotations

from pathlib import Path

MATERIAL_CONFIGS = ("mkdocs.yml", "mkdocs.yaml")
MATERIAL_AUTHORS = ".authors.yml"
HUGO_CONFIGS = tuple(
    f"{lead}{name}.{ending}"
    for lead in ("", "config/_default/")
    for name in ("hugo", "config")
    for ending in ("toml", "yaml", "yml", "json")
)
JEKYLL_CONFIGS = ("_config.yml", "_config.yaml", "_config.toml")


def is_material(path: Path, head: bytes) -> bool:
    """Whether a folder is a site of MkDocs with a blog, or a blog of one."""
    if not path.is_dir():
        return False
    if (path / MATERIAL_AUTHORS).is_file() and (path / "posts").is_dir():
        return True
    configs = [path / name for name in MATERIAL_CONFIGS if (path / name).is_file()]
    return any(b"blog" in config.read_bytes() for config in configs)


def is_hugo(path: Path, head: bytes) -> bool:
    """Whether a folder is a site of Hugo."""
    return (path / "content").is_dir() and any((path / name).is_file() for name in HUGO_CONFIGS)


def is_jekyll(path: Path, head: bytes) -> bool:
    """Whether a folder is a site of Jekyll."""
    if not path.is_dir():
        return False
    return (path / "_posts").is_dir() or (
        any((path / name).is_file() for name in JEKYLL_CONFIGS) and any(path.glob("*/_posts"))
    )
