"""How long a search takes on a slow line, and whether the page jumps meanwhile.

*Disk*, by the browser. `python -m benchmarks.slow_line SITE…` opens the page of the search of each
site at a query, on a line of 50 KB/s with 400 ms on the way and a processor four times slower, as
Chromium's own tools make them, then asks another query; the sites take turns. Told are medians, in
seconds from opening the address: the first paint, the box filled in, “Đang tìm…” said, the first
results, all ten of them, the second query's; and how far the page jumps (cumulative layout shift).
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from playwright.sync_api import Browser

from benchmarks.search_engines import chromium
from benchmarks.search_host import Host, serve

BYTES, LATENCY, SLOWER = 50 * 1024, 400, 4
QUERIES = (
    ("thủ tục hành chính", "một cửa"),
    ("can cuoc", "cải cách hành chính"),
    ("nộp hồ sơ qua mạng", "2022"),
)
_PATIENCE = 60_000
_WATCH = """
window.seen = {};
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries())
    if (!hadRecentInput) seen.jumps = (seen.jumps ?? 0) + value;
}).observe({ type: "layout-shift", buffered: true });
const look = () => {
  const note = (name, is) => is && (seen[name] ??= performance.now());
  const query = new URLSearchParams(location.search).get("q");
  const said = document.querySelector("[data-search-status]")?.textContent ?? "";
  const box = document.querySelector("[data-cchc=search-page] [name=q]");
  note("filled", query && box?.value === query);
  note("told", said);
  note("found", document.querySelector("[data-search-results] > li"));
  note("whole", said.includes(`“${query}”`));
  note("again", window.asked && said.includes(`“${window.asked}”`));
  requestAnimationFrame(look);
};
look();
"""
_ASK = """text => {
  const form = document.querySelector("[data-cchc=search-page] [data-search-form]");
  window.asked = text;
  window.askedAt = performance.now();
  form.elements.q.value = text;
  form.requestSubmit();
}"""
_SEEN = """() => ({
  paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  ...seen,
  again: seen.again - askedAt,
})"""


class Felt(NamedTuple):
    """What a reader waits for, in seconds, and how far the page jumps."""

    paint: float
    filled: float
    told: float
    found: float
    whole: float
    again: float
    jumps: float


def measure(browser: Browser, host: Host, first: str, second: str, width: int) -> Felt:
    """A reader whose browser has nothing of the site yet."""
    context = browser.new_context(viewport={"width": width, "height": 844}, bypass_csp=True)
    page = context.new_page()
    page.add_init_script(_WATCH)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": BYTES,
            "uploadThroughput": BYTES,
        },
    )
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(f"{host.address}tim-kiem/?q={quote(first)}", timeout=_PATIENCE, wait_until="commit")
    page.wait_for_function("window.seen.whole", timeout=_PATIENCE)
    page.wait_for_timeout(1500)
    page.evaluate(_ASK, second)
    page.wait_for_function("window.seen.again", timeout=_PATIENCE)
    page.wait_for_timeout(500)
    seen = page.evaluate(_SEEN)
    context.close()
    jumps = seen.pop("jumps", 0)
    return Felt(jumps=jumps, **{name: time / 1000 for name, time in seen.items()})


def main() -> None:
    """Tell the medians of each site, on a phone and on a desktop."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sites", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--widths", nargs="+", type=int, default=(390, 1280))
    given = parser.parse_args()
    with ExitStack() as held:
        hosts = [held.enter_context(serve(site)) for site in given.sites]
        found = os.environ.get("CCHC_CHROMIUM") or shutil.which("chromium")
        browser = held.enter_context(chromium(found))
        for width in given.widths:
            rows: dict[Path, list[Felt]] = {site: [] for site in given.sites}
            for first, second in QUERIES * given.rounds:
                for site, host in zip(given.sites, hosts, strict=True):
                    rows[site].append(measure(browser, host, first, second, width))
            sys.stdout.write(f"{width} px: " + ", ".join(Felt._fields) + "\n")
            for site, felt in rows.items():
                medians = map(statistics.median, zip(*felt, strict=True))
                worst = map(max, zip(*felt, strict=True))
                sys.stdout.write(f"  {site}: " + ", ".join(f"{one:.2f}" for one in medians) + "\n")
                sys.stdout.write("    worst: " + ", ".join(f"{one:.2f}" for one in worst) + "\n")


if __name__ == "__main__":
    main()
