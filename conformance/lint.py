"""httplint over responses that caches may keep: no note of it may be a fault or a warning."""

import http.client
import re
from urllib.parse import urlsplit

from httplint import HttpRequestLinter, HttpResponseLinter, levels

# Targets of the app origin, and of the echo origin.
APP = (
    "/",
    "/api/categories",
    "/api/products",
    "/api/products?per_page=5&sort=-price",
    "/api/products/1",
    "/api/users",
    "/api/users/1",
    "/v1/reference/fields",
    "/v1/reference/fields/cache-control",
    "/v1/reference/methods",
    "/v1/reference/statuses",
    "/v1/reference/statuses/404",
    "/openapi.json",
)
ECHO = ("/", "/forms/post", "/cache", "/cache/60", "/etag/x", "/range/26")

# What the pages load: the assets' names have a hash in them, so they are read from the page.
ASSET = re.compile(r"""(?:href|src)="(/pkg/[^"]+)""")

# Notes that are no fault here, by their names, and the beginnings of the targets where they are none.
EXCUSED = {
    # Callers do send Authorization, so that their requests are recorded, and a shared cache then needs this word.
    "STORE_PUBLIC_UNNECESSARY": ("/api/categories", "/pkg/", "/cache/"),
    # The sandbox that is read depends on the cookie and on the field, and that is what these are about.
    "VARY_COMPLEX": ("/api/products", "/api/users"),
    # These are about validators: for how long their answers are fresh is left to the caller's cache, as in httpbin.
    "FRESHNESS_HEURISTIC": ("/cache", "/etag/", "/range/"),
    # In all policies it is said of styles alone; none lets a script within a page run.
    "CSP_UNSAFE_INLINE": ("/",),
    # The page may show what is on the echo origin, which is served without TLS here.
    "CSP_HTTP_URI": ("/",),
}


def asked(connection: http.client.HTTPConnection, target: str, fields: dict[str, str]):
    """Sends a GET, and gives the response, its content, and what httplint has to say of it."""
    sent = [("Host", f"{connection.host}:{connection.port}"), *fields.items()]
    connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
    for name, value in sent:
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    content = response.read()

    request = HttpRequestLinter()
    request.process_request_topline(b"GET", f"http://{sent[0][1]}{target}".encode(), b"1.1")
    request.process_headers([(name.encode(), value.encode()) for name, value in sent])
    request.finish_content(True)
    linter = HttpResponseLinter()
    linter.request = request
    linter.process_response_topline(b"1.1", str(response.status).encode(), response.reason.encode())
    linter.process_headers([(name.encode(), value.encode("latin-1")) for name, value in response.headers.items()])
    linter.feed_content(content)
    linter.finish_content(True)
    return response, content, linter.notes


def faults(notes, target: str):
    """The notes that count, those below others included."""
    for note in notes:
        excused = EXCUSED.get(type(note).__name__, ())
        if note.level in (levels.BAD, levels.WARN) and not target.startswith(excused):
            yield note
        yield from faults(note.subnotes, target)


def check(origin: str, targets: list[str]) -> tuple[int, int]:
    """Looks at each target plain, compressed, and as a cache asks for it again; counts responses and faults."""
    at = urlsplit(origin)
    connection = http.client.HTTPConnection(at.hostname, at.port, timeout=10)
    looked, found = 0, 0
    for target in targets:
        plain, _, notes = asked(connection, target, {})
        rounds = [("plain", plain, notes)]
        coded, _, notes = asked(connection, target, {"Accept-Encoding": "gzip"})
        rounds.append(("gzip", coded, notes))
        if etag := coded.headers.get("ETag"):
            again, _, notes = asked(connection, target, {"Accept-Encoding": "gzip", "If-None-Match": etag})
            rounds.append(("again", again, notes))
        for manner, response, notes in rounds:
            looked += 1
            expected = 304 if manner == "again" else 200
            if response.status != expected:
                found += 1
                print(f"  {origin}{target} ({manner}): {response.status}, and {expected} was expected")
            for note in faults(notes, target):
                found += 1
                print(f"  {origin}{target} ({manner}): {type(note).__name__} [{note.level.value}]: {note.summary}")
    return looked, found


def lint(app: str, echo: str) -> bool:
    """Looks at all of them, and says whether they are without fault."""
    at = urlsplit(app)
    page, content, _ = asked(http.client.HTTPConnection(at.hostname, at.port, timeout=10), "/", {})
    assets = sorted(set(ASSET.findall(content.decode())))
    counts = [check(app, [*APP, *assets]), check(echo, list(ECHO))]
    looked, found = (sum(column) for column in zip(*counts))
    print(f"httplint: {looked} responses looked at ({len(assets)} assets), {found} faults")
    return found == 0 and bool(assets) and page.status == 200
