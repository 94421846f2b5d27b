"""The table of an old portal's addresses, and the maps that servers are given."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click import ClickException

from cchc_site.adapter.check import check
from cchc_site.rendering import redirect_files
from cchc_site.site import addresses, redirects
from tests.support.building import contents, strict_build
from tests.support.paths import TESTS
from tests.support.project import Project

CASES = yaml.safe_load((TESTS / "cases/site/redirects.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site with two posts, of which one has had other addresses."""
    project = Project(tmp_path_factory.mktemp("portal"))
    project.post("posts/2024/a.md", title="Tin A")
    post = project.post("posts/2024/b.md", title="Tin B")
    aliases = "aliases: [/cu/b/, '/chi-tiet?id=9&p_p_id=x']\n---\n\nN"
    post.write_text(post.read_text("utf-8").replace("---\n\nN", aliases), "utf-8")
    project.write("docs/lien-he.md", "# Liên hệ\n\nGọi.\n")
    return project


@pytest.mark.parametrize("case", CASES["told"], ids=lambda case: case["name"])
def test_each_fault_is_told_at_its_line(case: Mapping[str, Any], portal: Project) -> None:
    """With a mend; what is right beside it is not."""
    portal.write("redirects.csv", case["table"])
    problems, _ = check(str(portal.root / "mkdocs.yml"))

    assert [str(problem) for problem in problems] == case["told"]


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["name"])
def test_a_table_is_read_however_it_was_saved(case: Mapping[str, Any], tmp_path: Path) -> None:
    """By Excel in Vietnamese, by hand, with addresses that hold what parts the columns."""
    (tmp_path / redirects.FILE).write_bytes(case["table"].encode())
    problems: list[object] = []
    rows = redirects.read(tmp_path, problems)  # type: ignore[arg-type]

    assert problems == []
    assert [[str(row.old), row.target] for row in rows] == case["rows"]


def test_another_encoding_is_told(tmp_path: Path) -> None:
    """And how to save the table."""
    (tmp_path / redirects.FILE).write_bytes("/cũ,/".encode("utf-16"))
    problems: list[object] = []

    assert redirects.read(tmp_path, problems) == ()  # type: ignore[arg-type]
    assert "CSV UTF-8" in str(problems[0])


@pytest.mark.site
def test_old_addresses_are_pages_and_maps(portal: Project) -> None:
    """A page wherever one can stand; an incremental build gives what a clean one gives."""
    portal.write("redirects.csv", CASES["site"]["before"])
    assert strict_build(portal.root).good
    portal.write("redirects.csv", CASES["site"]["table"])
    assert strict_build(portal.root).good
    made = contents(portal.root / "site")
    assert strict_build(portal.root, "clean").good

    assert made == contents(portal.root / "clean")
    for path, target in CASES["site"]["pages"].items():
        assert f'content="0; url={target}"' in made[path].decode(), path
    for path in CASES["site"]["no pages"]:
        assert path not in made
    assert made["_redirects"].decode().splitlines() == CASES["site"]["static host"]


@pytest.mark.site
def test_what_once_was_public_is_missed(portal: Project) -> None:
    """Each address once, with the line to paste; pasted, all is well."""
    portal.write("redirects.csv", CASES["published"]["table"])
    sitemap = portal.write("cu/sitemap.xml", CASES["published"]["sitemap"])
    portal.write("cu/muc-luc.xml", CASES["published"]["index"])
    config = str(portal.root / "mkdocs.yml")
    problems, _ = check(config, str(sitemap))
    assert [str(one).replace(f"{sitemap}", "S") for one in problems] == CASES["published"]["told"]
    assert check(config, str(portal.root / "cu/muc-luc.xml"))[0] == problems

    lines = [problem.hint.partition("“")[2].partition("”")[0] for problem in problems]
    portal.write("redirects.csv", "\n".join([CASES["published"]["table"], *lines]))
    assert check(config, str(sitemap))[0] == ()


def test_a_site_map_without_a_name_is_none(portal: Project) -> None:
    """A variable of CI that is empty must not look as if nothing were lost."""
    with pytest.raises(ClickException, match="không đọc được sơ đồ trang “”"):
        check(str(portal.root / "mkdocs.yml"), "")


def test_a_name_that_nginx_cannot_ask_for_is_taken_whole() -> None:
    """Whatever else may stand in a query."""
    old = addresses.old_address("/x?a-b=1&c=%C4%91")
    assert old
    text = redirect_files.nginx("https://x.vn/tin/", [redirects.Forwarding(old, "the/")])

    assert 'map "$request_uri" $cchc_moved {' in text
    assert '"/tin/x?a-b=1&c=%C4%91" "/tin/the/";' in text
