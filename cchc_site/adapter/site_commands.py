"""The commands that take a built site: `cchc publish`, `cchc verify --manifest`.

Part of the MkDocs adapter, which knows where a site lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from mkdocs.config import load_config
from msgspec.structs import replace

from cchc_site.adapter import project
from cchc_site.base.problems import one_line
from cchc_site.base.progress import number
from cchc_site.base.workers import Workers
from cchc_site.build.session import cores
from cchc_site.delivery import tree as trees
from cchc_site.delivery.destination import CannotPublish, Destination
from cchc_site.delivery.publish import Manner
from cchc_site.storage import checksums, folders

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
    for path in found.differing:
        click.echo(f"{one_line(path)}: đã bị sửa")
    for path in found.missing:
        click.echo(f"{one_line(path)}: thiếu")
    for path in found.surplus:
        click.echo(f"{one_line(path)}: không phải của trang")
    if found:
        click.echo("Hãy đăng lại: cchc publish --all …")
        return False
    click.echo(f"Cả {number(len(wanted))} tệp đúng như bản dựng đã ghi.")
    return True
