"""The commands that take a built site: `cchc publish`, `cchc links`, `cchc verify --manifest`.

Part of the MkDocs adapter, which knows where a site lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from mkdocs.config import load_config
from msgspec.structs import replace

from cchc_site.adapter import console, project
from cchc_site.base.problems import one_line
from cchc_site.base.progress import number
from cchc_site.base.workers import Workers
from cchc_site.build.session import cores
from cchc_site.delivery import tree as trees
from cchc_site.delivery.destination import CannotPublish, Destination
from cchc_site.delivery.publish import Manner
from cchc_site.storage import checksums, folders

if TYPE_CHECKING:
    from cchc_site.delivery.links import SiteLinks, Sources

_PATIENCE = 60
"""How many seconds to wait for a build of the site."""


@contextmanager
def _still(config_file: str) -> Iterator[tuple[Path, tuple[int, ...]]]:
    """The folder of the site, which no build changes meanwhile, nor as long as any process has the
    descriptors."""
    config = load_config(config_file)
    root, site = project.project_root(config), Path(config.site_dir).resolve()
    try:
        with folders.undisturbed(folders.folders_for(site, root), _PATIENCE) as held:
            yield site, held
    except folders.Busy:
        said = "trang đang được dựng lại; hãy đợi nó xong rồi chạy lại"
        raise click.ClickException(said) from None


def publish(config_file: str, target: str, ssh: str, manner: Manner) -> None:
    """Publish the site that `config_file` describes."""
    from cchc_site.delivery import publish as publishing

    try:
        place = Destination.named(target, ssh)
        with _still(config_file) as (site, held):
            manner = replace(manner, held=held)
            publishing.publish(site, place, manner, Workers(cores()), click.echo)
    except CannotPublish as hindered:
        raise click.ClickException(str(hindered)) from None


def proves(tree: Path | None, against: Path | None) -> bool:
    """Whether each file of a published `tree` is as its checksums say, those of the file `against`
    where one is named; says which are not."""
    tree = tree or Path()
    source = against or tree / checksums.FILE
    try:
        wanted = checksums.read(source.read_bytes())
    except FileNotFoundError:
        hint = "hãy chỉ đúng thư mục đã đăng; bản dựng nào cũng ghi tệp này"
        raise click.ClickException(f"không có “{one_line(str(source))}”; {hint}") from None
    except checksums.DamagedChecksums:
        click.echo(f"{one_line(str(source))}: đã bị sửa, không còn chứng minh được gì")
        click.echo("Hãy lấy lại tệp ấy từ bản dựng rồi chạy lại.")
        return False
    found = trees.prove(tree, wanted, Workers(cores()))
    if console.tell_difference(found, "đã bị sửa", "thiếu", "không phải của trang"):
        click.echo("Hãy đăng lại: cchc publish --all …")
        return False
    click.echo(f"Cả {number(len(wanted))} tệp đúng như bản dựng đã ghi.")
    return True


def links(config_file: str, site: Path | None, external: bool) -> bool:
    """Whether every link of a built site leads somewhere; says which do not. Those to other hosts
    are asked for where `external` says so, and only one that is surely gone counts."""
    from cchc_site.delivery import links as following

    root = Path(config_file).absolute().parent
    if site is None:
        console.existing(config_file)
        site = Path(load_config(config_file).site_dir)
    if not (site / "index.html").is_file():
        hint = "hãy dựng trước: mkdocs build --strict, hoặc chỉ đúng thư mục"
        raise click.ClickException(f"không có trang đã dựng trong “{one_line(str(site))}”; {hint}")
    found = following.follow(site, Workers(cores()))
    for broken in found.broken:
        what = "không có mục ấy trong trang" if broken.is_anchor else "không có tệp nào ở đó"
        _tell(broken.sources, f"liên kết tới “{broken.target}”: {what}")
    gone = _ask_outside(found, site, root) if external else 0
    if found.broken or gone:
        click.echo("Hãy sửa ở bài hoặc trang nguồn rồi dựng lại.")
        return False
    click.echo(f"Cả {number(found.links)} liên kết trong {number(found.files)} tệp đều tới nơi.")
    return True


def _ask_outside(found: SiteLinks, site: Path, root: Path) -> int:
    """How many links to other hosts are gone; says which, and which hosts do not answer."""
    from cchc_site.delivery import external as asking
    from cchc_site.delivery import links as following

    click.echo(f"Đang hỏi {number(len(found.outside))} địa chỉ ở nơi khác, mỗi nơi một lần…")
    known = root / folders.CACHE / "links.json"
    answers = asking.ask(found.outside, known, following.address_of(site))
    gone = 0
    for address, answer in answers.items():
        if answer.is_gone:
            gone += 1
            hint = f"hãy tìm địa chỉ mới, hoặc dẫn tới bản lưu {asking.archived(address)}"
            _tell(found.outside[address], f"“{address}” không còn ({answer.status}); {hint}")
        elif not answer.is_good:
            status = answer.status or "không trả lời"
            _tell(found.outside[address], f"gợi ý: chưa vào được “{address}” ({status})")
    return gone


def _tell(sources: Sources, what: str) -> None:
    first, *others = sources.first
    more = f" (và {number(sources.count - 1)} tệp nữa, như {others[0]})" if others else ""
    click.echo(one_line(f"{first}: {what}{more}"))
