"""What differs from the last build, when that is no more than the words of some posts.

Pure. Words (title, summary, text and its links) are shown by a post's own page, its card and links
to it; nothing is ordered, grouped or addressed by them. So an edit of words can reach the pages of
the post, of posts that name it, and of lists that hold it; all others are as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from cchc_site.site import snapshot
from cchc_site.site.snapshot import Entry, PostSnapshot

_PATH = attrgetter("post.path")


@dataclass(frozen=True, slots=True)
class Edits:
    """The posts whose words differ, by path, with the titles that they had; None when anything may
    differ."""

    titles: Mapping[str, str] | None = None

    @property
    def are_words(self) -> bool:
        """Whether nothing but words differs."""
        return self.titles is not None

    def reach(self, items: Iterable[PostSnapshot]) -> bool:
        """Whether a page that shows `items` may differ."""
        return self.titles is None or not self.titles.keys().isdisjoint(map(_PATH, items))


EVERYTHING = Edits()
NOTHING = Edits({})


def between(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Edits:
    """What differs in posts, by what two builds know of them."""
    if before.keys() != after.keys():
        return EVERYTHING
    changed = [path for path, entry in after.items() if entry is not before[path]]
    if not all(snapshot.reworded(before[path], after[path]) for path in changed):
        return EVERYTHING
    return Edits({path: snapshot.title(before[path]) for path in changed})
