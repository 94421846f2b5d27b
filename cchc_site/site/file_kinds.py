"""What a file in posts/ is, by its name: the one place that decides it.

Pure. Every file there is a post, is brought by one, is kept out by its name, or is told to whoever
put it there: nothing is passed over in silence.
"""

from __future__ import annotations

import re
from enum import Enum, auto


class FileKind(Enum):
    """What a file or folder is."""

    POST = auto()
    MISNAMED = auto()
    """Meant for a post, under a name that is none."""
    TEXT = auto()
    """Written as posts are, in Word say; a post may bring it."""
    OTHER = auto()
    """Only of use where a post brings it."""
    KEPT_OUT = auto()
    """No post, as its writer wants it: a README.md, a name with "_" before it."""
    DOTTED = auto()
    """Kept out by a dot, which file managers hide."""
    LEFT = auto()
    """Left behind by a program."""
    OF_TOOLS = auto()
    """Of git, an editor or a file manager: no work of the editor's."""


# What editors, phones and Notepad make of "bai.md".
_MISNAMED = re.compile(
    r"\.(?:md\.(?:txt|docx?|odt|rtf)|markdown|mdown|mkdn?|mdwn|mdtxt|mdtext|mđ|mdx|mdx\.docx?)$"
    r"|[ ,;_-]md$|\.md[ .]+$|\.md$",
    re.IGNORECASE,
)
_TEXT = re.compile(r"\.(?:docx?|docm|dotx?|odt|ott|rtf|txt|html?|mht|mhtml|pages|wps)$", re.I)
_LEFT = re.compile(
    r"^~|~$|\.(?:tmp|temp|bak|old|orig|crdownload|part|partial|download|lnk|url|wbk|asd)$"
    r"|^(?:thumbs\.db|ehthumbs\.db|desktop\.ini|__macosx)$",
    re.IGNORECASE,
)
_OF_TOOLS = re.compile(
    r"^\.(?:ds_store|git|gitkeep|gitignore|gitattributes|keep|placeholder|directory|localized|"
    r"editorconfig|obsidian|vscode|idea|trashes?|[._~#].*|nfs.*)$",
    re.IGNORECASE,
)


def kind(name: str) -> FileKind:
    """What a file called `name` is.

    >>> kind("tin.md").name, kind("tin.md.txt").name, kind("~$tin.docx").name, kind("a.pdf").name
    ('POST', 'MISNAMED', 'LEFT', 'OTHER')
    """
    if name.endswith(".md") and name != "README.md" and not name.startswith(("_", ".", "~")):
        return FileKind.MISNAMED if _is_index(name) else FileKind.POST
    if name.startswith("."):
        return FileKind.OF_TOOLS if _OF_TOOLS.search(name) else FileKind.DOTTED
    if name.startswith("_") or name == "README.md":
        return FileKind.KEPT_OUT
    if _LEFT.search(name):
        return FileKind.LEFT
    if _MISNAMED.search(name):
        return FileKind.MISNAMED
    return FileKind.TEXT if _TEXT.search(name) else FileKind.OTHER


def folder_kind(name: str) -> FileKind | None:
    """What keeps the folder called `name` out; None where posts may lie in it."""
    if name.startswith("."):
        return FileKind.OF_TOOLS if _OF_TOOLS.search(name) else FileKind.DOTTED
    return FileKind.KEPT_OUT if name.startswith("_") else None


def _is_index(name: str) -> bool:
    """Whether a name is that of a folder's post but for its letters."""
    return name != "index.md" and name.lower() == "index.md"


def misnamed(name: str) -> tuple[str, str]:
    """What is wrong with the name of a file that is meant for a post, and how to mend it."""
    if name.lower() == "index.md":
        what = "tên tệp viết hoa nên tệp này không là bài của thư mục"
        return what, "hãy đổi tên thành “index.md”"
    if name.lower().endswith(".md"):
        return "đuôi tệp viết hoa", "hãy đổi đuôi tệp thành “.md”"
    what = "đuôi tệp không phải “.md” nên tệp này không thành bài"
    return what, "hãy đổi đuôi tệp thành “.md”"
