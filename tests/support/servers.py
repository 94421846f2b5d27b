"""Real servers on loopback, with the whole files that a build writes for them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cchc_site.rendering import server_recipes
from tests.support.sshd import PATIENCE, free_port, program, until_open

_MODULES = "/etc/nginx/modules-enabled/*.conf"


@contextmanager
def nginx(site: Path, folder: Path) -> Iterator[int]:
    """The port of an nginx that sends a published `site`; only folder and port of the recipe are
    other than written."""
    port = free_port()
    recipe = (site / server_recipes.NGINX).read_text("utf-8")
    recipe = recipe.replace(server_recipes.PLACE, str(site))
    recipe = recipe.replace("listen 80;", f"listen 127.0.0.1:{port};")
    (folder / "site.conf").write_text(recipe, "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""  # who may read the tests' folders
    (folder / "nginx.conf").write_text(
        f"include {_MODULES}; {user} daemon off; pid {folder}/pid; error_log {folder}/errors;\n"
        "events { worker_connections 1024; }\n"
        "http { include /etc/nginx/mime.types; default_type application/octet-stream;"
        f" access_log off; include {folder}/site.conf; }}\n",
        "utf-8",
    )
    with _running([program("nginx"), "-c", str(folder / "nginx.conf")], port, folder):
        yield port
    assert " [error] " not in "".join(
        line for line in (folder / "errors").read_text().splitlines(True) if "(2: No" not in line
    )


@contextmanager
def caddy(site: Path, folder: Path) -> Iterator[int]:
    """The same of a Caddy, which serves without encryption here."""
    port = free_port()
    recipe = (site / server_recipes.CADDY).read_text("utf-8")
    recipe = recipe.replace(server_recipes.PLACE, str(site))
    recipe = recipe.replace("\nexample.org {", f"\nhttp://example.org:{port} {{")
    (folder / "Caddyfile").write_text("{\n\tadmin off\n}\n" + recipe, "utf-8")
    command = [program("caddy"), "run", "--adapter", "caddyfile", "--config"]
    with _running([*command, str(folder / "Caddyfile")], port, folder):
        yield port


@contextmanager
def _running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    home = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=home)
        try:
            until_open(port)
            yield
        finally:
            server.terminate()
            server.wait(PATIENCE)
    assert b"warn" not in (folder / "log").read_bytes().lower().replace(b'"level":"warn"', b"")
