"""One file of another site: in time, of bounded size, from where it was meant to come from."""

from __future__ import annotations

import gzip
import socket
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from cchc_site.federation.download import Bounds, Downloaded, Wanted, download
from cchc_site.federation.values import NotRead
from tests.support.communes import (
    BOMB,
    CommuneHost,
    commune_host,
    dripping,
    endless,
    hanging,
    leading,
    sending,
    status,
)

SHORT = Bounds(seconds=0.6, size=1 << 20)


@pytest.fixture(scope="module")
def host() -> Iterator[CommuneHost]:
    """A host on loopback."""
    with commune_host() as host:
        yield host


def wanted(host: CommuneHost, key: str, **known: str) -> Wanted:
    """A file of it."""
    origin = host.address.rstrip("/")
    return Wanted(f"{host.address}{key}/feed.json", (origin,), True, "cchc-test", **known)


def refused(wanted: Wanted, bounds: Bounds = SHORT) -> str:
    """Why it is not read, in time."""
    begun = time.monotonic()
    with pytest.raises(NotRead) as fault:
        download(wanted, bounds)
    assert time.monotonic() - begun < bounds.seconds + 3
    assert fault.value.hint.startswith(("hãy ", "nếu "))
    return fault.value.what


def test_a_file_comes_whole_packed_or_not(host: CommuneHost) -> None:
    """With what the server wants to be told next time."""
    host.odd["tron"] = sending(b"x" * 100_000, ETag='"1"', Last_Modified="hôm qua")
    host.odd["nen"] = sending(gzip.compress(b"x" * 100_000), Content_Encoding="gzip", ETag='"2"')

    assert download(wanted(host, "tron"), SHORT) == Downloaded(b"x" * 100_000, '"1"', "")
    assert download(wanted(host, "nen"), SHORT) == Downloaded(b"x" * 100_000, '"2"', "")


def test_a_file_that_is_known_does_not_come(host: CommuneHost) -> None:
    """And a server that says so unasked is not believed."""
    host.odd["cu"] = status(304)

    assert download(wanted(host, "cu", etag='"1"'), SHORT) == Downloaded(None, '"1"')
    assert refused(wanted(host, "cu")).startswith("máy chủ trả lời 304 dù")


def test_slow_servers_are_cut_off(host: CommuneHost) -> None:
    """In whatever they are slow: each byte comes in time, all together do not."""
    ok = b"HTTP/1.1 200 OK\r\n"
    host.odd["treo"] = hanging(host)
    host.odd["dau"] = dripping(host, ok + b"X-A: ")
    host.odd["than"] = dripping(host, ok + b"Content-Length: 1000\r\n\r\n")
    host.odd["mai"] = dripping(host, ok + b"\r\n")
    host.odd["dong"] = dripping(host, b"")

    late = "máy chủ không gửi xong sau 0.6 giây"
    for key in ("treo", "dau", "than", "mai", "dong"):
        assert refused(wanted(host, key)) == late, key


def test_large_files_are_not_read_on(host: CommuneHost) -> None:
    """Nor kept: neither 1 GB, nor what unpacks to much."""
    host.odd["lon"] = endless
    host.odd["bom"] = sending(BOMB, Content_Encoding="gzip")
    host.odd["long"] = sending(
        gzip.compress(gzip.compress(bytes(1 << 24))), Content_Encoding="gzip, gzip"
    )

    tracemalloc.start()
    try:
        for key in ("lon", "bom", "long"):
            what = refused(wanted(host, key), Bounds(20, 1 << 20))
            assert what == "tệp lớn quá 1,0 MB nên không đọc hết", key
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "https://xa-khac.example/feed.json",
        "//169.254.169.254/latest/",
        "http://localhost:1/",
        "javascript:alert(1)",
        "",
        "\\\\xa-khac.example\\",
    ],
)
def test_a_redirect_leads_nowhere_else(host: CommuneHost, target: str) -> None:
    """No server chooses what this machine reads."""
    host.odd["dan"] = leading(target)

    assert refused(wanted(host, "dan")).startswith("máy chủ dẫn ")


def test_a_redirect_within_the_site_is_followed(host: CommuneHost) -> None:
    """But not for ever."""
    host.odd["moi"] = sending(b"{}")
    host.odd["cu-hon"] = leading("/moi/feed.json")
    host.odd["vong"] = leading("/vong/feed.json")

    assert download(wanted(host, "cu-hon"), SHORT).body == b"{}"
    assert refused(wanted(host, "vong")) == "máy chủ dẫn vòng quanh, không tới tệp nào"


def test_broken_answers_are_told(host: CommuneHost) -> None:
    """Whatever is broken about them."""
    host.odd["ngat"] = sending(b"", Content_Length="1000")
    host.odd["hong"] = sending(b"\x1f\x8b\x08xxxx", Content_Encoding="gzip")
    host.odd["mat"] = status(404)
    host.odd["loi"] = status(500)

    assert refused(wanted(host, "hong")) == "tệp nén bị hỏng"
    assert refused(wanted(host, "mat")) == "máy chủ trả lời mã 404"
    assert refused(wanted(host, "loi")) == "máy chủ trả lời mã 500"
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    nobody = Wanted(f"http://127.0.0.1:{port}/", (f"http://127.0.0.1:{port}",), True, "cchc-test")
    assert refused(nobody) == "máy chủ không nhận kết nối"
    secure = Wanted(host.address.replace("http", "https"), (), True, "cchc-test")
    assert refused(secure) == "máy chủ ngắt giữa chừng hoặc trả lời sai cách"


def test_a_name_may_not_lead_into_a_private_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless somebody has said so: nobody is connected to."""
    places = ("10.0.0.7", "127.0.0.1", "::1", "169.254.169.254", "fd00::1", "::ffff:10.0.0.1")
    for place in places:
        both = [(0, 0, 0, "", (each, 443)) for each in ("8.8.8.8", place)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, both=both, **__: both)
        address = "https://xa-mau.example/feed.json"
        outside = Wanted(address, ("https://xa-mau.example",), False, "cchc-test")

        assert "nằm trong mạng nội bộ" in refused(outside)
