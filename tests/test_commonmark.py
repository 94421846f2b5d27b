"""The examples of the CommonMark specification, read as posts are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it.common.normalize_url import normalizeLink

from cchc_site.markdown import Target, pour, read

HERE = Path(__file__).parent
EXAMPLES = json.loads((HERE / "data/commonmark-0.31.2.json").read_text("utf-8"))
BLOCKS = frozenset(
    "blockquote body caption col dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre "
    "section table tbody td tfoot th thead tr ul".split()
)


class Normal(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out = []
        self.pre = 0

    def handle_starttag(self, tag, attrs):
        attrs = {k: (v or "") for k, v in attrs}
        if tag == "figure":
            tag = "p"
        if re.fullmatch("h[1-6]", tag):
            attrs.pop("id", None)
        if tag == "img":
            attrs.pop("loading", None)
            attrs.pop("decoding", None)
        if tag == "pre":
            self.pre += 1
        self.out.append((tag, tuple(sorted(attrs.items()))))

    def handle_endtag(self, tag):
        if tag == "figure":
            tag = "p"
        if tag == "pre":
            self.pre -= 1
        self.out.append("/" + tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_data(self, data):
        if self.out and isinstance(self.out[-1], list):
            self.out[-1][0] += data
        else:
            self.out.append([data])

    def handle_comment(self, d):
        pass


def norm(html):
    n = Normal()
    n.feed(html)
    n.close()
    out = []
    pre = 0
    items = n.out

    def block(x):
        if isinstance(x, list):
            return False
        name = x[0] if isinstance(x, tuple) else x[1:]
        return name in BLOCKS

    for i, x in enumerate(items):
        if isinstance(x, tuple) and x[0] == "pre":
            pre += 1
        if x == "/pre":
            pre -= 1
        if isinstance(x, list):
            t = x[0]
            if not pre:
                t = re.sub(r"\s+", " ", t)
                if i == 0 or block(items[i - 1]) or items[i - 1][0] == "br":
                    t = t.lstrip(" ")
                if i == len(items) - 1 or block(items[i + 1]):
                    t = t.rstrip(" ")
            if t:
                out.append("T:" + t)
        else:
            out.append(x)
    return out


def shift(html):
    if "<h1>" in html:
        return re.sub(r"(</?h)([1-6])>", lambda m: f"{m[1]}{min(6, int(m[2]) + 1)}>", html)
    return html


if __name__ == "__main__":
    bad = []
    for e in EXAMPLES:
        r = read(e["markdown"], "x.md")
        html = pour(r, [Target(normalizeLink(x.target)) for x in r.references])
        if norm(html) != norm(shift(e["html"])):
            bad.append(e)
            print("=====", e["number"], e["section"], [f"{p.line}:{p.what}" for p in r.problems])
            print(e["markdown"])
            print("--- want")
            print(e["html"])
            print("--- got")
            print(html)
    print(len(bad))
