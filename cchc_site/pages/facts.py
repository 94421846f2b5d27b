"""What machines are told of a page in its head, as plain values.

Pure. Each type of page says its own, from nothing but what its template is handed;
rendering/head.py writes them out. Sources: ogp.me; schema.org.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from cchc_site.site.organizations import Organization

Thing = Mapping[str, object]
"""Something that schema.org has words for, as JSON-LD."""
CONTEXT = "https://schema.org"


class SiteIdentity(NamedTuple):
    """What a site is called, its address, which ends with a slash, the public body that answers for
    it, and the address in the site of the picture that stands for it."""

    name: str
    url: str
    organization: Organization | None = None
    picture: str = ""


class Facts(NamedTuple):
    """`open_graph` are properties beside those that every page has, or in their place; `thing` is
    what the page is about."""

    open_graph: Mapping[str, str] = MappingProxyType({})
    thing: Thing | None = None


NONE = Facts()
"""Of a page about nothing that machines have words for."""


def government(body: Organization) -> dict[str, object]:
    """A public body."""
    known = {"telephone": body.phone, "email": body.email, "address": body.address}
    return {
        "@type": "GovernmentOrganization",
        "name": body.name,
        **{name: value for name, value in known.items() if value},
    }


def publisher(body: Organization | None, site: SiteIdentity) -> Thing:
    """Who answers for an item: the `body`, else that of the site, else the site by its name."""
    body = body or site.organization
    return government(body) if body else {"@type": "Organization", "name": site.name}
