"""A mail server for tests that stops at a chosen moment, and remembers every mail it was handed."""

import re
import socketserver
from threading import Event, Thread
from types import TracebackType


class MailServer(socketserver.ThreadingTCPServer):
    """`stop_at` is greeting (nothing said yet), content (taken, not answered) or quit (answered)."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, stop_at: str = "") -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.stop_at = stop_at
        self.stopped, self.go_on = Event(), Event()
        self.message_ids: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __enter__(self) -> "MailServer":
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.go_on.set()
        self.shutdown()
        self.server_close()

    def reach(self, moment: str) -> None:
        if moment == self.stop_at:
            self.stopped.set()
            self.go_on.wait(30)


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.reach("greeting")
        self.say("220 test")
        for line in self.rfile:
            match line[:4].upper():
                case b"DATA":
                    self.say("354 go on")
                    self.take()
                    self.say("250 taken")
                case b"QUIT":
                    self.server.reach("quit")
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 fine")

    def take(self) -> None:
        content = b"".join(iter(self.rfile.readline, b".\r\n"))
        self.server.message_ids += re.findall(r"^Message-ID: (\S+)", content.decode(), re.MULTILINE)
        self.server.reach("content")

    def say(self, answer: str) -> None:
        self.wfile.write(answer.encode() + b"\r\n")

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            self.connection.close()  # the worker at the other end was killed
