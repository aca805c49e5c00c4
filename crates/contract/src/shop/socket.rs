//! `/api/socket`: the rooms of a sandbox over a WebSocket (RFC 6455), in JSON text messages.
//!
//! [`Say`] is what a client sends, [`Hear`] what it gets. Members and types that a client does not know are to be passed over:
//! there may be more of them one day.

use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};

use super::{Message, NewMessage, Person};
use crate::{
    Endpoint, Problem, ProblemKind,
    endpoint::{Group, NoContent, NoParameters, RequestField},
    feeds::Gap,
};

/// How many rooms a connection may be in.
pub const MAX_ROOMS: usize = 16;

/// The close code of a connection that says something before it is logged in, or whose login does not count (any more).
pub const UNAUTHENTICATED: u16 = 4401;

/// The close code of a connection whose sandbox is not there any more.
pub const SANDBOX_GONE: u16 = 4404;

/// How long a connection may be open before it is logged in, in seconds.
pub const AUTH_WITHIN: u64 = 10;

/// What a client says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Say {
    /// Who speaks. This comes first.
    Auth {
        /// The token of a login.
        token: String,
    },
    /// Enters a room.
    Join {
        /// See [`MessagesQuery::room`](super::MessagesQuery::room).
        room: String,
        /// The last cursor that the client has: what came behind it comes first. Left out, only what is new comes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<String>,
    },
    /// Leaves it.
    Leave {
        /// Which.
        room: String,
    },
    /// Says something in a room, whether the connection is in it or not.
    ChatMessage(NewMessage),
    /// Somebody is writing something in a room that the connection is in. It is told to the others and kept nowhere.
    Typing {
        /// Which.
        room: String,
    },
    /// Whether the person is there, as far as the client can tell; somebody who has just joined is.
    Status {
        /// [`Status::Online`] or [`Status::Away`].
        status: Status,
    },
}

/// What a client gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Hear {
    /// The token counts.
    AuthSuccess {
        /// Who is logged in.
        user: Person,
        /// The sandbox that the rooms are of. Where the handshake named none, and the token is not of one either, it is a new one;
        /// a client that comes again names it.
        sandbox: String,
    },
    /// The token does not count; the connection is closed with [`UNAUTHENTICATED`].
    AuthFailed {
        /// Why.
        message: String,
    },
    /// The connection is in the room. After a gap it comes again for each room, because the client may have missed who came and went.
    Joined {
        /// Which.
        room: String,
        /// Where the client begins to read: what comes is behind this.
        cursor: String,
        /// Who is there, this client included.
        users: Vec<Present>,
    },
    /// The connection is in the room no longer.
    Left {
        /// Which.
        room: String,
    },
    /// Something was said, by this client or another.
    ChatMessage(Message),
    /// What this client has said is in the log. It comes before or after the message itself, and also when the same message with
    /// the same `id` was said before; a client that keeps what it has not sent yet can let it go now.
    Sent {
        /// In which room.
        room: String,
        /// Where the message stands.
        cursor: String,
        /// What the client calls it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
    },
    /// Somebody in a room comes, goes, or turns away.
    UserStatus(UserStatus),
    /// Somebody else is writing something.
    Typing {
        /// In which room.
        room: String,
        /// Who.
        user: Person,
    },
    /// Something was missed: in all rooms, or, where it comes after `joined` and before a message, in that room.
    Gap(Gap),
    /// What the client said is not right; the connection stays, unless it is closed afterwards.
    Error {
        /// What is wrong, as an HTTP response would say it.
        problem: Problem,
        /// What the client calls the message that was not said, if it has named it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
    },
}

/// Whether somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// On at least one connection they are there.
    Online,
    /// They have connections, and on all of them they look elsewhere.
    Away,
    /// They have no connection.
    Offline,
}

/// Somebody in a room, and whether they are there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Present {
    /// Who.
    pub user: Person,
    /// Online or away.
    pub status: Status,
}

/// What changed about somebody in a room: this is the data of an event of kind `presence`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserStatus {
    /// In which room.
    pub room: String,
    /// Who.
    pub user: Person,
    /// What they are now.
    pub status: Status,
}

/// `GET /api/socket`
#[derive(Clone, Copy, Debug)]
pub struct OpenSocket;

impl Endpoint for OpenSocket {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/socket";
    const ID: &'static str = "open_socket";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "The rooms of a sandbox over a WebSocket: who is there, who writes, and what is said";
    const STATUS: StatusCode = StatusCode::SWITCHING_PROTOCOLS;
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::BadRequest,
        ProblemKind::NotFound,
        ProblemKind::UpgradeRequired,
        ProblemKind::Unavailable,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Sec-WebSocket-Accept", "Upgrade"];
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = NoContent;
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn messages_are_written_as_the_contract_has_them() {
        let said = [
            (json!({"type": "auth", "token": "t"}), Say::Auth { token: "t".into() }),
            (
                json!({"type": "join", "room": "lobby", "after": "1-2"}),
                Say::Join {
                    room: "lobby".into(),
                    after: Some("1-2".into()),
                },
            ),
            (
                json!({"type": "chat_message", "room": "lobby", "text": "Hi", "id": "1"}),
                Say::ChatMessage(NewMessage {
                    room: "lobby".into(),
                    text: "Hi".into(),
                    id: Some("1".into()),
                }),
            ),
        ];
        for (written, say) in said {
            assert_eq!(serde_json::to_value(&say).unwrap(), written);
            assert_eq!(serde_json::from_value::<Say>(written).unwrap(), say);
        }
        let user = Person {
            id: 1,
            username: Some("johndoe".into()),
            name: "John Doe".into(),
        };
        let heard = Hear::UserStatus(UserStatus {
            room: "lobby".into(),
            user,
            status: Status::Online,
        });
        let written: Value = serde_json::to_value(&heard).unwrap();
        assert_eq!(
            (&written["type"], &written["status"]),
            (&json!("user_status"), &json!("online"))
        );
        assert_eq!(written["user"]["username"], "johndoe");
        assert_eq!(serde_json::from_value::<Hear>(written).unwrap(), heard);
        let error = json!({"type": "error", "problem": Problem::new(ProblemKind::Conflict)});
        assert!(matches!(
            serde_json::from_value(error).unwrap(),
            Hear::Error { id: None, .. }
        ));
    }
}
