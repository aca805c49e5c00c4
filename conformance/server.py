"""A server of its own for the checks: the release binary on free ports, with a folder that goes away with it."""

import contextlib
import re
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

READY = re.compile(r"roundtrip ready app=(\S+) echo=(\S+)")


class Server:
    """A server that runs, and the URLs of its two origins."""

    def __init__(self, binary: Path, data: str, errors):
        self._command = [binary, "serve", "--data", data]
        self._errors = errors
        self._start("127.0.0.1:0", "127.0.0.1:0")

    def _start(self, app: str, echo: str) -> None:
        options = ["--app-listen", app, "--echo-listen", echo]
        self._process = subprocess.Popen(
            self._command + options, stdout=subprocess.PIPE, stderr=self._errors, text=True
        )
        for line in self._process.stdout:
            if ready := READY.search(line):
                self.app, self.echo = ready.groups()
                return
        raise SystemExit("conformance: the server ended before it was ready")

    def stop(self) -> None:
        """Ends it, as an operator would."""
        with self._process as process:
            process.terminate()

    def restart(self) -> None:
        """Ends it and starts it again, on the same ports and with the same data."""
        self.stop()
        self._start(urlsplit(self.app).netloc, urlsplit(self.echo).netloc)


@contextlib.contextmanager
def running(binary: Path, log: Path):
    """Starts a server, gives it, and stops it."""
    with tempfile.TemporaryDirectory(prefix="roundtrip-conformance-") as data:
        # The log tells of each request that is to fail, so it goes where whoever wants it finds it.
        with log.open("w") as errors:
            server = Server(binary, data, errors)
            try:
                yield server
            finally:
                server.stop()
