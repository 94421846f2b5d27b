"""`cchc publish`: a built site becomes what a target holds, without a hole at any instant.

Touches the disk. plan.py says in which order, destination.py does it.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct

from cchc_site.base.problems import one_line
from cchc_site.base.progress import number
from cchc_site.base.workers import Workers
from cchc_site.delivery import packing, tree
from cchc_site.delivery import plan as plans
from cchc_site.delivery.destination import CannotPublish, Destination, OpenDestination, Say
from cchc_site.delivery.plan import Plan, Publication, Sums
from cchc_site.storage import checksums


class Manner(Struct, frozen=True):
    """How to publish: how many seconds to wait for another publisher (`patience`) and, before
    anything is deleted, for readers to follow the links of what they have (`pause`); whether
    foreign files may be replaced, whether every file is compared, and whether packed forms go with
    the files; and the descriptors of what
    is `held` as long as anything is sent."""

    patience: int = 600
    pause: float = 5
    replace: bool = False
    every: bool = False
    packs: bool = False
    held: tuple[int, ...] = ()


def publish(site: Path, target: Destination, manner: Manner, workers: Workers, say: Say) -> None:
    """Let `target` hold the `site`, and tell in words what is done.

    Raises `CannotPublish`; what is done by then stays, and the next run does the rest.
    """
    _refuse_itself(site, target)
    files = _checked(site, workers)
    with ExitStack() as held:
        place = held.enter_context(target.alone(manner.patience, manner.replace, manner.held, say))
        left, present = place.contents()
        last = plans.read(left)
        certain = last is not None and last.newest.whole and not manner.every
        scratch = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="cchc-publish-")))
        if manner.packs:
            before = last.newest.files if last and certain else {}
            same = packing.known(files, before, present)
            fresh = [path for path in files if before.get(path) != files[path]]
            files |= same | packing.pack(site, fresh, scratch, workers)
        publication = plans.begun(files, last)
        todo = plans.plan(publication, last, present, certain)
        for path in plans.renamed_in_vain(files, last):
            say(
                f"{one_line(path)}: nội dung đổi mà tên vẫn thế, trình duyệt có thể còn giữ bản cũ;"
                " hãy đổi tên tệp nguồn của nó"
            )
        if certain and not todo:
            say(f"Cả {number(len(files))} tệp đã ở đó, không có gì để đăng.")
            return
        if not certain and last is not None:
            say("So lại từng tệp ở đó, vì lần đăng trước chưa xong hoặc vì có “--all”.")
        _save(place, publication)
        _lay_out(site, scratch, todo)
        _carry_out(scratch, place, todo, manner.pause)
        _save(place, plans.ended(publication))
    say(
        f"Đã đăng: {number(todo.new)} tệp mới, {number(todo.changed)} tệp "
        f"{'thay đổi' if certain or last is None else 'so lại'}, "
        f"{number(len(todo.gone) + len(todo.in_the_way))} tệp bỏ đi."
    )


def _lay_out(site: Path, scratch: Path, todo: Plan) -> None:
    """Let the folder `scratch` lead to all that is to be sent beside what was packed into it."""
    for path in (path for group in todo.groups for path in group):
        place = scratch / path
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(site / path)


def _carry_out(site: Path, place: OpenDestination, todo: Plan, pause: float) -> None:
    place.delete(todo.in_the_way)
    for group in todo.groups:
        place.send(site, group)
    if todo.gone:
        time.sleep(pause)
        place.delete(todo.gone)


def _save(place: OpenDestination, publication: Publication) -> None:
    with tempfile.TemporaryDirectory(prefix="cchc-publish-") as folder:
        source = Path(folder)
        (source / plans.STATE).write_bytes(plans.written(publication))
        place.send(source, [plans.STATE], into=plans.FOLDER)


def _refuse_itself(site: Path, target: Destination) -> None:
    """Raise `CannotPublish` where the site and its target on this machine are one folder, or one is
    in the other: what is sent would change what is sent."""
    place, site = Path(target.folder), site.resolve()
    if not target.host and (place.is_relative_to(site) or site.is_relative_to(place)):
        said = f"{one_line(target.folder)} chứa trang đã dựng, hoặc nằm trong đó"
        raise CannotPublish(f"{said}; hãy chỉ một thư mục khác")


def _checked(site: Path, workers: Workers) -> Sums:
    """The files of a site as they are sent, by their checksums, each compared with what the build
    has made."""
    again = "hãy dựng lại: mkdocs build --strict"
    try:
        wanted = tree.checksums_of(site)
    except FileNotFoundError:
        raise CannotPublish(f"chưa có trang đã dựng trong {one_line(str(site))}; {again}") from None
    except checksums.DamagedChecksums:
        said = f"{one_line(str(site / checksums.FILE))} không như bản dựng đã ghi"
        raise CannotPublish(f"{said}; {again}") from None
    found = tree.compare(site, wanted, (), workers)
    if found:
        first = (*found.differing, *found.missing, *found.surplus)[0]
        said = f"{one_line(first)} trong {one_line(str(site))} không như bản dựng đã ghi"
        raise CannotPublish(f"{said}; {again}")
    files = {path: checksum.hex() for path, checksum in wanted.items()}
    for path in (checksums.FILE, tree.SIGNATURE):
        checksum = tree.checksum_of(site / path)
        if checksum:
            files[path] = checksum.hex()
    return files
