"""What a portal of communes costs: to read what they publish, and to build it.

*Disk.* Some communes are really built of the benchmark's posts; what they publish is served on
loopback under as many names and addresses as are wanted. Measured is `cchc federate` of a portal
with a few posts of its own: cold, with nothing changed, with a newest item in one commune.

    python -m benchmarks.federation --communes 100
    python -m benchmarks.federation --communes 100 --write   # for the page on costs (scale.py)
"""

from __future__ import annotations

import json
import shutil
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

import click
import msgspec

from benchmarks import corpus
from benchmarks.bench import Place, place
from benchmarks.measure import Cost, cost, peak
from benchmarks.peers import PEERS
from benchmarks.scale import FIGURES
from benchmarks.scale_report import Federated, Figures, Scale
from cchc_site.base.hashing import digest

_PROGRAMS = Path(sys.executable).parent
_BUILD = (_PROGRAMS / "mkdocs", "build", "--strict")
_READ = (_PROGRAMS / "cchc", "federate", "--no-build", "--all")
_FEDERATE = (_PROGRAMS / "cchc", "federate", "--strict", "--all")
_OF_COMMUNE, _OF_PORTAL = 120, 20
"""How many posts the first commune that is built has, the next so many more; and the portal."""
_DOCUMENTS = 200
_BASE, _NAME = "https://xa-mau.example.org/", "xã Mẫu Không"
_FILES = ("feed.json", "van-ban.json")
KINDS = ("cold", "unchanged", "one changed")


@click.command()
@click.option("--communes", default=100, type=click.IntRange(min=2))
@click.option("--built", default=5, type=click.IntRange(min=1), help="So many are really built.")
@click.option("--runs", default=3, type=click.IntRange(min=1))
@click.option("--write", is_flag=True, help="Keep the figures.")
def main(communes: int, built: int, runs: int, write: bool) -> None:
    """Print what each run costs, the median of the runs, as a table."""
    with place(built * built * _OF_COMMUNE + communes * 60) as where, _served() as host:
        texts = [_published(where, number) for number in range(min(built, communes))]
        for number in range(communes):
            base = f"{host.address}xa-{number}/"
            for name, text in texts[number % len(texts)].items():
                own = text.replace(_BASE, base).replace(_NAME, f"xã Mẫu {number}")
                host.files[f"/xa-{number}/{name}"] = own.encode()
        portal = _portal(where, host.address, communes)
        costs, most = _costs(portal, host, runs), _peaks(portal, host)
        tell(communes, costs, most)
        if write:
            keep(communes, costs, most)


def _published(where: Place, number: int) -> Mapping[str, str]:
    """What a commune publishes that is built of posts of its own."""
    folder = where.fresh(f"xa-{number}")
    _lay_out(folder, _OF_COMMUNE * (number + 1))
    _rename(folder, _BASE)
    (folder / "documents").mkdir()
    (folder / "documents/van-ban.yml").write_text("".join(_documents()), "utf-8")
    cost([_BUILD], folder)
    texts = {name: (folder / "site" / name).read_text("utf-8") for name in _FILES}
    where.discard(folder)
    return texts


def _documents() -> Iterator[str]:
    """Records of documents: of the commune, and some that each commune has."""
    for number in range(1, _DOCUMENTS + 1):
        day = f"20{10 + number % 15}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        kept = (f"{number}/KH-UBND", f"Ủy ban nhân dân {_NAME}")
        name, body = kept if number % 4 else (f"{number}/20{10 + number % 15}/NĐ-CP", "Chính phủ")
        title = f"Về việc thứ {number} trong chương trình cải cách hành chính"
        yield f"- number: {name}\n  date: {day}\n  issuer: {body}\n  title: {title}\n"


def _lay_out(folder: Path, posts: int) -> None:
    """Write a site with so many posts of the corpus."""
    ours = next(peer for peer in PEERS if peer.key == "ours")
    ours.lay_out(folder, corpus.posts(posts))


def _rename(folder: Path, address: str) -> None:
    """Let the site have an address."""
    config = folder / "mkdocs.yml"
    lines = config.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("site_url:")]
    config.write_text("\n".join([f"site_url: {address}", *kept, ""]), "utf-8")


def _portal(where: Place, address: str, communes: int) -> Path:
    """A portal of so many communes, not built yet."""
    folder = where.fresh("tinh")
    _lay_out(folder, _OF_PORTAL)
    config = folder / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("- cchc:\n", "- cchc:\n      federation: sites.yml\n"), "utf-8")
    entries = (
        f"- name: Xã Mẫu {number}\n  key: xa-{number}\n  url: {address}xa-{number}/\n"
        for number in range(communes)
    )
    (folder / "sites.yml").write_text("".join(entries), "utf-8")
    return folder


def _costs(portal: Path, host: Host, runs: int) -> Mapping[str, tuple[Cost, Cost]]:
    """The median costs of each kind: of reading alone, and of reading and building."""
    costs: dict[str, list[tuple[Cost, Cost]]] = {kind: [] for kind in KINDS}
    for run in range(runs):
        for kind in KINDS:
            _prepare(kind, portal, host, f"{run}-a")
            read = cost([_READ], portal)
            _prepare(kind, portal, host, f"{run}-b")
            costs[kind].append((read, cost([_FEDERATE], portal)))
    return {kind: (_median(read), _median(all_)) for kind, (read, all_) in _columns(costs)}


def _columns(
    costs: Mapping[str, list[tuple[Cost, Cost]]],
) -> Iterator[tuple[str, tuple[list[Cost], list[Cost]]]]:
    for kind, pairs in costs.items():
        yield kind, ([read for read, _ in pairs], [whole for _, whole in pairs])


def _median(costs: list[Cost]) -> Cost:
    return Cost(median(one.wall for one in costs), median(one.cpu for one in costs))


def _peaks(portal: Path, host: Host) -> Mapping[str, int]:
    """The most memory of reading and building, of each kind."""
    most = dict[str, int]()
    for kind in KINDS:
        _prepare(kind, portal, host, "peak")
        most[kind] = peak([_FEDERATE], portal)
    return most


def _prepare(kind: str, portal: Path, host: Host, mark: str) -> None:
    """Let the portal and its communes be as they are before a run of that kind."""
    if kind == "cold":
        for name in (".cache", "site"):
            shutil.rmtree(portal / name, ignore_errors=True)
    if kind == "one changed":
        feed = json.loads(host.files["/xa-1/feed.json"])
        newest = {**feed["items"][0], "title": f"Tin vừa đăng {mark}", "id": mark}
        newest["url"] = f"{host.address}xa-1/tin-tuc/moi-{mark}/"
        feed["items"] = [newest, *feed["items"][:-1]]
        host.files["/xa-1/feed.json"] = json.dumps(feed, ensure_ascii=False).encode()


def tell(communes: int, costs: Mapping[str, tuple[Cost, Cost]], most: Mapping[str, int]) -> None:
    """Print the costs as a table in Markdown."""
    click.echo(f"| {communes} communes | read, wall / CPU, s | all, wall / CPU, s | peak, MB |")
    click.echo("| --- | ---: | ---: | ---: |")
    for kind, (read, whole) in costs.items():
        parts = (f"{one.wall:.2f} / {one.cpu:.2f}" for one in (read, whole))
        click.echo(f"| {kind} | {' | '.join(parts)} | {most[kind] >> 20} |")


def keep(communes: int, costs: Mapping[str, tuple[Cost, Cost]], most: Mapping[str, int]) -> None:
    """Keep what reading and building take beside what was kept of other numbers of communes."""
    file = FIGURES / "federation.json"
    figures = (
        Figures(round(whole.wall, 2), round(whole.cpu, 2), most[kind])
        for kind, (_, whole) in costs.items()
    )
    known = msgspec.json.decode(file.read_bytes(), type=Scale).federations if file.exists() else ()
    others = [one for one in known if one.communes != communes]
    kept = sorted([*others, Federated(communes, *figures)], key=lambda one: one.communes)
    written = msgspec.json.format(msgspec.json.encode({"federations": kept}), indent=1)
    file.write_bytes(written + b"\n")


class Host:
    """Serves `files` by their paths, with ETags."""

    def __init__(self) -> None:
        """There is nothing yet."""
        self.files: dict[str, bytes] = {}
        self.address = ""

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Send a file, unless it is known."""
        body = self.files.get(request.path)
        if body is None:
            request.send_error(404)
            return
        etag = f'"{digest(body).hex()}"'
        same = request.headers.get("If-None-Match") == etag
        request.send_response(304 if same else 200)
        request.send_header("ETag", etag)
        request.send_header("Content-Length", "0" if same else str(len(body)))
        request.end_headers()
        if not same:
            request.wfile.write(body)


@contextmanager
def _served() -> Iterator[Host]:
    host = Host()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host.answer(self)

        def log_message(self, *said: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

    with Server(("127.0.0.1", 0), Handler) as server:
        host.address = f"http://127.0.0.1:{server.server_port}/"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield host
        finally:
            server.shutdown()
            thread.join()


if __name__ == "__main__":
    main()
