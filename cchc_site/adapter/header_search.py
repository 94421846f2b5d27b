"""The news in the search of Material's own header, where a site uses its plugin `search`.

Part of the MkDocs adapter. That plugin writes the index of the pages that MkDocs has rendered; what
it cannot know of is added, by title and summary: a browser fetches this index whole. With `engine:
native` it knows all.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from cchc_site.site.catalogue import Catalogue
from cchc_site.site.search_items import is_excluded

PLUGIN = "material/search"
_INDEX = "search/search_index.json"


def add_posts(stage: Path, catalogue: Catalogue) -> None:
    """Add the posts to the index among the files that MkDocs has written, if there is one."""
    file = stage / _INDEX
    if not file.is_file():
        return
    index: dict[str, Any] = json.loads(file.read_bytes())
    known = {entry["location"].partition("#")[0] for entry in index["docs"]}
    for item in catalogue.items:
        post = item.post
        if post.url in known or is_excluded(post.search):
            continue
        lead = "" if post.withdrawn else post.summary or item.parsed.lead
        entry: dict[str, Any] = {
            "location": post.url,
            "title": escape(post.title, quote=False),
            "text": f"<p>{escape(lead, quote=False)}</p>",
        }
        index["docs"].append(entry | ({"tags": [*post.tags]} if post.tags else {}))
    file.write_text(json.dumps(index, separators=(",", ":")), "utf-8")
