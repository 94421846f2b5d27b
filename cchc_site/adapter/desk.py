"""`cchc desk`: the site with its form on one's own machine, over a stand-in for a forge.

Part of the MkDocs adapter. For trying only: it listens to this machine alone, and whoever opens it
may sign in under any name. What is saved goes into a repository of its own in .cache/cchc/desk; the
project stays as it is.
"""

from __future__ import annotations

import base64
import json
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from cchc_site.adapter import admin_build
from cchc_site.adapter.desk_repository import (
    BRANCH,
    Answer,
    Editor,
    NoAnswer,
    NotSaved,
    Repository,
)
from cchc_site.base import vietnamese
from cchc_site.base.hashing import sha256
from cchc_site.editing.form import FormBackend
from cchc_site.storage import folders

FORGE = "/kho"
"""Where the stand-in answers, on the site's own host."""
REPO = "thu/trang-tin"
_API = f"{FORGE}/api/v1"
_OF_REPO = f"{_API}/repos/{REPO}/"
# As Forgejo 13 tells it; the form asks for 12 at least.
_VERSION = "13.0.0+gitea-1.22.0"
_SIGN_IN = """<!doctype html>
<html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Đăng nhập để thử</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 30em; margin: 2em auto; padding: 0 1em }}
input, button {{ font: inherit; padding: .5em .75em; margin: .25em 0 }}
</style>
<h1>Đăng nhập để thử</h1>
<p>Nơi này chỉ để thử trên máy của bạn: không có mật khẩu, không gì được đăng lên mạng.</p>
<form method="post">
<label>Tên người viết<br><input name="name" value="Người viết thử" required maxlength="60"></label>
<br><button>Đăng nhập</button>
</form></html>
"""


class Desk:
    """A repository made of a project, the site built of it, and who is signed in."""

    def __init__(self, root: Path, port: int, say: Callable[[str], None]) -> None:
        """Where things lie; nothing is touched."""
        home = root / folders.CACHE / "desk"
        self.root, self.say = root, say
        self.bare, self.checkout, self.site = home / "repo.git", home / "checkout", home / "site"
        self.repository = Repository(self.bare)
        self.address = f"http://127.0.0.1:{port}"
        self.codes: dict[str, tuple[str, Editor]] = {}
        self.editors: dict[str, Editor] = {}
        self._building = threading.Lock()

    def prepare(self) -> None:
        """Make the repository of the project's files, unless there is one; build form and site."""
        admin_build.build(self.root)
        if not self.bare.is_dir():
            shutil.rmtree(self.bare.parent, ignore_errors=True)
            self._begin()
        self.rebuild()

    def _begin(self) -> None:
        git = partial(_git, self.root)
        listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
        for name in filter(None, listed.split("\0")):
            if (source := self.root / name).is_file():
                target = self.checkout / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
        git = partial(_git, self.checkout)
        git("init", "--quiet", "--initial-branch", BRANCH)
        git("add", "--all")
        who = ("-c", "user.name=cchc desk", "-c", "user.email=thu@localhost")
        git(*who, "commit", "--quiet", "--no-verify", "--message", "Các tệp của dự án")
        _git(self.checkout, "clone", "--quiet", "--bare", ".", str(self.bare))
        git("remote", "add", "origin", str(self.bare))
        built = self.checkout / folders.CACHE / "admin"
        built.parent.mkdir(parents=True, exist_ok=True)
        built.symlink_to(admin_build.built(self.root).parent)

    def rebuild(self) -> None:
        """Build the site of the newest commit; a site that cannot be built stays as it was."""
        with self._building:
            _git(self.checkout, "fetch", "--quiet", "origin", BRANCH)
            _git(self.checkout, "reset", "--quiet", "--hard", f"origin/{BRANCH}")
            module = "cchc_site.adapter.desk_build"
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-m", module, str(self.checkout), str(self.site), self.address],
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
        if done.returncode:
            self.say(done.stderr.strip())
        else:
            self.say(f"Trang đã dựng: {self.address}/  ·  soạn bài: {self.address}/admin/")

    def saved(self) -> None:
        """Build the site anew, while whoever has saved goes on."""
        threading.Thread(target=self.rebuild, daemon=True).start()


def backend(address: str) -> FormBackend:
    """What a form served at `address` saves to."""
    return FormBackend("forgejo", REPO, BRANCH, f"{address}{FORGE}", "cchc-desk")


def _git(folder: Path, *command: str) -> str:
    done = subprocess.run(  # noqa: S603
        ["git", *command],  # noqa: S607
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        hint = "hãy chạy lệnh này trong một kho git"
        raise admin_build.CannotBuild(f"git không làm được; {hint}\n{done.stderr.strip()}")
    return done.stdout


class DeskHandler(SimpleHTTPRequestHandler):
    """Serves the built site, and the stand-in below `FORGE`."""

    protocol_version = "HTTP/1.1"

    def __init__(self, desk: Desk, *args: Any) -> None:
        """`desk` is the same for all requests."""
        self._desk = desk
        super().__init__(*args, directory=str(desk.site))

    def do_GET(self) -> None:
        """A file of the site, or an answer of the stand-in."""
        address = urlsplit(self.path)
        if not address.path.startswith(f"{FORGE}/"):
            super().do_GET()
        elif address.path == f"{FORGE}/login/oauth/authorize":
            self._send(_SIGN_IN.encode(), "text/html; charset=utf-8")
        else:
            self._answer(lambda: self._got(address.path, _asked(address.query)))

    def do_POST(self) -> None:
        """Sign in, or save."""
        address = urlsplit(self.path)
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if address.path == f"{FORGE}/login/oauth/authorize":
            self._sign_in(_asked(address.query), _asked(content.decode()).get("name", ""))
        elif address.path == f"{FORGE}/login/oauth/access_token":
            self._answer(lambda: self._token(json.loads(content)))
        elif address.path == f"{_OF_REPO}contents":
            self._answer(lambda: self._saved(json.loads(content)))
        else:
            self._send(b"{}", "application/json", 404)

    def _sign_in(self, asked: dict[str, str], name: str) -> None:
        """Lead back to the form with a code, which only who has asked can change for a token."""
        back = asked.get("redirect_uri", "")
        if back != f"{self._desk.address}/admin/" or not name.strip():
            self._send(b"", "text/plain", 400)
            return
        code = secrets.token_urlsafe()
        login = vietnamese.slug(name) or "nguoi-viet"
        editor = Editor(name.strip(), f"{login}@localhost")
        self._desk.codes[code] = (asked.get("code_challenge", ""), editor)
        self.send_response(303)
        query = urlencode({"code": code, "state": asked.get("state", "")})
        self.send_header("Location", f"{back}?{query}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _token(self, asked: dict[str, str]) -> Answer:
        """A token for a code; proof of who has asked for it is RFC 7636."""
        challenge, editor = self._desk.codes.pop(asked.get("code", ""), ("", None))
        digest = sha256(asked.get("code_verifier", "").encode())
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if editor is None or proof != challenge:
            raise NoAnswer
        token = secrets.token_urlsafe()
        self._desk.editors[token] = editor
        return {"access_token": token, "token_type": "bearer"}

    def _editor(self) -> Editor:
        token = self.headers.get("Authorization", "").partition(" ")[2]
        if token not in self._desk.editors:
            raise PermissionError
        return self._desk.editors[token]

    def _got(self, path: str, asked: dict[str, str]) -> Answer | bytes:
        """What is asked for, by who is signed in."""
        editor, repository = self._editor(), self._desk.repository
        if path == f"{_API}/version":
            return {"version": _VERSION}
        if path == f"{_API}/user":
            login = editor.email.partition("@")[0]
            return {"id": 1, "login": login, "full_name": editor.name, "email": editor.email}
        if path == f"{_API}/settings/api":
            return {"default_paging_num": 50, "max_response_items": 50}
        if path == _OF_REPO.rstrip("/"):
            rights = {"pull": True, "push": True, "admin": False}
            return {"full_name": REPO, "default_branch": BRANCH, "permissions": rights}
        word, _, rest = unquote(path.removeprefix(_OF_REPO)).partition("/")
        if word == "branches" and rest == BRANCH:
            return repository.branch()
        if word == "commits":
            return repository.commits(asked.get("path", ""))
        if word == "git" and rest.startswith("trees/"):
            return repository.tree(rest.removeprefix("trees/"))
        if word == "git" and rest == "blobs":
            return repository.blobs(asked.get("shas", "").split(","))
        if word in ("raw", "media"):
            return repository.file(rest.removeprefix(f"{BRANCH}/") if word == "media" else rest)
        raise NoAnswer

    def _saved(self, asked: dict[str, Any]) -> Answer:
        answer = self._desk.repository.save(asked, self._editor())
        self._desk.saved()
        return answer

    def _answer(self, make: Callable[[], Answer | bytes]) -> None:
        """Send what `make` gives, or the status that Forgejo has for what hinders it."""
        try:
            answer = make()
        except PermissionError:
            self._send(b'{"message": "token is required"}', "application/json", 401)
        except NotSaved as refused:
            content = json.dumps({"message": str(refused)}).encode()
            self._send(content, "application/json", 422)
        except (NoAnswer, ValueError, KeyError):
            self._send(b'{"message": "not found"}', "application/json", 404)
        else:
            if isinstance(answer, bytes):
                self._send(answer, "application/octet-stream")
            else:
                self._send(json.dumps(answer).encode(), "application/json")

    def _send(self, content: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def parse_request(self) -> bool:
        """False for what is asked under another name than this machine's: a page elsewhere must not
        speak here by way of a name that leads to this machine."""
        if not super().parse_request():
            return False
        if f"http://{self.headers.get('Host')}" != self._desk.address:
            self.send_error(421)
            return False
        return True

    def end_headers(self) -> None:
        """Nothing is kept: each save may change it."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *said: object) -> None:
        """Say nothing of single requests."""


def _asked(query: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(query).items()}


def serve(root: Path, port: int, say: Callable[[str], None]) -> None:
    """Serve the desk of a project until it is stopped."""
    desk = Desk(root, port, say)
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(DeskHandler, desk))
    except OSError:
        hint = f"hãy chạy “cchc desk --port {port + 1}”"
        raise admin_build.CannotBuild(f"cổng {port} đang được dùng; {hint}") from None
    with server:
        desk.prepare()
        server.serve_forever()
