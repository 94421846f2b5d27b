"""The searches side by side: `python -m benchmarks.search_bench --posts 10000 --write`.

*Disk.* The same posts are built by each engine's generator and served by search_host.py; every
judged query is asked through the engine's own page, by a browser with an empty cache; ours on a
second corpus too. Ours and Pagefind then take turns at being timed.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import click
from playwright.sync_api import Browser

from benchmarks import dialects, machine, measure, search_corpus, search_engines, search_report
from benchmarks.bench import Place, place
from benchmarks.peers import PEERS, Peer
from benchmarks.search_corpus import COAST, LEAST_POSTS, OFFICES, Corpus
from benchmarks.search_host import Host, serve
from benchmarks.search_judge import is_right
from benchmarks.search_queries import Answer, Query, queries
from benchmarks.search_report import Cold, Found, Setting
from benchmarks.tools import ROOT, Tools, tools

REPORT = ROOT / "benchmarks/SEARCH.md"
POSTS = 10_000
FAR = 0.04  # seconds to a host in another city and back
_EVERY = 3  # Of the queries so many are timed: a third tells the middle as well.
_BY_KEY = {peer.key: peer for peer in PEERS}


@dataclass(frozen=True, slots=True)
class Engine:
    """A search with its generator: `page` shows the results for its `q`, `files` are those that the
    search transfers, `script` the code among them."""

    peer: Peer
    page: str
    files: re.Pattern[str]
    script: re.Pattern[str]
    document_pages: bool = False


ENGINES = (
    Engine(
        _BY_KEY["ours"],
        "tim-kiem/",
        re.compile(r"^/tim-kiem/chi-muc/|/cchc/search[^/]*$"),
        re.compile(r"\.m?js$"),
        document_pages=True,
    ),
    Engine(
        replace(_BY_KEY["hugo-pagefind"], layers=("hugo", "hugo-search")),
        "tra-cuu/",
        re.compile(r"^/pagefind/"),
        re.compile(r"\.js$|/wasm\."),
    ),
    Engine(
        replace(
            _BY_KEY["material"],
            label="Material's search",
            layers=("material-search",),
            dialect=dialects.plain,
        ),
        "",
        re.compile(r"/search/search_index|/workers/search|/lunr"),
        re.compile(r"\.js$"),
    ),
)
KEYS = [engine.peer.key for engine in ENGINES]


@click.command()
@click.option("--posts", default=POSTS, type=click.IntRange(min=LEAST_POSTS), show_default=True)
@click.option("--engine", "keys", multiple=True, type=click.Choice(KEYS), help="All by default.")
@click.option("--verbose", is_flag=True, help="Print every query with what was found.")
@click.option("--write", is_flag=True, help="Write SEARCH.md.")
def main(posts: int, keys: Sequence[str], verbose: bool, write: bool) -> None:
    """Ask the same queries of this project's search, of Pagefind's and of Material's."""
    compare(posts, tools(), keys or KEYS, verbose=verbose, write=write)


def compare(
    posts: int, installed: Tools, keys: Sequence[str], *, verbose: bool = False, write: bool = False
) -> None:
    """Build, ask, and print the report or write it."""
    engines = [engine for engine in ENGINES if engine.peer.key in keys]
    load = os.getloadavg()[0]
    corpus, other = (search_corpus.make(posts, subject) for subject in (OFFICES, COAST))
    chromium = os.environ.get("CCHC_CHROMIUM") or shutil.which("chromium")
    hosts, found = {}, []
    with place(posts * (len(engines) + 1)) as where, ExitStack() as stack:
        browser = stack.enter_context(search_engines.chromium(chromium))
        for engine in engines:
            site = _built(engine, corpus, where, installed)
            host = hosts[engine.peer.key] = stack.enter_context(serve(site))
            asked = _asked(engine, corpus, host, browser, verbose=verbose)
            if engine.peer.key == search_report.OURS:
                site = _built(engine, other, where, installed, "other")
                host = stack.enter_context(serve(site))
                answers = _asked(engine, other, host, browser, verbose=verbose).answers
                asked = replace(asked, other={other.subject.label: answers})
            found.append(asked)
        found = _timed(engines, found, hosts, browser)
        setting = Setting(
            date=f"{dt.datetime.now().astimezone():%Y-%m-%d}",
            machine=machine.hardware(),
            versions=(*installed.versions, f"Chromium {browser.version}"),
            posts=posts,
            far=FAR,
            load=(load, os.getloadavg()[0]),
        )
    report = search_report.report(found, setting)
    if write:
        REPORT.write_text(report, "utf-8")
    else:
        click.echo(report)


def _built(engine: Engine, corpus: Corpus, where: Place, installed: Tools, name: str = "") -> Path:
    folder = where.fresh(name or engine.peer.key)
    engine.peer.lay_out(folder, corpus.posts)
    cost = measure.cost(engine.peer.commands(installed), folder)
    _say(f"{engine.peer.label}: built in {cost.wall:.0f} s")
    return folder / engine.peer.output


def _asked(engine: Engine, corpus: Corpus, host: Host, browser: Browser, *, verbose: bool) -> Found:
    asked = queries(corpus, document_pages=engine.document_pages)
    if engine.peer.key == "material":
        found = _asked_of_material(engine, corpus, asked, host, browser)
    else:
        answers, colds = [], []
        for query in asked:
            got, sent = search_engines.ask_cold(browser, host, engine.page, query.text)
            right = tuple(is_right(query, address, host.folder) for address in got)
            answers.append(Answer(query, got, right))
            colds.append(_cold(engine, sent))
        found = Found(engine.peer.key, engine.peer.label, tuple(answers), tuple(colds))
    if verbose:
        click.echo(search_report.dump(found.label, found.answers))
    _say(search_report.line(found))
    return found


def _asked_of_material(
    engine: Engine, corpus: Corpus, asked: Sequence[Query], host: Host, browser: Browser
) -> Found:
    addresses = {post.slug: post.address for post in corpus.posts}
    with search_engines.material(browser, host, addresses.__getitem__) as (ask, sent, ready):
        answers = tuple(Answer(query, ask(query.text)) for query in asked)
    _say(f"{engine.peer.label}: ready after {ready:.1f} s")
    return Found(
        engine.peer.key, engine.peer.label, answers, (_cold(engine, sent),), near=(ready * 1000,)
    )


def _cold(engine: Engine, sent: search_engines.Sent) -> Cold:
    files = [(path, size) for path, size in sent if engine.files.search(path)]
    return Cold(
        size=sum(size for _, size in files),
        requests=len(files),
        script=sum(size for path, size in files if engine.script.search(path)),
        page=sum(size for _, size in sent),
    )


def _timed(
    engines: Sequence[Engine],
    found: Sequence[Found],
    hosts: dict[str, Host],
    browser: Browser,
) -> list[Found]:
    """Some queries once more, of ours and of Pagefind in turn: near, then far."""
    pairs = [(engine, one) for engine, one in zip(engines, found, strict=True) if engine.page]
    taken: dict[tuple[str, float], list[float]] = {}
    for delay in (0.0, FAR):
        for at in range(0, len(found[0].answers), _EVERY):
            for engine, one in pairs:
                host = hosts[engine.peer.key]
                host.delay = delay
                text = one.answers[at].query.text
                time = search_engines.first_result(browser, host, engine.page, text)
                if time is not None:
                    taken.setdefault((engine.peer.key, delay), []).append(time)
    return [
        replace(
            one,
            near=tuple(taken.get((one.key, 0.0), one.near)),
            far=tuple(taken.get((one.key, FAR), ())),
        )
        for one in found
    ]


def _say(text: str) -> None:
    click.echo(text, err=True)


if __name__ == "__main__":
    main()
