//! Why a page cannot show what it was asked for.

use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageError {
    /// There is no such thing, or it is not this person's: the two are not told apart.
    NotFound,
    Forbidden,
    /// The session is over.
    LoggedOut,
    /// Something broke. The number stands in the log too; empty when the server was not reached.
    Failed(String),
}

impl FromServerFnError for PageError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        #[cfg(feature = "ssr")]
        if matches!(
            error,
            ServerFnErrorErr::Args(_)
                | ServerFnErrorErr::MissingArg(_)
                | ServerFnErrorErr::Deserialization(_)
        ) {
            crate::context::set_status(axum::http::StatusCode::BAD_REQUEST);
        }
        #[cfg(not(feature = "ssr"))]
        let _ = error;
        Self::Failed(String::new())
    }
}
