"""`cchc report`: how many items were published, for the office's own report.

Part of the MkDocs adapter: reads the posts as a build does, and writes nothing of it.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from cchc_site.adapter import project, reading
from cchc_site.adapter.check import plugin_of
from cchc_site.base.problems import as_text
from cchc_site.base.progress import Progress
from cchc_site.build.session import Session
from cchc_site.content import moments
from cchc_site.site.inputs import SiteInputs
from cchc_site.site.news_site import NewsSite
from cchc_site.site.tally import Tally, tally


def report(config_file: str, first: str, last: str) -> Tally:
    """The report on the days from `first` to `last`, as somebody has written them: without the one
    from the first day of the year of the other, without the other until today.

    Raises `click.ClickException` for what is no day, and for posts that cannot be read: a report
    without them would not be true.
    """
    config = load_config(config_file)
    options = plugin_of(config).config
    now = project.moment(options.timezone)
    end = _day("--to", last, options.timezone) if last else now.date()
    start = _day("--from", first, options.timezone) if first else dt.date(end.year, 1, 1)
    if start > end:
        hint = "hãy đổi chỗ hai ngày"
        raise click.ClickException(
            f"ngày đầu {start:%d/%m/%Y} sau ngày cuối {end:%d/%m/%Y}; {hint}"
        )
    news_site = posts_of(config, now)
    if problems := news_site.loaded.problems:
        said = "chưa lập được báo cáo, vì còn bài có lỗi; hãy sửa rồi chạy lại:"
        raise click.ClickException(f"{said}\n{as_text(problems)}")
    return tally(news_site.catalogue, start, end)


def posts_of(config: MkDocsConfig, now: dt.datetime) -> NewsSite:
    """The posts of a site at some moment, what the last build knows not read again; nothing is
    written."""
    options, root = plugin_of(config).config, project.project_root(config)
    session = Session(root, Path(config.site_dir), now, previews=False, writing=False)
    try:
        return NewsSite(
            SiteInputs(
                posts_dir=project.posts_dir(config, options.posts_dir),
                categories=options.categories,
                names=options.names(),
                terms=options.terms(),
                now=now,
                previews=False,
                loader=reading.loader(config, options, session, Progress(lambda line: None)),
            )
        )
    finally:
        session.close()


def _day(option: str, written: str, timezone: ZoneInfo) -> dt.date:
    try:
        return moments.moment(option, written, timezone).at.date()
    except moments.NoMoment as wrong:
        raise click.ClickException(f"{wrong.what}; {wrong.hint}") from None
