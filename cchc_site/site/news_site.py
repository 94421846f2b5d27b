"""One build of the news: load, catalogue, resolve, check, each once.

The steps in their order, to be called at MkDocs' moments. Holds what one step hands to the next;
knows nothing of MkDocs. Which pages there are is pages/plan.py's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from msgspec.structs import replace

from cchc_site.base.problems import Problem, report
from cchc_site.content.post import UNKNOWN_DAY
from cchc_site.content.text import ParsedText
from cchc_site.media.files import Media
from cchc_site.media.renditions import Rendition
from cchc_site.site import (
    addresses,
    bare_pictures,
    changes,
    day_checks,
    force_advice,
    links,
    organizations,
    picture_checks,
    procedure_records,
    records,
    redirects,
    search_items,
    spellings,
)
from cchc_site.site.addresses import OldAddress, OutputPath, PlannedAddresses
from cchc_site.site.bare_pictures import BarePicture
from cchc_site.site.catalogue import (
    Catalogue,
    catalogue,
    is_published,
    next_publication,
)
from cchc_site.site.changes import Edits
from cchc_site.site.inputs import Docs, SiteInputs
from cchc_site.site.links import Hidden, Place, Places, Resolution, Resolutions, Resolved
from cchc_site.site.loader import Loaded
from cchc_site.site.meanings import Cited
from cchc_site.site.procedures import Procedures, RecordedFile
from cchc_site.site.records import Record
from cchc_site.site.redirects import Forwarding, Table
from cchc_site.site.register import Register
from cchc_site.site.search_items import Segment
from cchc_site.site.snapshot import PostSnapshot
from cchc_site.site.taxonomies import AUTHORS, TAGS, Taxonomy, newest_first

_POST_FILE = re.compile(r"tin-tuc/\d{4}/\d{2}/[^/]+/index\.html")


class NewsSite:
    """The posts of one build."""

    def __init__(self, plan: SiteInputs) -> None:
        """Read every post; nothing is resolved yet."""
        self._plan = plan
        self.loaded: Loaded = plan.loader.load(plan.posts_dir)
        self.edits: Edits = changes.between(plan.loader.memory.posts, self.loaded.entries)
        self.catalogue: Catalogue = catalogue(
            self.loaded.items, plan.categories, plan.names, plan.terms, plan.now, plan.previews
        )
        self._faults: list[Problem] = []
        place = plan.loader.root, plan.loader.settings
        recorded = records.read(*place, self._faults)
        self.register = Register(self.catalogue, recorded)
        ours = procedure_records.read(*place, self._faults)
        self.procedures = Procedures(self.catalogue, ours, self.register)
        named = (record.file for record in recorded if record.file)
        brought = (file.file for file, _ in self.procedures.files)
        self.loaded = plan.loader.files(self.loaded, (*named, *brought))
        self._rows = redirects.read(plan.loader.root, self._faults)
        self.redirects: Sequence[Forwarding] = ()
        """Where the addresses of an old portal lead, by the last `resolve`."""
        self.resolutions: Mapping[str, Resolution] = {}
        """Where the links of posts lead, by their paths, by the last `resolve`."""
        self._last: Places

    def posts(self) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
        """Path, address, title and anchors of every post that is shown."""
        for item in (*self.catalogue.items, *self.catalogue.previews):
            post = item.post
            yield post.path, post.url, post.title, item.parsed.anchors

    def held_back(self) -> Iterator[PostSnapshot]:
        """Drafts and posts to come, which may have been shown as previews."""
        yield from (item for item in self.loaded.items if not is_published(item, self._plan.now))

    def reread(self, item: PostSnapshot, parsed: ParsedText) -> tuple[PostSnapshot, Resolution]:
        """`item` with another reading, since a plugin has changed its text, and where its links
        lead by the last `resolve`; what is wrong with it is told by the next."""
        changed = replace(item, parsed=parsed)
        resolution = links.resolve(changed, self._last)
        self._faults += (*parsed.problems, *resolution.problems)
        return changed, resolution

    def cited(self, item: PostSnapshot) -> tuple[Cited, ...]:
        """What the citations in the text of `item`, which may have been reread, mean."""
        return self.register.means(item.parsed)

    def resolution(self, item: PostSnapshot) -> Resolution:
        """Where the links of `item` lead by the last `resolve`."""
        return self.resolutions[item.post.path]

    def inputs(self, docs: Docs) -> bytes:
        """A digest of all that `resolve` and the plan of pages depend on beside posts; empty when
        there is a problem."""
        if self.loaded.problems or self.loaded.broken or self._faults:
            return b""
        others = (docs.pages, docs.titles, docs.files, docs.texts, docs.office)
        return changes.inputs(
            self.loaded,
            self.catalogue,
            self.register.records,
            self._plan.previews,
            docs.sources,
            tuple(self.register.forces.items()),
            self.procedures.state,
            self._rows,
            *others,
        )

    def resolve(
        self, docs: Docs, planned: PlannedAddresses, incremental: bool = False
    ) -> tuple[Problem, ...]:
        """Follow every link, also to what is `planned`, and give every problem of the posts.

        An `incremental` build has the inputs of the last one, which had no problem, and the `edits`
        since then are of words: the links of other posts lead where they led, and are followed when
        somebody asks. Checks that look at more than one post are made all the same.
        """
        self._last = places = self._places(docs, planned)
        every = (*self.loaded.items, *self.loaded.judged)
        self.resolutions = Resolutions(every, places)
        paths = (item.post.path for item in every)
        judged = self.edits.titles or () if incremental else paths
        unresolved = (problem for path in judged for problem in self.resolutions[path].problems)
        dated = tuple(item for item in every if item.post.date is not UNKNOWN_DAY)
        others = (*self._brought(), *redirects.outputs(self._rows))
        taken = addresses.collisions(dated, self._made(docs, planned), others)
        table = Table(self._rows, self.catalogue.items, places, docs.titles)
        self.redirects = table.redirects
        misplaced = (
            problem
            for item in dated
            for problem in organizations.misplaced(item.post, self._plan.terms)
        )
        early = day_checks.problems(every, self._plan.now)
        found = self.loaded.media, self._plan.loader.inspector.hint
        lost = (*self.register.lost(*found), *self.procedures.problems(*found))
        brought = (file for file, _ in self.procedures.files)
        naming: tuple[Record | RecordedFile, ...] = (*self.register.records, *brought)
        pictures = picture_checks.problems(every, naming, self.loaded.media, self.resolutions)
        told = (*self.loaded.problems, *unresolved, *taken, *table.problems, *misplaced, *early)
        return report([*told, *lost, *pictures, *self._faults])

    def _made(self, docs: Docs, planned: PlannedAddresses) -> Iterator[OutputPath]:
        """The files of the site but for posts and what they bring; those of the system first."""
        generated = {*addresses.KEPT_FREE, *planned.files, *docs.files}
        generated |= {rendition.url for media in self.pictures() for rendition in media.renditions}
        sources = {unquote(place.url): path for path, place in docs.sources.items()}
        generated.update(path for path in addresses.YIELDING if path not in sources)
        yield from (OutputPath(path, addresses.GENERATED) for path in sorted(generated))
        for url in sorted(planned.pages):
            yield OutputPath(addresses.file_of(url), addresses.LISTS)
        pages = {path: url for url, path in docs.pages.items()}
        for path, place in sorted(docs.sources.items()):
            url = unquote(place.url)
            if url not in planned.pages:
                yield OutputPath(addresses.file_of(url), path, path)
        for path, url in sorted(pages.items()):
            if url in planned.pages:
                yield OutputPath(addresses.file_of(url), path, path)

    def _brought(self) -> Iterator[OutputPath]:
        """The files that posts and records bring."""
        for resolved in self.media():
            if resolved.media and not resolved.media.faults:  # these are told by themselves
                path = resolved.media.path
                yield OutputPath(unquote(resolved.url), path, path)

    def advice(self) -> Iterator[Problem]:
        """What may be mended in the citations of every post; reads them all again."""
        # Only for a check: what finds citations takes a build's start 30 ms to load.
        from cchc_site.site import citation_advice

        documents = self.register.documents.items()
        known = {identity: document for identity, document in documents if document.recorded}
        for item in self.loaded.items:
            post = self._plan.loader.again(item.post.path)
            cited = self.register.cited(item)
            yield from citation_advice.advice(post.path, post.body, post.body_line, cited, known)

    def text_advice(self) -> Iterator[Problem]:
        """What may be mended in the texts of posts without a problem; reads them all again."""
        faulty = {problem.path for problem in (*self.loaded.problems, *self._faults)}
        for item in self.loaded.items:
            if item.post.path in faulty:
                continue
            yield from self._plan.loader.text_advice(item)

    def lost_address(self, target: str) -> tuple[str, str] | None:
        """What is wrong with a `target` from the site's root, by the last `resolve`, and how to
        mend it; None where it leads somewhere."""
        try:
            links.from_root(target, "link", self._last)
        except links.Nowhere as nowhere:
            return nowhere.what, nowhere.hint
        return None

    def serves(self, old: OldAddress) -> bool:
        """Whether there is a page or file at an address, by the last `resolve`."""
        return redirects.is_there(old, self._last)

    def nearest(self, old: OldAddress) -> str:
        """The address of this site that is most like one that is gone, the first page's else."""
        return self._last.near(self._last.addresses).nearest(old.path) or ""

    def remarks(self) -> Iterator[Problem]:
        """Advice on files and records that stay out of the site, on authors and tags that share an
        address, or will when all posts are out."""
        yield from self.loaded.advice
        if self._plan.keeps_originals:
            yield from picture_checks.advice(self.loaded.media)
        items = tuple(newest_first(self.loaded.items))
        yield from Taxonomy(AUTHORS, self._plan.names.authors, items).advice()
        yield from Taxonomy(TAGS, self._plan.names.tags, items).advice()
        yield from day_checks.advice(items, self._plan.now)
        yield from spellings.advice(items)
        root = self._plan.loader.root
        yield from records.advice(root, self.register.records, self._faults)
        yield from force_advice.advice(self.register, self.catalogue)
        known = self.procedures, self.register, self._plan.now.date()
        yield from procedure_records.advice(root, *known, self._faults)

    def lost(self, gone: Iterable[str]) -> Iterator[str]:
        """The addresses of posts among the files of the site that are `gone`."""
        held_back = {item.post.url for item in self.held_back()}
        for path in gone:
            url = path.removesuffix("index.html")
            if _POST_FILE.fullmatch(path) and url not in held_back:
                yield url

    def next_change(self) -> dt.datetime | None:
        """When the site changes next without anybody editing."""
        now = self._plan.now
        dated = (*self._days(), *self.procedures.days)
        days = (dt.datetime.combine(day, dt.time(), now.tzinfo) for day in dated)
        moments = (
            self.catalogue.next_change,
            next_publication(self.loaded.items, now),
            *(moment for moment in days if moment > now),
        )
        return min((moment for moment in moments if moment), default=None)

    def _days(self) -> Iterator[dt.date]:
        """The days on which something is shown otherwise than before: of documents, and every day
        where the days of an office are told."""
        yield from self.register.days
        today = self._plan.now.date()
        serving = organizations.in_office(self._plan.terms, today)
        if serving and serving.office.tells_days:
            yield today + dt.timedelta(days=1)

    def _places(self, docs: Docs, planned: PlannedAddresses) -> Places:
        hidden = {
            item.post.path: Hidden(
                links.place(item), None if item.post.draft else item.post.date.at
            )
            for item in self.held_back()
        }
        return Places(
            sources=docs.sources,
            addresses=_urls(docs.sources).union(
                (item.post.url for item in self.catalogue.items),
                addresses.OWN_FILES,
                *planned,
                docs.files,
            ),
            media=self.loaded.media,
            broken=self.loaded.broken,
            unpublished=hidden,
            posts={item.post.path: item for item in self.catalogue.items},
            moved=addresses.moved(self.catalogue.items),
            hint=self._plan.loader.inspector.hint,
        )

    def segments(self, docs: Docs) -> tuple[Segment, ...]:
        """The search index in its segments."""
        recorded, text = self.procedures.recorded, search_items.stored_text
        return search_items.segments(self.catalogue, text, self.register, recorded, docs.texts)

    def media(self) -> Iterator[Resolved]:
        """The files that published posts and records bring, each with its address."""
        for record in self.register.records:
            if record.file in self.loaded.media:
                yield Resolved(self.register.address(record), self.loaded.media[record.file], True)
        for named, url in self.procedures.files:
            if named.file in self.loaded.media:
                yield Resolved(url, self.loaded.media[named.file], True)
        for item in (*self.catalogue.items, *self.catalogue.previews):
            if item.files and not item.post.withdrawn:
                yield from self.resolutions[item.post.path].files

    def pictures(self) -> Iterator[Media]:
        """The files that published posts show in other widths than their own, each once."""
        shown: dict[str, Media] = {}
        for item in (*self.catalogue.items, *self.catalogue.previews):
            if item.files and not item.post.withdrawn:
                resolution = self.resolutions[item.post.path]
                for resolved in (*resolution.references, resolution.image):
                    if resolved and resolved.media and resolved.media.renditions:
                        shown[resolved.media.path] = resolved.media
        yield from shown.values()

    def bared(self) -> Iterator[BarePicture]:
        """The pictures whose files are published otherwise than they lie there."""
        if self._plan.keeps_originals:
            return iter(())
        items = (*self.catalogue.items, *self.catalogue.previews)
        return bare_pictures.found(self.media(), items, self.resolutions)

    def bare(self, picture: BarePicture) -> bytes:
        """The bytes of such a picture's file."""
        return self._plan.loader.inspector.public(picture.media, picture.width)

    def contents(self, media: Media) -> Mapping[Rendition, bytes]:
        """The bytes of what is shown in the place of a picture."""
        return self._plan.loader.inspector.contents(media)


def _urls(sources: Mapping[str, Place]) -> frozenset[str]:
    return frozenset(unquote(place.url) for place in sources.values())
