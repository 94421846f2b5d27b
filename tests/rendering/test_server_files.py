"""The files that tell servers which headers to send."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cchc_site.rendering import csp, server_files
from cchc_site.rendering.csp import Inline
from cchc_site.rendering.server_files import Served
from tests.support.project import MINIMAL, Project

Rules = dict[str, dict[str, str]]

POLICY = "Content-Security-Policy"
FILES = (
    "404.html",
    "index.html",
    "feed.xml",
    "nam/2024/index.html",
    "tin-tuc/index.html",
    "assets/cchc/cchc.15f8f96f.css",
    "assets/cchc/portal.js",
    "assets/javascripts/workers/search.a7633da7.min.js",
)
SITE = Served(
    url="https://example.org/",
    files=FILES,
    code=Inline(scripts=frozenset(("'sha256-a='", "'sha256-b='"))),
    extra={"connect-src": ("https://so-lieu.vn",)},
    forge="https://git.example.org/tin/trang",
)
WITH_ADMIN = replace(SITE, files=(*FILES, "admin/index.html", "admin/app.js"))


def rules_of(text: str) -> Rules:
    """The rules of a file `_headers`; a line that is no rule and no header fails."""
    rules: Rules = {}
    for line in text.splitlines():
        assert len(line) <= server_files.LONGEST_LINE
        if line.startswith("/"):
            assert line not in rules
            current = rules.setdefault(line, {})
        else:
            name, value = re.fullmatch(r"  ([A-Za-z-]+): (\S.*)", line).groups()  # type: ignore[union-attr]
            assert name not in current
            current[name] = value
    assert len(rules) <= server_files.MOST_RULES
    return rules


def matching(rules: Rules, path: str) -> Iterator[tuple[str, str]]:
    """The headers of all rules that match an address."""
    for pattern, found in rules.items():
        if re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), path):
            yield from found.items()


def sent(rules: Rules, path: str) -> dict[str, str]:
    """The headers of an address, none of which two rules give: hosts differ in what that means."""
    found = [*matching(rules, path)]
    assert len({name for name, _ in found}) == len(found), path
    return dict(found)


@pytest.mark.parametrize("site", [SITE, WITH_ADMIN], ids=["news", "with admin"])
def test_pages_are_sent_with_everything(site: Served) -> None:
    """Each page has the whole policy, and what no element can stand for."""
    rules = rules_of(server_files.static_host(site))
    for path in ("/", "/tin-tuc/", "/nam/2024/", "/feed.xml", "/assets/cchc/portal.js"):
        found = sent(rules, path)
        assert "script-src 'self' 'sha256-a=' 'sha256-b=';" in found[POLICY]
        assert "connect-src 'self' https://so-lieu.vn;" in found[POLICY]
        assert found[POLICY].endswith("frame-ancestors 'self'")
        assert found["X-Content-Type-Options"] == "nosniff"
        assert found["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert found["Cross-Origin-Opener-Policy"] == "same-origin"
        assert found["Strict-Transport-Security"] == "max-age=31536000"
        assert "camera=()" in found["Permissions-Policy"]
        assert "Cache-Control" not in found  # both hosts have browsers ask again


def test_what_has_a_digest_in_its_name_is_kept() -> None:
    """A file whose name stays is asked for again."""
    rules = rules_of(server_files.static_host(SITE))

    for path in (FILES[5], FILES[7]):
        assert sent(rules, f"/{path}")["Cache-Control"] == "public, max-age=31536000, immutable"
    assert sent(rules, "/assets/cchc/fonts/a.woff2")["Cache-Control"] == "public, max-age=2592000"
    assert "immutable" in sent(rules, "/anh/0123456789abcdef0123-640.webp")["Cache-Control"]


def test_every_host_keeps_what_a_search_fetches(site: Path) -> None:
    """All files of the index that a build writes, in every form; the manifest is asked for anew."""
    rules = rules_of((site / "_headers").read_text("utf-8"))
    servers = [
        (site / f"may-chu/{name}").read_text("utf-8") for name in ("nginx.conf", "Caddyfile")
    ]
    index = site / "tim-kiem/chi-muc"
    paths = [f"/{file.relative_to(site)}" for file in index.rglob("*.json") if file.parent != index]
    kept = [re.search(r"tim-kiem/chi-muc[^|]+", text.replace("\\\\", "\\")) for text in servers]

    assert {path.split("/")[3] for path in paths} == {"a", "n", "s", "w", "x"}
    for path in paths:
        assert "immutable" in sent(rules, path)["Cache-Control"]
        for pattern in kept:
            assert pattern
            assert re.fullmatch(pattern[0], path[1:])
    assert "Cache-Control" not in sent(rules, "/tim-kiem/chi-muc/muc-luc.json")


def test_the_editors_pages_have_a_policy_of_their_own() -> None:
    """They style what is typed, show pictures not yet sent, and talk to the forge."""
    found = sent(rules_of(server_files.static_host(WITH_ADMIN)), "/admin/index.html")

    assert "script-src 'self';" in found[POLICY]
    assert "style-src 'self' 'unsafe-inline';" in found[POLICY]
    assert "img-src 'self' data: blob: https://git.example.org;" in found[POLICY]
    assert "connect-src 'self' blob: data: https://git.example.org;" in found[POLICY]
    assert found["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    github = replace(WITH_ADMIN, forge="https://github.com/tin/trang")
    assert "https://api.github.com" in github.admin_policy


def test_limits_of_hosts_are_kept() -> None:
    """With too many hashes scripts are left to each page's own policy, with too many folders the
    last to the same."""
    many = Inline(scripts=frozenset(f"'sha256-{number:044}'" for number in range(50)))
    folders = tuple(f"muc-{number}/index.html" for number in range(300))

    found = sent(rules_of(server_files.static_host(replace(SITE, code=many))), "/")
    assert found[POLICY] == "frame-ancestors 'self'"
    rules = rules_of(
        server_files.static_host(replace(WITH_ADMIN, files=(*WITH_ADMIN.files, *folders)))
    )
    assert len(rules) == server_files.MOST_RULES
    assert "'unsafe-inline'" in sent(rules, "/admin/")[POLICY]
    assert sent(rules, "/")[POLICY].endswith("frame-ancestors 'self'")


def test_without_encryption_none_is_demanded() -> None:
    """A browser that is told so once never comes back without."""
    for _, content in server_files.files(replace(SITE, url="http://example.org/")):
        assert "Strict-Transport-Security" not in content


def test_code_of_too_many_kinds_is_left_to_the_pages() -> None:
    """A hash in the header would end what it leaves open."""
    many = Inline(scripts=frozenset(f"'sha256-{number:044}'" for number in range(100)))
    found = replace(SITE, code=many).whole_policy

    assert "script-src 'self' 'unsafe-inline';" in found
    assert "style-src 'self' 'unsafe-inline'; style-src-attr 'unsafe-inline';" in found
    assert "sha256" not in found
    hosts = tuple(f"https://{number:030}.example.org" for number in range(100))
    assert replace(SITE, extra={"img-src": hosts}).whole_policy == "frame-ancestors 'self'"


ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\", '"': '"', "'": "'"}


def nginx_words(text: str) -> Iterator[str]:
    """The words of a configuration of nginx, as it reads them; a bare ; { or } is one."""
    piece = re.compile(
        r'\s+|#[^\n]*|([;{}])|"((?:[^"\\]|\\.)*)"(?=[\s;])|([^\s;{}"\\#]+)', re.DOTALL
    )
    at = 0
    while at < len(text):
        match = piece.match(text, at)
        assert match, text[at : at + 80]
        at = match.end()
        mark, quoted, bare = match.groups()
        if quoted is not None:
            yield re.sub(r"\\(.)", lambda one: ESCAPES.get(one[1], one[0]), quoted, flags=re.DOTALL)
        elif mark or bare:
            yield mark or bare


def nginx_answer(text: str, uri: str, status: int = 200) -> dict[str, str]:
    """What nginx sends by the file: its `set`, `if` and `add_header`, and nothing else."""
    known: dict[str, str] = {}
    found: dict[str, str] = {}
    here, words = True, iter(nginx_words(text.replace('") {', '" ) {')))
    for word in words:
        if word == "if":
            assert [next(words), next(words)] == ["($uri", "~"]
            assert here, "an if in an if"
            here = re.search(next(words), uri) is not None
            assert [next(words), next(words)] == [")", "{"]
        elif word == "}":
            here = True
        else:
            told = [*iter(lambda: next(words), ";")]
            assert word in ("set", "add_header")
            if word == "set":
                name, value = told
                assert "$" not in value
                known |= {name: value} if here else {}
            elif status == 200 or told[2:] == ["always"]:
                assert here
                assert "$" not in told[1] or told[1] in known
                found[told[0]] = known.get(told[1], told[1])
    return found


def caddy_lines(text: str) -> list[list[str]]:
    """The lines of a Caddyfile in tokens, as Caddy reads them."""
    piece = re.compile(
        r'[ \t]+|#[^\n]*|(\n)|`([^`]*)`|"((?:[^"\\]|\\.)*)"|([^\s"`#][^\s]*)', re.DOTALL
    )
    lines: list[list[str]] = [[]]
    at = 0
    while at < len(text):
        match = piece.match(text, at)
        assert match, text[at : at + 80]
        at = match.end()
        end, raw, quoted, bare = match.groups()
        if end:
            lines.append([])
        elif raw is not None or bare:
            lines[-1].append(raw if raw is not None else bare)
        elif quoted is not None:
            lines[-1].append(quoted.replace('\\"', '"'))
    return [line for line in lines if line]


def caddy_answer(text: str, uri: str, status: int = 200) -> dict[str, str]:
    """What Caddy sends by the file; no header comes from two lines, whose order is not theirs."""
    found: dict[str, str] = {}
    known: dict[str, bool] = {}
    lines = iter(caddy_lines(text))

    def holds(words: list[str]) -> bool:
        match words:
            case ["path_regexp", pattern]:
                return re.search(pattern, uri) is not None
            case ["file"]:
                return status == 200
            case ["not", "{"]:
                return not block()
            case ["not", *others]:
                return not holds(others)
        raise AssertionError(words)

    def block() -> bool:
        held = [holds(line) for line in iter(lambda: next(lines), ["}"])]
        return all(held)

    for line in lines:
        if line[0].startswith("@"):
            known[line[0]] = block() if line[1:] == ["{"] else holds(line[1:])
            continue
        assert line[0] == "header", line
        *matchers, name, value = line[1:]
        assert "{" not in value
        if all(known[one] for one in matchers):
            assert name not in found, line
            found[name] = value
    return found


WORDS = st.text(st.sampled_from(string.printable + "ệ`\\\"'"), max_size=20)


@given(WORDS)
def test_what_is_quoted_comes_back(text: str) -> None:
    """Whatever it holds, in each server's own way; what one cannot tell is never written."""
    assert [*nginx_words(f"x {server_files.nginx_word(text)};")] == ["x", text, ";"]
    try:
        token = server_files.caddy_token(text)
    except ValueError:
        assert "`" in text
        assert "\\" in text
    else:
        assert caddy_lines(f"x {token} y\n") == [["x", text, "y"]]


@given(WORDS, WORDS, WORDS, WORDS)
def test_what_options_hold_stays_in_its_place(host: str, path: str, root: str, forge: str) -> None:
    """Any address in the configuration: each file is read as it was meant."""
    try:
        urlsplit(f"https://example.org/{root}/"), urlsplit(f"https://{forge}/a")
    except ValueError:
        return
    extra = {"script-src": [*filter(None, [csp.address(f"https://{host}/{path}")])]}
    url = f"https://example.org/{root}/"
    site = replace(WITH_ADMIN, url=url, extra=extra, forge=f"https://{forge}/a")
    found = unquote(urlsplit(url).path)
    assert [*rules_of(server_files.static_host(site))]
    for answer, told in (
        (nginx_answer, server_files.nginx(site)),
        (caddy_answer, server_files.caddy(site)),
    ):
        page, hashed = (answer(told, found + path) for path in ("tin/", FILES[5]))
        assert page[POLICY] == site.whole_policy
        assert page["Cache-Control"] == "no-cache"
        assert hashed["Cache-Control"] == KEPT
        assert answer(told, f"{found}admin/")[POLICY] == site.admin_policy


KEPT = "public, max-age=31536000, immutable"


@pytest.mark.parametrize("answer", [nginx_answer, caddy_answer])
@pytest.mark.parametrize("root", ["/", "/tin/"])
def test_servers_send_the_same(answer: Callable[..., dict[str, str]], root: str) -> None:
    """Both tell pages, the editors' pages and the kinds of files apart alike."""
    site = replace(WITH_ADMIN, url=f"https://example.org{root}")
    text = server_files.nginx(site) if answer is nginx_answer else server_files.caddy(site)
    everywhere = dict(site.everywhere)
    for path, told, kept in (
        ("", site.whole_policy, "no-cache"),
        ("tin-tuc/2024/05/admin/", site.whole_policy, "no-cache"),
        ("admin/", site.admin_policy, "no-cache"),
        ("assets/cchc/portal.js", site.whole_policy, "no-cache"),
        ("assets/cchc/cchc.15f8f96f.css", site.whole_policy, KEPT),
        ("assets/javascripts/workers/search.a7633da7.min.js", site.whole_policy, KEPT),
        ("assets/cchc/fonts/a.woff2", site.whole_policy, "public, max-age=2592000"),
        ("tim-kiem/chi-muc/muc-luc.json", site.whole_policy, "no-cache"),
        ("tim-kiem/chi-muc/a/s0.emK.json", site.whole_policy, "no-cache"),
        ("tim-kiem/chi-muc/a/t0.emKemK.json", site.whole_policy, KEPT),
        ("tim-kiem/chi-muc/s/o-thu-tuc.-_3emK.json", site.whole_policy, KEPT),
    ):
        found = answer(text, root + path)
        assert found.pop(POLICY) == told, path
        assert found.pop("Cache-Control") == kept, path
        opener = "same-origin-allow-popups" if path == "admin/" else "same-origin"
        assert found.pop("Cross-Origin-Opener-Policy") == opener
        assert found == everywhere


@pytest.mark.parametrize("path", ["anh/0123456789abcdef0123-640.webp", FILES[5], "khong-co/"])
def test_what_is_missing_is_not_kept(path: str) -> None:
    """A file of that name may come; nginx then says nothing of it, Caddy to ask again."""
    nginx = nginx_answer(server_files.nginx(SITE), f"/{path}", status=404)
    caddy = caddy_answer(server_files.caddy(SITE), f"/{path}", status=404)

    assert "Cache-Control" not in nginx
    assert caddy["Cache-Control"] == "no-cache"
    assert nginx[POLICY] == caddy[POLICY] == SITE.whole_policy


def test_a_file_for_nginx_is_readable() -> None:
    """It refuses a word of 4,096 bytes, and ends one at a quote or a variable."""
    text = server_files.nginx(SITE)

    assert all(len(line.encode()) < 4096 for line in text.splitlines())
    assert not re.search(r'"[^"]*\$[a-z][^"]+"', text.replace("$uri", "").replace("$cchc", ""))


@pytest.mark.site
def test_the_site_brings_its_headers(project: Project) -> None:
    """What the pages hold is what the header allows; a site's own file wins."""
    project.post("posts/2024/tin.md")
    # Material's template that leads on is no page of the portal, and runs a script.
    project.write(
        "docs/cu.md", "---\ntemplate: redirect.html\nlocation: https://example.org/\n---\n\nx\n"
    )
    project.build("--strict")

    found = sent(rules_of(project.read("site/_headers")), "/tin-tuc/2024/05/tin/")[POLICY]
    allowed = set(re.findall(r"'sha256-[^']*'", found))
    pages = [page.read_text("utf-8") for page in (project.root / "site").rglob("*.html")]
    held = {one for page in pages for one in re.findall(r"'sha256-[A-Za-z0-9+/=]*'", page)}
    assert len(pages) > 10
    assert len(held) > 3
    leads = re.findall(r"<script>(.*?)</script>", project.read("site/cu/index.html"))
    assert len(leads) == 1
    assert allowed == held | {csp.source(leads[0])}
    for path in (server_files.NGINX, server_files.CADDY):
        assert found in project.read(f"site/{path}")

    project.post("posts/2024/khac.md", title="Tin khác", date="2024-06-01")
    project.write("docs/_headers", "/*\n  X-Frame-Options: DENY\n")
    project.build("--strict")
    assert project.read("site/_headers") == "/*\n  X-Frame-Options: DENY\n"
    assert found in project.read(f"site/{server_files.NGINX}")


@pytest.mark.site
def test_a_site_in_its_own_look_brings_none(project: Project) -> None:
    """Its pages hold what its theme wants; headers for them are the site's own affair."""
    project.write("mkdocs.yml", MINIMAL.replace("look: portal", "look: theme"))
    project.write("docs/index.md", "# Trang chủ")
    project.post("posts/2024/tin.md")
    project.build("--strict")

    assert not (project.root / "site/_headers").exists()
    assert POLICY not in project.read("site/tin-tuc/2024/05/tin/index.html")
