"""Small sites to publish, a reader that never sleeps, and a publisher that can be killed."""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import urljoin

from cchc_site.base.workers import Workers
from cchc_site.delivery.destination import Destination
from cchc_site.delivery.publish import Manner, publish
from cchc_site.storage import checksums

_LINK = re.compile(r'(?:href|src)="([^"]*)"')


def write_site(site: Path, version: int, posts: int = 25) -> None:
    """A site of that `version`: each has other posts, another style for all pages, another shard of
    the index, another feed, and files that become folders and back."""
    shutil.rmtree(site, ignore_errors=True)
    style = f"body {{ order: {version} }}"
    files = {
        f"assets/cchc/cchc.{_name(style)}.css": style,
        "assets/cchc/portal.js": f"version = {version}",
        "tep/ke-hoach.pdf": f"{version}" * 5000,
        "vat" if version % 2 else "vat/index.html": "x",
    }
    shard = f"tim-kiem/chi-muc/a/t0.{_name(str(version))[:6]}.json"
    files |= {shard: str(version), "tim-kiem/chi-muc/muc-luc.json": shard}
    names = [f"tin-tuc/{number}/" for number in range(version * 7, version * 7 + posts)]
    pages = {"": names[-9:], "tin-tuc/": names}
    pages |= {name: names[max(0, at - 3) : at + 4] for at, name in enumerate(names)}
    for address, links in pages.items():
        up = "../" * address.count("/")
        told = [f'<a href="{up}{link}">' for link in links]
        told += [f'<link href="{up}assets/cchc/cchc.{_name(style)}.css">', f"{version}"]
        told += [f'<script src="{up}{shard}">', f'<img src="{up}tep/ke-hoach.pdf">']
        files[f"{address}index.html"] = "\n".join(told)
    files["feed.xml"] = "".join(f'<link href="{name}"/>' for name in names)
    for path, content in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(content, "utf-8")
    sums = {path: hashlib.sha256(text.encode()).digest() for path, text in files.items()}
    (site / checksums.FILE).write_bytes(checksums.content(sums))


def _name(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def holes(target: Path) -> list[str]:
    """What the pages of a published site lead to that is not there: a reader goes round once, and
    believes in a hole only where the page that leads there is still the same."""
    found = []
    seen, ahead = {""}, ["", "feed.xml"]
    while ahead:
        address = ahead.pop()
        for _ in range(3):
            text = _read(target, address)
            lacking = []
            for link in _LINK.findall(text or ""):
                path = urljoin(f"/{address}", link)[1:]
                if not _place(target, path).is_file():
                    lacking.append(f"{address} → {path}")
                elif path not in seen:
                    seen.add(path)
                    ahead.append(path)
            if not lacking:
                break
            if _read(target, address) == text:
                found += lacking
                break
    return found


def _read(target: Path, address: str) -> str | None:
    try:
        return _place(target, address).read_text("utf-8")
    except FileNotFoundError:
        return None


def _place(target: Path, address: str) -> Path:
    return target / (f"{address}index.html" if address.endswith("/") or not address else address)


def main(site: str, target: str, ssh: str, pause: str) -> None:
    """Publish a site, to be killed meanwhile."""
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    manner = Manner(pause=float(pause))
    publish(Path(site), Destination.named(target, ssh), manner, Workers(1), print)


if __name__ == "__main__":
    main(*sys.argv[1:])
