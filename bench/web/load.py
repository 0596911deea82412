"""Clients in processes of their own, each with one kept-alive connection and a list of requests to make."""

import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

WAIT = 60.0


class UnexpectedAnswer(Exception):
    """A server answered something else than the benchmark measures."""


@dataclass(frozen=True)
class Request:
    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    status: int = 200
    says: str = ""  # what the page, or the address an answer redirects to, must contain


@dataclass(frozen=True)
class Burst:
    """What one round of requests took: each answer's latency, and the whole from first to last."""

    latencies: list[float]
    seconds: float

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds


def send(connection: HTTPConnection, request: Request) -> float:
    """Make one request, read all of its answer, return the seconds it took."""
    began = time.perf_counter()
    connection.request(request.method, request.path, request.body, request.headers)
    answer = connection.getresponse()
    content = answer.read()
    took = time.perf_counter() - began
    said = answer.getheader("Location", "") + content.decode()
    if answer.status != request.status or request.says not in said:
        page = said[said.find("<main") :]
        raise UnexpectedAnswer(f"{request.method} {request.path}: {answer.status} {page[:1000]}")
    return took


def client(port: int, requests: Sequence[Request], seconds: float, gate: Barrier, home: Connection) -> None:
    """Wait for the others, then make the requests one after another until done or out of time."""
    connection = HTTPConnection("127.0.0.1", port, timeout=WAIT)
    connection.connect()
    gate.wait(WAIT)
    began = time.monotonic()
    latencies = []
    for request in requests:
        latencies.append(send(connection, request))
        if time.monotonic() - began > seconds:
            break
    home.send((began, time.monotonic(), latencies))
    connection.close()


def drive(port: int, shares: Sequence[Sequence[Request]], seconds: float = 15.0) -> Burst:
    """Let one client per share make its requests, all at the same time."""
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(len(shares))
    pipes = [context.Pipe(duplex=False) for _ in shares]
    processes = [
        context.Process(target=client, args=(port, share, seconds, gate, theirs), daemon=True)
        for share, (_, theirs) in zip(shares, pipes, strict=True)
    ]
    for process in processes:
        process.start()
    for _, theirs in pipes:
        theirs.close()
    reports = [receive(ours) for ours, _ in pipes]
    for process in processes:
        process.join(WAIT)
    latencies = [latency for _, _, own in reports for latency in own]
    return Burst(latencies, max(end for _, end, _ in reports) - min(began for began, _, _ in reports))


def receive(pipe: Connection) -> tuple[float, float, list[float]]:
    try:
        began, ended, latencies = pipe.recv()
    except EOFError:
        raise UnexpectedAnswer("A client stopped: its message stands above.") from None
    return began, ended, latencies
