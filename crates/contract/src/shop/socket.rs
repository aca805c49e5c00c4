//! `/api/socket`: the rooms of a sandbox over a WebSocket (RFC 6455), in text messages of JSON.

use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};

use super::{Account, Message, Person};
use crate::{
    Endpoint, Problem, ProblemKind,
    endpoint::{Group, NoContent, NoParameters, RequestField},
    feeds::Missing,
};

/// The code with which a WebSocket is closed whose client has not logged in.
pub const CLOSE_UNAUTHORIZED: u16 = 4401;

/// The largest message that a client may send, in bytes.
pub const MAX_SOCKET_MESSAGE: usize = 32 * 1024;

/// How many rooms a WebSocket may have joined at once.
pub const MAX_ROOMS: usize = 16;

/// What a client says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum FromClient {
    /// Who it is. This comes first.
    Auth {
        /// The token of a login. Without one it is the cookie of the handshake that counts, if that came from a page of ours.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token: Option<String>,
    },
    /// It wants to hear what is said in a room.
    Join {
        /// The room.
        room: String,
        /// Behind which cursor; `earliest` and `latest` are cursors too. Left out, it is `latest`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<String>,
    },
    /// It has heard enough of a room.
    Leave {
        /// The room.
        room: String,
    },
    /// It says something.
    ChatMessage {
        /// In which room.
        room: String,
        /// What.
        text: String,
        /// See [`NewMessage::id`](super::NewMessage::id).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
    },
}

/// What the server says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromServer {
    /// The client is logged in.
    AuthSuccess {
        /// As whom.
        user: Account,
        /// The sandbox whose rooms these are.
        sandbox: String,
    },
    /// The client is not logged in.
    AuthFailed {
        /// Why not.
        message: String,
    },
    /// The client hears a room.
    Joined {
        /// The room.
        room: String,
        /// Behind which cursor.
        cursor: String,
        /// Who else is there.
        users: Vec<Presence>,
    },
    /// Somebody has said something.
    ChatMessage(Message),
    /// Somebody has come, or gone.
    UserStatus(Presence),
    /// Something that was said in a room is not there any more.
    Gap {
        /// The room.
        room: String,
        /// See [`Gap::missing`](crate::feeds::Gap::missing).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        missing: Option<Missing>,
        /// Where the client goes on.
        cursor: String,
    },
    /// What the client said was not done.
    Error {
        /// Why not.
        problem: Problem,
    },
}

/// Whether somebody is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Presence {
    /// In which room.
    pub room: String,
    /// Who.
    pub user: Person,
    /// Whether they are there.
    pub status: UserStatus,
}

/// Whether somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UserStatus {
    /// They hear the room.
    Online,
    /// They hear it, and have said nothing for a while.
    Away,
    /// They do not hear it.
    Offline,
}

/// `GET /api/socket`
#[derive(Clone, Copy, Debug)]
pub struct OpenSocket;

impl Endpoint for OpenSocket {
    const METHODS: &'static [Method] = &[Method::GET];
    const PATH: &'static str = "/api/socket";
    const ID: &'static str = "open_socket";
    const GROUP: Group = Group::Practice;
    const SUMMARY: &'static str = "The rooms of the sandbox over a WebSocket (RFC 6455): auth, join, leave and chat_message in text messages of JSON";
    const STATUS: StatusCode = StatusCode::SWITCHING_PROTOCOLS;
    const PROBLEMS: &'static [ProblemKind] = &[
        ProblemKind::BadRequest,
        ProblemKind::NotFound,
        ProblemKind::UpgradeRequired,
        ProblemKind::Unavailable,
    ];
    const REQUEST_FIELDS: &'static [RequestField] = &[RequestField::Sandbox];
    const RESPONSE_FIELDS: &'static [&'static str] = &["Sec-WebSocket-Accept", "Upgrade", "Sandbox"];
    type Path = NoParameters;
    type Query = NoParameters;
    type Body = NoContent;
    type Response = NoContent;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_client_says_is_read_as_the_contract_has_it() {
        for (sent, read) in [
            (
                json!({"type": "auth", "token": "t"}),
                Some(FromClient::Auth {
                    token: Some("t".into()),
                }),
            ),
            (json!({"type": "auth"}), Some(FromClient::Auth { token: None })),
            (
                json!({"type": "join", "room": "lobby", "after": "1-2"}),
                Some(FromClient::Join {
                    room: "lobby".into(),
                    after: Some("1-2".into()),
                }),
            ),
            (
                json!({"type": "chat_message", "room": "lobby", "text": "Hi", "id": "1"}),
                Some(FromClient::ChatMessage {
                    room: "lobby".into(),
                    text: "Hi".into(),
                    id: Some("1".into()),
                }),
            ),
            (json!({"type": "leave"}), None),
            (json!({"type": "shout", "room": "lobby"}), None),
            (json!({"room": "lobby"}), None),
        ] {
            assert_eq!(serde_json::from_value(sent.clone()).ok(), read, "{sent}");
        }
    }

    #[test]
    fn what_the_server_says_is_flat() {
        let user = Person {
            id: 1,
            username: None,
            name: "Ada".into(),
        };
        let said = FromServer::UserStatus(Presence {
            room: "lobby".into(),
            user,
            status: UserStatus::Online,
        });
        assert_eq!(
            serde_json::to_value(said).unwrap(),
            json!({"type": "user_status", "room": "lobby", "user": {"id": 1, "name": "Ada"}, "status": "online"})
        );
    }
}
