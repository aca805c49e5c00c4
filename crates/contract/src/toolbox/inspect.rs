//! Tools that say what they saw of a request.

use super::shapes::{AnyPairs, Asked, Echo, Made, SeenAddress, SeenFields, SeenProgram, Submitted, Uploaded};
use crate::endpoint::{Json, Text};

tools! {
    /// `GET /get`.
    Get = GET "/get" "get" {
        "What was seen of a GET";
        example "/get?name=Ada&lang=en&lang=fr";
        pairs AnyPairs;
        answers Json<Asked>;
    }

    /// `HEAD /head`.
    Head = GET "/head" "head" {
        "The same for HEAD: the fields of the answer, without the answer";
        example "/head?name=Ada" with "--head";
        pairs AnyPairs;
        answers Json<Asked>;
    }

    /// `POST /post`.
    Post = POST "/post" "post" {
        "What was seen of a POST: its form, files, JSON or bytes";
        example "/post" with "--data name=Ada";
        pairs AnyPairs;
        answers Json<Submitted>;
        limits UPLOAD, PARTS;
        problems BadRequest, ContentTooLarge;
    }

    /// `PUT /put`.
    Put = PUT "/put" "put" {
        "The same for PUT";
        example "/put" with "--request PUT --json '{\"name\": \"Ada\"}'";
        pairs AnyPairs;
        answers Json<Submitted>;
        limits UPLOAD, PARTS;
        problems BadRequest, ContentTooLarge;
    }

    /// `PATCH /patch`.
    Patch = PATCH "/patch" "patch" {
        "The same for PATCH";
        example "/patch" with "--request PATCH --data name=Ada";
        pairs AnyPairs;
        answers Json<Submitted>;
        limits UPLOAD, PARTS;
        problems BadRequest, ContentTooLarge;
    }

    /// `DELETE /delete`.
    Delete = DELETE "/delete" "delete" {
        "The same for DELETE";
        example "/delete" with "--request DELETE";
        pairs AnyPairs;
        answers Json<Submitted>;
        limits UPLOAD, PARTS;
        problems BadRequest, ContentTooLarge;
    }

    /// `/anything`.
    Anything = ANY "/anything" "anything" {
        "What was seen of any request, whatever its method, one of your own included";
        example "/anything?name=Ada";
        pairs AnyPairs;
        answers Json<Echo>;
        limits UPLOAD, PARTS;
        problems BadRequest, ContentTooLarge;
    }

    /// `/anything/{*path}`.
    AnythingBelow = ANY "/anything/{*path}" "anything_below" {
        "The same at any path below it";
        example "/anything/books/7?format=short";
        path AnythingPath {
            /// Any path.
            path: String,
        }
        pairs AnyPairs;
        answers Json<Echo>;
        limits UPLOAD, PARTS;
        problems BadRequest, ContentTooLarge;
    }

    /// `GET /headers`.
    Headers = GET "/headers" "headers" {
        "The header fields of the request";
        example "/headers" with "--header 'X-Colour: blue'";
        answers Json<SeenFields>;
    }

    /// `GET /ip`.
    Ip = GET "/ip" "ip" {
        "The address that the request came from";
        example "/ip";
        query IpQuery {
            /// `text` for the address alone.
            format: String,
        }
        answers Json<SeenAddress>;
    }

    /// `GET /user-agent`.
    UserAgent = GET "/user-agent" "user_agent" {
        "The program that sent the request";
        example "/user-agent";
        answers Json<SeenProgram>;
    }

    /// `GET /uuid`.
    NewUuid = GET "/uuid" "uuid" {
        "A UUID of version 4, another one each time";
        example "/uuid";
        answers Json<Made>;
    }

    /// `/dump/request`.
    DumpRequest = ANY "/dump/request" "dump_request" {
        "The request as it was sent, byte for byte: order and case of the fields, chunks and all";
        example "/dump/request" with "--header 'X-ODD-case:  1'";
        answers Text;
        limits DUMP, UPLOAD;
        problems BadRequest, ContentTooLarge;
        http2 "Fields have no order and case of their own on the wire there, so they are written as they were decoded.";
    }

    /// `POST /upload`.
    Upload = POST | PUT | PATCH "/upload" "upload" {
        "Takes a body, throws it away and says how large it was";
        example "/upload" with "--data-binary 'some bytes'";
        answers Json<Uploaded>;
        limits UPLOAD;
        problems BadRequest, ContentTooLarge;
    }

    /// `/response-headers`.
    ResponseHeaders = GET | POST "/response-headers" "response_headers" {
        "Answers with the fields that the query names, and says which fields it answers with";
        example "/response-headers?X-Colour=blue&Link=%3C/get%3E;%20rel=next";
        pairs AnyPairs;
        answers Json<serde_json::Value>;
        limits PAIRS;
        bounds "not fields that frame a message, that speak for the whole host, or that the server writes";
        problems InvalidParameters;
    }
}
