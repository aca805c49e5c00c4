//! Fields of APIs and their operation: limits, life cycles, tracing, and Roundtrip's own.

use super::{both, request, response};
use crate::meaning::FieldMeaning;

pub(super) const FIELDS: &[FieldMeaning] = &[
    request(
        "Accept-Datetime",
        "The moment whose version of the target the client wants to see.",
        "Web archives.",
        "RFC 7089, section 2.1.1",
    ),
    request(
        "baggage",
        "Values that travel with a trace from service to service.",
        "Services with distributed tracing.",
        "W3C Baggage",
    ),
    response(
        "Deprecation",
        "Since when, or from when on, the target should no longer be used.",
        "API versions that are on their way out.",
        "RFC 9745, section 2",
    ),
    response(
        "Exchange-Id",
        "Roundtrip's own: the id under which it keeps this exchange, with its bytes and times.",
        "Every response of Roundtrip.",
        "Roundtrip, its own field",
    ),
    request(
        "Idempotency-Key",
        "A key that the client makes up, so that a request that is sent twice is carried out once.",
        "Payments, and other POST requests that are repeated after a failure.",
        "Internet-Draft draft-ietf-httpapi-idempotency-key-header",
    ),
    response(
        "Memento-Datetime",
        "The moment at which the target looked like this.",
        "Web archives.",
        "RFC 7089, section 2.1.1",
    ),
    request(
        "Prefer",
        "What the client would like, and the server may leave undone.",
        "APIs that offer a short answer, or to answer later.",
        "RFC 7240, section 2",
    ),
    response(
        "Preference-Applied",
        "Which of the client's wishes the server fulfilled.",
        "Answers to a request with Prefer.",
        "RFC 7240, section 3",
    ),
    response(
        "RateLimit",
        "How much of a quota is left, and when there will be more.",
        "APIs with rate limits that follow the draft.",
        "Internet-Draft draft-ietf-httpapi-ratelimit-headers",
    ),
    response(
        "RateLimit-Limit",
        "How many requests are allowed in a stretch of time, by earlier versions of the draft.",
        "APIs with rate limits.",
        "Internet-Draft draft-ietf-httpapi-ratelimit-headers, up to version 06",
    ),
    response(
        "RateLimit-Policy",
        "The quotas that hold, each with its stretch of time.",
        "APIs with rate limits that follow the draft.",
        "Internet-Draft draft-ietf-httpapi-ratelimit-headers",
    ),
    response(
        "RateLimit-Remaining",
        "How many requests are left, by earlier versions of the draft.",
        "APIs with rate limits.",
        "Internet-Draft draft-ietf-httpapi-ratelimit-headers, up to version 06",
    ),
    response(
        "RateLimit-Reset",
        "In how many seconds the count starts anew, by earlier versions of the draft.",
        "APIs with rate limits.",
        "Internet-Draft draft-ietf-httpapi-ratelimit-headers, up to version 06",
    ),
    both(
        "Sandbox",
        "Roundtrip's own: the id of the set of practice data that the request reads and writes.",
        "Requests to Roundtrip's practice API, and the answer to the first write.",
        "Roundtrip, its own field",
    ),
    response(
        "Server-Timing",
        "How long the server took for what, in milliseconds, with names of its own choosing. Browsers show it in their network panel.",
        "Servers that want their work to be seen, Roundtrip among them.",
        "W3C Server Timing",
    ),
    response(
        "Sunset",
        "When the target will probably stop answering.",
        "API versions that are on their way out.",
        "RFC 8594, section 3",
    ),
    request(
        "traceparent",
        "The ids of the trace and of the step in it that caused this request.",
        "Services with distributed tracing.",
        "W3C Trace Context, section 3.2",
    ),
    request(
        "tracestate",
        "What each tracing system adds to the trace.",
        "Services with distributed tracing.",
        "W3C Trace Context, section 3.3",
    ),
    both(
        "Upload-Complete",
        "Whether this request brings the end of the upload: `?1` or `?0`.",
        "Resumable uploads.",
        "Internet-Draft draft-ietf-httpbis-resumable-upload",
    ),
    both(
        "Upload-Length",
        "How long the whole upload will be.",
        "Resumable uploads.",
        "Internet-Draft draft-ietf-httpbis-resumable-upload",
    ),
    response(
        "Upload-Limit",
        "How large uploads may be, and how long they are kept.",
        "Resumable uploads.",
        "Internet-Draft draft-ietf-httpbis-resumable-upload",
    ),
    both(
        "Upload-Offset",
        "How many bytes of the upload have been received, or where this request goes on.",
        "Resumable uploads.",
        "Internet-Draft draft-ietf-httpbis-resumable-upload",
    ),
    both(
        "X-Correlation-ID",
        "An id that follows one task through several services, so that their logs can be joined.",
        "Company services.",
        "No specification, a convention of services",
    ),
    request(
        "X-HTTP-Method-Override",
        "The method that is really meant, where only POST gets through.",
        "Old clients and proxies that know only GET and POST.",
        "No specification, a convention of APIs",
    ),
    response(
        "X-Powered-By",
        "The language or framework behind the site. It helps attackers more than anybody.",
        "Sites that kept the default setting of PHP, Express and others.",
        "No specification, a convention of frameworks",
    ),
    response(
        "X-RateLimit-Limit",
        "How many requests are allowed in a stretch of time.",
        "Public APIs; what is counted, each decides for itself.",
        "No specification, a convention of APIs",
    ),
    response(
        "X-RateLimit-Remaining",
        "How many requests are left until the count starts anew.",
        "Public APIs; what is counted, each decides for itself.",
        "No specification, a convention of APIs",
    ),
    response(
        "X-RateLimit-Reset",
        "When the count starts anew. Some give a moment, others a number of seconds.",
        "Public APIs.",
        "No specification, a convention of APIs",
    ),
    both(
        "X-Request-ID",
        "An id for this one request, so that client and server can find it in their logs.",
        "Proxies, and APIs whose support asks for it.",
        "No specification, a convention of proxies and APIs",
    ),
    response(
        "X-Robots-Tag",
        "Whether search engines may list and keep this page, for content that has no HTML head.",
        "PDF files and pictures that should not be found.",
        "No specification, a convention of search engines",
    ),
    response(
        "X-UA-Compatible",
        "Which old version Internet Explorer should behave like.",
        "Sites that were set up many years ago.",
        "No specification, a convention of Internet Explorer",
    ),
];
