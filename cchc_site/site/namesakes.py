"""The addresses of things whose names may be alike but for their marks, which addresses leave out.

Pure. Each has a plain address, made of its name, and one of its own, made of the name and of what
tells it from all others. Who shares the plain address with nobody stands there; else each stands at
its own, and the plain one leads to all of them. So no address ever tells of another thing, and
which is whose follows from the names alone, never from their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from cchc_site.base.hashing import digest


class Addresses(NamedTuple):
    """The address of each identity; and the identities that share a plain one, by that."""

    urls: Mapping[str, str]
    shared: Mapping[str, tuple[str, ...]]


def own(plain: str, identity: str) -> str:
    """The address that only `identity` has among those with a `plain` one.

    >>> own("van-ban/12/", "12 tân thành") == own("van-ban/12/", "12 tân thạnh")
    False
    """
    return f"{plain}{digest(identity.encode()).hex()[:8]}/"


def addresses(plain: Mapping[str, str]) -> Addresses:
    """Where each identity stands, whose `plain` addresses these are."""
    sharing: defaultdict[str, list[str]] = defaultdict(list)
    for identity, url in plain.items():
        sharing[url].append(identity)
    shared = {url: tuple(sorted(those)) for url, those in sharing.items() if len(those) > 1}
    urls = {
        identity: own(url, identity) if url in shared else url for identity, url in plain.items()
    }
    return Addresses(urls, shared)
