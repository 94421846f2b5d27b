"""Faults of the machine in words: files that cannot be read or written, no memory, lost processes.

Pure. Texts are in Vietnamese, for editors. A fault that has no words here is ours.
"""

from __future__ import annotations

import errno
import os

from cchc_site.base.forks import WorkerLost

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)

_AGAIN = "hãy dựng lại; nếu vẫn vậy, hãy xem lại tệp ấy"
_CAUSES = {
    errno.EACCES: ("không có quyền đọc hay ghi", "hãy cấp quyền cho người chạy lệnh này"),
    errno.EPERM: ("hệ thống không cho phép", "hãy cấp quyền cho người chạy lệnh này"),
    errno.EROFS: ("ổ đĩa chỉ cho đọc", "hãy chọn nơi ghi được"),
    errno.ENOENT: ("không còn ở đó, có lẽ vừa bị xóa hay đổi tên", _AGAIN),
    errno.ENOTDIR: ("có tệp ở chỗ phải là thư mục", "hãy xóa hoặc đổi tên tệp ấy"),
    errno.EISDIR: ("là thư mục ở chỗ phải là tệp", "hãy xóa hoặc đổi tên thư mục ấy"),
    errno.EEXIST: ("đã có ở đó", "hãy xóa hoặc đổi tên nó"),
    errno.ENAMETOOLONG: ("tên quá dài", "hãy đặt tên ngắn hơn"),
    errno.ELOOP: ("liên kết tượng trưng dẫn vòng quanh", "hãy thay bằng chính tệp đó"),
    errno.EMFILE: ("quá nhiều tệp mở cùng lúc", "hãy nâng giới hạn, ví dụ: ulimit -n 1024"),
    errno.ENFILE: ("máy mở quá nhiều tệp cùng lúc", "hãy tắt bớt chương trình khác"),
    errno.EAGAIN: ("máy không chạy thêm được tiến trình", "hãy tắt bớt chương trình khác"),
    errno.EIO: ("ổ đĩa báo lỗi", "hãy kiểm tra ổ đĩa"),
    errno.ENOLCK: ("nơi này không khóa tệp được", "hãy đặt dự án trên ổ đĩa của máy"),
}
_NO_MEMORY = (
    "không đủ bộ nhớ để dựng trang",
    "hãy tắt bớt chương trình khác, hoặc đặt CCHC_WORKERS=1",
)
_LOST = (
    "một tiến trình dựng trang đã bị dừng giữa chừng, thường vì hết bộ nhớ",
    "hãy dựng lại; nếu vẫn vậy, hãy đặt CCHC_WORKERS=1",
)


def cause(error: OSError) -> tuple[str, str]:
    """What is wrong with the file that `error` is about, and how to mend it.

    >>> cause(PermissionError(errno.EACCES, "Permission denied", "a.md"))[0]
    'không có quyền đọc hay ghi'
    """
    known = _CAUSES.get(error.errno or 0)
    return known or (f"hệ thống báo lỗi: {error.strerror or error}", _AGAIN)


def reason(error: OSError | MemoryError) -> str:
    """What the machine lacks, without what came of it.

    >>> reason(OSError(errno.ENOSPC, "No space left on device", "/home/a/b"))
    'đĩa đã đầy'
    """
    if _is_memory(error) or isinstance(error, MemoryError):
        return "không đủ bộ nhớ"
    return "đĩa đã đầy" if error.errno in NO_ROOM else cause(error)[0]


def words(error: BaseException, root: str) -> str:
    """What to say of a fault that ended a build of the project at `root`; "" for a bug of ours.

    >>> words(PermissionError(errno.EACCES, "Permission denied", "/home/a/site/b"), "/home/a")
    'site/b: không có quyền đọc hay ghi; hãy cấp quyền cho người chạy lệnh này'
    """
    if _is_memory(error):
        return "; ".join(_NO_MEMORY)
    if isinstance(error, WorkerLost):
        return "; ".join(_LOST)
    if not isinstance(error, OSError):
        return ""
    if error.errno is None:
        return str(error)  # our own, in words already
    if error.errno in NO_ROOM:
        return "đĩa đã đầy, trang chưa được dựng lại; hãy xóa bớt tệp rồi chạy lại"
    # Of a file that could not be moved, the place where it was to go.
    file = error.filename2 or error.filename
    place = f"{_shown(file, root)}: " if isinstance(file, str | bytes | os.PathLike) else ""
    return place + "; ".join(cause(error))


def _is_memory(error: BaseException) -> bool:
    """Whether memory was short; a library that finds no room cannot be loaded."""
    unloaded = isinstance(error, ImportError) and "failed to map segment" in str(error)
    return unloaded or isinstance(error, MemoryError) or getattr(error, "errno", 0) == errno.ENOMEM


def _shown(file: str | bytes | os.PathLike[str], root: str) -> str:
    path = os.fsdecode(file)
    return path.removeprefix(f"{root.rstrip('/')}/")
