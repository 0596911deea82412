"""The clients against a small server of the test's own."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.web.load import Request, UnexpectedAnswer, drive

asked: list[str] = []


class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        asked.append(self.path)
        self.answer(404 if self.path == "/gone" else 200, b"<table></table>")

    def do_POST(self) -> None:
        asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.answer(302, b"", Location="/then")

    def answer(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(content))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *values: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield int(server.server_address[1])
    server.shutdown()
    server.server_close()


def test_every_client_makes_all_its_requests(port: int) -> None:
    burst = drive(port, [[Request("/a")] * 3, [Request("/b")] * 2])
    assert sorted(asked) == ["/a", "/a", "/a", "/b", "/b"]
    assert len(burst.latencies) == 5
    assert 0 < max(burst.latencies) <= burst.seconds
    assert burst.rate == 5 / burst.seconds


def test_a_form_is_sent_with_its_body(port: int) -> None:
    drive(port, [[Request("/", "POST", {}, "name=one", 302, "/then")]])
    assert asked == ["name=one"]


def test_a_client_stops_when_its_time_is_over(port: int) -> None:
    assert len(drive(port, [[Request("/a")] * 50], seconds=0).latencies) == 1


@pytest.mark.parametrize(
    "request_",
    [Request("/gone"), Request("/", says="something else"), Request("/", "POST", {}, "", 302, "/sign-in")],
)
def test_an_unexpected_answer_stops_the_measurement(
    port: int, request_: Request, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UnexpectedAnswer):
        drive(port, [[request_]])
