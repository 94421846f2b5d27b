"""Links to other hosts, asked for politely: one at a time of a host, with a pause between, first by
HEAD, never what its robots.txt forbids, and not again for a week.

Touches the disk, for what is known, and the network.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
import urllib.robotparser
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import msgspec
from msgspec import Struct

AGENT = "cchc-links"
GONE = (404, 410)
_KEPT = {True: 7 * 86_400, False: 86_400}
"""For how many seconds an answer is believed, a good one and a bad one."""
_HOSTS = 8
"""How many hosts are asked at the same time."""
_PATIENCE = 20


class Answer(Struct, frozen=True):
    """What a host answered: the status, 0 for none, -1 where it wants no robots; and when."""

    status: int
    at: float

    @property
    def is_good(self) -> bool:
        """Whether a reader would get there, as far as one can tell."""
        return self.status < 0 or 200 <= self.status < 400 or self.status in (401, 403, 405, 429)

    @property
    def is_gone(self) -> bool:
        """Whether the host says that there is nothing."""
        return self.status in GONE


def ask(
    addresses: Iterable[str],
    known_in: Path,
    about: str,
    pause: float = 1,
    clock: Callable[[], float] = time.time,
) -> Mapping[str, Answer]:
    """What the hosts of all `addresses` answer, as far as it was not known already in the file
    `known_in`; who asks says so, with the address of the site that it asks for (`about`)."""
    known = _known(known_in)
    wanted = sorted(set(addresses))
    now = clock()
    by_host: dict[str, list[str]] = {}
    for address in wanted:
        answer = known.get(address)
        if answer is None or now - answer.at > _KEPT[answer.is_good]:
            by_host.setdefault(urlsplit(address).netloc, []).append(address)
    agent = f"{AGENT} (+{about})" if about else AGENT

    def of_host(host: str) -> dict[str, Answer]:
        return _of_host(by_host[host], agent, pause, clock)

    with ThreadPoolExecutor(_HOSTS) as pool:
        for answers in pool.map(of_host, by_host):
            known |= answers
            _keep(known_in, known)
    return {address: known[address] for address in wanted}


def archived(address: str) -> str:
    """Where the newest kept copy of a page is to be found."""
    return f"https://web.archive.org/web/2/{address}"


def _of_host(
    addresses: Iterable[str], agent: str, pause: float, clock: Callable[[], float]
) -> dict[str, Answer]:
    answers = dict[str, Answer]()
    rules: urllib.robotparser.RobotFileParser | None = None
    for address in addresses:
        if rules is None:
            rules = _rules(address, agent)
        if not rules.can_fetch(AGENT, address):
            answers[address] = Answer(-1, clock())
            continue
        time.sleep(pause)
        answers[address] = Answer(_status(address, agent), clock())
    return answers


def _rules(address: str, agent: str) -> urllib.robotparser.RobotFileParser:
    parts = urlsplit(address)
    rules = urllib.robotparser.RobotFileParser()
    rules.parse([])  # none, where the host says nothing
    try:
        with _open(f"{parts.scheme}://{parts.netloc}/robots.txt", agent, "GET") as answer:
            rules.parse(answer.read(1 << 19).decode("utf-8", "replace").splitlines())
    except (OSError, ValueError, http.client.HTTPException):
        pass
    return rules


def _status(address: str, agent: str) -> int:
    """The status by HEAD; by GET where that is not a good one, since not every host knows HEAD."""
    status = 0
    for method in ("HEAD", "GET"):
        try:
            with _open(address, agent, method) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            status = error.code
            error.close()
        except (OSError, ValueError, http.client.HTTPException):
            status = 0
    return status


def _open(address: str, agent: str, method: str) -> http.client.HTTPResponse:
    plain = quote(address, safe="!#$%&'()*+,/:;=?@[]~")
    request = urllib.request.Request(plain, headers={"User-Agent": agent}, method=method)  # noqa: S310
    answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=_PATIENCE)  # noqa: S310
    return answer


def _known(file: Path) -> dict[str, Answer]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Answer])
    except (OSError, ValueError):
        return {}


def _keep(file: Path, known: Mapping[str, Answer]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(msgspec.json.encode(known))
