"""The option `admin`: the forge that the editors' form at /admin/ saves to.

Part of the MkDocs adapter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs.config import config_options as c
from mkdocs.config.base import ValidationError

if TYPE_CHECKING:
    from cchc_site.editing.form import FormBackend

_BACKENDS = ("forgejo", "gitea", "gitlab", "github")
_KEYS = ("backend", "repo", "branch", "base_url", "app_id")
_REPO = re.compile(r"[\w.-]+(?:/[\w.-]+)+", re.ASCII)
# A form that is tried on one's own machine is not encrypted.
_HOST = re.compile(
    r"(?:https://[a-z0-9.-]+|http://(?:127\.0\.0\.1|localhost))(?::\d+)?(?:/[\w./-]+)?"
)
_EXAMPLE = "https://git.tinh.gov.vn"


class AdminOption(c.OptionallyRequired["FormBackend"]):
    """The forge, by groups of keys that are texts."""

    def run_validation(self, value: object) -> FormBackend:
        """A group of keys, each a text."""
        if not isinstance(value, dict):
            raise ValidationError("hãy viết mỗi mục một dòng: backend: …, repo: …")
        written = {str(key): str(said).strip() for key, said in value.items() if said is not None}
        if unknown := sorted(written.keys() - set(_KEYS)):
            raise ValidationError(
                f"không có mục “{unknown[0]}”; hãy xóa nó; các mục được dùng: {', '.join(_KEYS)}"
            )
        if written.get("backend") not in _BACKENDS:
            raise ValidationError(
                f"“backend: {written.get('backend', '')}” không phải nơi giữ mã nguồn mà biểu mẫu "
                f"biết; hãy chọn: {', '.join(_BACKENDS)}"
            )
        if not _REPO.fullmatch(written.get("repo", "")):
            raise ValidationError(
                f"“repo: {written.get('repo', '')}” không phải tên kho mã; hãy viết chủ kho và tên "
                "kho, ví dụ “repo: ubnd-xa/trang-tin”"
            )
        from cchc_site.editing.form import FormBackend  # which no site without a form needs

        return FormBackend(**written | {"base_url": self._address(written)})

    def _address(self, written: dict[str, str]) -> str:
        backend, address = written["backend"], written.get("base_url", "").rstrip("/")
        if not address and backend in ("forgejo", "gitea"):
            raise ValidationError(
                f"thiếu địa chỉ của {backend.capitalize()}; hãy thêm ví dụ “base_url: {_EXAMPLE}”"
            )
        if address and not _HOST.fullmatch(address):
            raise ValidationError(
                f"“base_url: {address}” không dùng được; hãy viết địa chỉ bắt đầu bằng https://, "
                f"ví dụ “base_url: {_EXAMPLE}”"
            )
        return address or ("https://gitlab.com" if backend == "gitlab" else "")
