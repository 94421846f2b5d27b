"""LibreOffice, run as a program: what pandoc does not read becomes a `.docx`.

Touches the disk: works in a folder of its own, with a profile of its own in which macros are off
and nothing is fetched.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from cchc_site.importing.draft import Refused

_SECONDS = 150
_PROGRAMS = ("soffice", "libreoffice")
_MISSING = (
    "đọc tệp .doc, .rtf, hay tệp .odt có phông chữ cũ hoặc ô gộp, cần LibreOffice; hãy mở tệp bằng "
    "Word, lưu lại thành .docx (Word Document) rồi nhập lại, hoặc cài LibreOffice trên máy này"
)
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_SAFE = {
    "MacroSecurityLevel": "3",
    "DisableMacrosExecution": "true",
    "DisableActiveContent": "true",
    "BlockUntrustedRefererLinks": "true",
}
_ITEM = (
    f'<item oor:path="{_SCRIPTING}"><prop oor:name="{{}}" oor:op="fuse"><value>{{}}</value></prop>'
    "</item>"
)
_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    f"{''.join(_ITEM.format(name, value) for name, value in _SAFE.items())}</oor:items>"
)


def is_there() -> bool:
    """Whether this machine has it."""
    return any(map(shutil.which, _PROGRAMS))


def as_docx(content: bytes, ending: str) -> bytes:
    """A document, whose name ends so, as a `.docx`. Raises `Refused` where there is no LibreOffice,
    and where that cannot read it."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), "")
    if not program:
        raise Refused(_MISSING)
    with tempfile.TemporaryDirectory(prefix="cchc-") as folder:
        place = Path(folder)
        (place / f"van-ban.{ending}").write_bytes(content)
        profile = place / "profile/user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        command = [
            *(program, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless"),
            *("--norestore", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML"),
            *("--outdir", str(place / "ra"), str(place / f"van-ban.{ending}")),
        ]
        _run(command, place)
        made = place / "ra/van-ban.docx"
        if not made.is_file():
            hint = "hãy mở tệp bằng Word, lưu lại thành .docx rồi nhập lại"
            raise Refused(f"LibreOffice không đọc được tệp; {hint}")
        return made.read_bytes()


def _run(command: list[str], place: Path) -> None:
    """Run the program with all that it starts, and end these with it."""
    environment = {**os.environ, "HOME": str(place), "http_proxy": "", "https_proxy": ""}
    with subprocess.Popen(  # noqa: S603  # words of ours and names of files that we made
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=place,
        start_new_session=True,
    ) as program:
        try:
            program.wait(timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            hint = "hãy mở tệp bằng Word, lưu lại thành .docx rồi nhập lại"
            raise Refused(f"LibreOffice đọc quá {_SECONDS} giây chưa xong; {hint}") from None
        finally:
            if program.poll() is None:
                os.killpg(program.pid, signal.SIGKILL)
