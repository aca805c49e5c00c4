//! The log: events with fields, to standard error.
//!
//! `ROUNDTRIP_LOG` takes a filter as tracing-subscriber reads it, `roundtrip::request=debug` for a line about each request.

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::config::LogFormat;

/// What is written when `ROUNDTRIP_LOG` does not say.
const DEFAULT_FILTER: &str = "info,sqlx=warn,sea_orm=warn,sea_orm_migration=warn";

/// Starts the log. Once; a second call does nothing.
///
/// # Errors
/// A line that says what is wrong with `ROUNDTRIP_LOG`.
pub fn start(format: LogFormat) -> Result<(), String> {
    let filter = match std::env::var("ROUNDTRIP_LOG") {
        Ok(filter) => EnvFilter::try_new(&filter).map_err(|error| format!("ROUNDTRIP_LOG: {error}"))?,
        Err(_) => EnvFilter::new(DEFAULT_FILTER),
    };
    let registry = tracing_subscriber::registry().with(filter);
    let started = match format {
        LogFormat::Text => {
            let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
            registry
                .with(fmt::layer().with_writer(std::io::stderr).with_ansi(colours))
                .try_init()
        }
        LogFormat::Json => registry
            .with(fmt::layer().json().flatten_event(true).with_writer(std::io::stderr))
            .try_init(),
    };
    // It fails only where a log is started already, and then there is one.
    let _ = started;
    Ok(())
}
