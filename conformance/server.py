"""A server of its own for the checks: the release binary on free ports, with a folder that goes away with it."""

import contextlib
import re
import subprocess
import tempfile
from pathlib import Path

READY = re.compile(r"roundtrip ready app=(\S+) echo=(\S+)")


@contextlib.contextmanager
def running(binary: Path, log: Path):
    """Starts the server, gives the URLs of its app origin and its echo origin, and stops it."""
    with tempfile.TemporaryDirectory(prefix="roundtrip-conformance-") as data:
        options = ["--app-listen", "127.0.0.1:0", "--echo-listen", "127.0.0.1:0", "--data", data]
        # The log tells of each request that is to fail, so it goes where whoever wants it finds it.
        with (
            log.open("w") as errors,
            subprocess.Popen([binary, "serve", *options], stdout=subprocess.PIPE, stderr=errors, text=True) as server,
        ):
            try:
                for line in server.stdout:
                    if ready := READY.search(line):
                        yield ready.groups()
                        break
                else:
                    raise SystemExit("conformance: the server ended before it was ready")
            finally:
                server.terminate()
