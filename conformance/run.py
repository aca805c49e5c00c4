"""Holds the release binary to its OpenAPI document and to HTTP; `make test-conformance` runs it.

schemathesis makes requests from the document, for either origin what belongs to it, and checks each answer by it; httplint reads
responses that caches may keep; a stock client of WebSockets follows the log. What they are asked is in schemathesis.toml, lint.py
and sockets.py. The exit code is 0 when none finds anything.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import sockets
from lint import lint
from server import running

HERE = Path(__file__).resolve().parent
# What the runs leave behind: the log of the server, and what schemathesis remembers.
LEFT = HERE.parent / "target/conformance"
# The toolbox is on the echo origin, everything else on the app origin; schemathesis does not read an operation's own servers.
TOOLBOX = "Toolbox"


def fuzz(document: str, origin: str, *which: str) -> bool:
    """Runs schemathesis over some of the operations, and says whether it found nothing."""
    command = ["schemathesis", "--config-file", HERE / "schemathesis.toml", "run", document, "--url", origin, *which]
    return subprocess.run(command, cwd=LEFT, check=False).returncode == 0


def main() -> None:
    """Starts the server, asks it, and stops it."""
    binary = Path(sys.argv[1] if len(sys.argv) > 1 else HERE.parent / "target/release/roundtrip")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    # schemathesis learns from what it saw before, so that a run would not be like the one before it.
    shutil.rmtree(LEFT, ignore_errors=True)
    LEFT.mkdir(parents=True)
    began = time.monotonic()
    # What is printed here stands among what the tools print.
    sys.stdout.reconfigure(line_buffering=True)
    with running(binary, LEFT / "server.log") as server:
        document = f"{server.app}/openapi.json"
        sound = [
            lint(server.app, server.echo),
            fuzz(document, server.app, "--exclude-tag", TOOLBOX),
            fuzz(document, server.echo, "--include-tag", TOOLBOX),
        ]
    sound.append(sockets.check(binary, LEFT / "sockets.log"))
    print(f"conformance: {'no fault' if all(sound) else 'see the faults above'}, {time.monotonic() - began:.0f} s")
    sys.exit(not all(sound))


if __name__ == "__main__":
    main()
