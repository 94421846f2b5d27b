"""Whole files for nginx and Caddy, to be copied as they are but for the folder of the site.

Pure. They include what a build writes anew each time (server_files.py, redirect_files.py), so that
a copy stays right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from cchc_site.rendering import redirect_files, server_files
from cchc_site.rendering.server_files import caddy_token, nginx_word

NGINX, CADDY = "may-chu/nginx-trang.conf", "may-chu/Caddyfile-trang"
PLACE = "/srv/trang-tin"
"""The folder that they take the site from."""
_TYPES = {
    "csv": "text/csv",
    "ics": "text/calendar",
    "webmanifest": "application/manifest+json",
}
"""Those that a server may not know by the ending of a file's name."""
_MORE_TYPES = {"woff2": "font/woff2", "webp": "image/webp"}
"""Those that nginx knows, and Caddy where the system does."""
_FEEDS = {
    "feed.xml": "application/atom+xml",
    "rss.xml": "application/rss+xml",
    "feed.json": "application/feed+json",
}
_WITH_CHARSET = (
    "text/css text/plain text/xml text/csv text/calendar application/javascript application/json "
    "image/svg+xml application/atom+xml application/rss+xml application/feed+json"
)


def files(url: str) -> Iterator[tuple[str, str]]:
    """Path and content of each file, for the site at `url`."""
    yield NGINX, nginx(url)
    yield CADDY, caddy(url)


def nginx(url: str) -> str:
    """What is copied into /etc/nginx/conf.d/."""
    root = _root(url)
    feeds = "\n".join(
        f"    location ~ /{re.escape(name)}$ {{ types {{ }} default_type {kind}; }}"
        for name, kind in _FEEDS.items()
    )
    types = " ".join(f"{kind} {ending};" for ending, kind in _TYPES.items())
    return f"""\
# Chép thành /etc/nginx/conf.d/trang-tin.conf, đổi {PLACE} thành thư mục đã đăng trang
# (cchc publish), rồi: nginx -t && systemctl reload nginx
# Cần: sudo apt-get install -y nginx libnginx-mod-http-brotli-static
# Mã hóa: sudo apt-get install -y certbot python3-certbot-nginx && sudo certbot --nginx
include {nginx_word(f"{PLACE}{root}{redirect_files.NGINX}")};

server {{
    listen 80;
    server_name {_host(url)};
    root {PLACE};
    index index.html;
    absolute_redirect off;
    server_tokens off;

    include /etc/nginx/mime.types;
    types {{ {types} }}
    charset utf-8;
    charset_types {_WITH_CHARSET};
    gzip_static on;
    brotli_static on;
    gzip_vary on;

    include {nginx_word(f"{PLACE}{root}{server_files.NGINX}")};
    if ({redirect_files.VARIABLE}) {{ return 301 {redirect_files.VARIABLE}; }}

    error_page 404 {nginx_word(f"{root}404.html")};
    location / {{ try_files $uri $uri/ =404; }}
{feeds}
    location ^~ /.well-known/ {{ try_files $uri =404; }}
    location ~ /\\. {{ return 404; }}
}}
"""


def caddy(url: str) -> str:
    """What is copied to /etc/caddy/Caddyfile."""
    root = _root(url)
    feeds = "\n".join(
        f"\t@cchc_{name.replace('.', '_')} path */{name}\n"
        f'\theader @cchc_{name.replace(".", "_")} Content-Type "{kind}; charset=utf-8"'
        for name, kind in _FEEDS.items()
    )
    types = "\n".join(
        f"\t@cchc_{ending} path *.{ending}\n"
        f"\theader @cchc_{ending} Content-Type {_caddy_type(kind)}"
        for ending, kind in {**_TYPES, **_MORE_TYPES}.items()
    )
    return f"""\
# Chép thành /etc/caddy/Caddyfile, đổi {PLACE} thành thư mục đã đăng trang
# (cchc publish), rồi: systemctl reload caddy. Mã hóa thì Caddy tự lo.
{_host(url)} {{
\troot * {PLACE}
\timport {caddy_token(f"{PLACE}{root}{server_files.CADDY}")}
\timport {caddy_token(f"{PLACE}{root}{redirect_files.CADDY}")}
{types}
{feeds}
\t@cchc_hidden {{
\t\tpath_regexp /\\.
\t\tnot path /.well-known/*
\t}}
\terror @cchc_hidden 404
\tfile_server {{
\t\tprecompressed br gzip
\t}}
\thandle_errors {{
\t\t@cchc_missing expression {{http.error.status_code}} == 404
\t\trewrite @cchc_missing {caddy_token(f"{root}404.html")}
\t\theader -Cache-Control
\t\tfile_server {{
\t\t\tprecompressed br gzip
\t\t}}
\t}}
}}
"""


def _caddy_type(kind: str) -> str:
    return f'"{kind}; charset=utf-8"' if kind.startswith("text/") else kind


def _host(url: str) -> str:
    return urlsplit(url).hostname or "localhost"


def _root(url: str) -> str:
    return unquote(urlsplit(url).path) or "/"
