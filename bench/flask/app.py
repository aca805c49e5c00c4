"""What the benchmark compares with: a small service as many write it, with Flask.

It holds the same products as the server that ROUNDTRIP_UPSTREAM names, in memory, and answers two of its requests with
the same bodies: a page of products, with a validator and with gzip for whoever takes it, and httpbin's /get.
"""

import gzip
import json
import math
import os
import urllib.request

from flask import Flask, Response, jsonify, request

UPSTREAM = os.environ["ROUNDTRIP_UPSTREAM"]

app = Flask(__name__)
app.json.sort_keys = False


def products():
    """All products, a hundred at a time."""
    found, page = [], 1
    while True:
        with urllib.request.urlopen(f"http://{UPSTREAM}/api/products?per_page=100&page={page}") as answer:
            content = json.load(answer)
        found += content["items"]
        if page >= content["pages"]:
            return found
        page += 1


PRODUCTS = products()


@app.get("/api/products")
def list_products():
    page = request.args.get("page", 1, type=int)
    per_page = min(request.args.get("per_page", 20, type=int), 100)
    pages = math.ceil(len(PRODUCTS) / per_page)
    items = PRODUCTS[(page - 1) * per_page : page * per_page]
    content = {
        "items": items,
        "total": len(PRODUCTS),
        "pages": pages,
        "current_page": page,
        "per_page": per_page,
    }
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    answer = Response(body, mimetype="application/json")
    around = {"first": 1, "next": page + 1, "last": pages}
    answer.headers["Link"] = ", ".join(
        f'<{request.base_url}?page={number}&per_page={per_page}>; rel="{name}"'
        for name, number in around.items()
        if number <= pages
    )
    answer.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    answer.vary.add("Accept-Encoding")
    answer.add_etag()
    if request.accept_encodings.quality("gzip") > 0 and "gzip" in request.accept_encodings:
        answer.set_data(gzip.compress(body, 6))
        answer.content_encoding = "gzip"
    return answer.make_conditional(request)


@app.get("/get")
def get():
    return jsonify(
        args=request.args,
        headers=dict(sorted(request.headers)),
        origin=request.remote_addr,
        url=request.url,
    )
