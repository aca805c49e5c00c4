//! What the program can be told: its options, and the environment variables that stand for them.
//!
//! clap reports an unknown or malformed option with exit code 2; what can only be known by trying (a taken port, an unreadable
//! certificate) is reported where it is tried, with exit code 1.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use store::DatabaseUrl;

use crate::origin::Origin;

/// See, send, catch and understand HTTP.
#[derive(Debug, Parser)]
#[command(name = "roundtrip", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// What to do; `serve` when left out.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The options of `serve`, when it is left out.
    #[command(flatten)]
    pub serve: ServeOptions,
}

/// What the program does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the server
    Serve(Box<ServeOptions>),
    /// Print the OpenAPI document
    Openapi,
}

/// The options of `roundtrip serve`.
#[derive(Clone, Debug, Args)]
pub struct ServeOptions {
    /// Where the app origin listens: the pages, /api and /v1
    #[arg(
        long,
        env = "ROUNDTRIP_APP_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:3000"
    )]
    pub app_listen: SocketAddr,
    /// Where the echo origin listens: the toolbox; the same address as the app origin's to tell the two apart by Host
    #[arg(
        long,
        env = "ROUNDTRIP_ECHO_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:3001"
    )]
    pub echo_listen: SocketAddr,
    /// Where Prometheus finds /metrics; off when left out
    #[arg(long, env = "ROUNDTRIP_ADMIN_LISTEN", value_name = "ADDRESS")]
    pub admin_listen: Option<SocketAddr>,
    /// The public URL of the app origin, where a proxy stands in front
    #[arg(long, env = "ROUNDTRIP_APP_ORIGIN", value_name = "URL")]
    pub app_origin: Option<Origin>,
    /// The public URL of the echo origin, where a proxy stands in front
    #[arg(long, env = "ROUNDTRIP_ECHO_ORIGIN", value_name = "URL")]
    pub echo_origin: Option<Origin>,
    /// The folder for the SQLite file and large bodies
    #[arg(long, env = "ROUNDTRIP_DATA", value_name = "DIR", default_value = "./roundtrip-data")]
    pub data: PathBuf,
    /// sqlite:FILE or postgres://USER@HOST/DATABASE; an SQLite file in the data folder when left out
    #[arg(long, env = "ROUNDTRIP_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<DatabaseUrl>,
    /// nats://HOST:4222: how several nodes on one database wake each other's readers; within the process when left out
    #[arg(long, env = "ROUNDTRIP_NATS", value_name = "URL", hide_env_values = true)]
    pub nats: Option<String>,
    /// After how many days a sandbox of the practice API that nobody uses is deleted
    #[arg(
        long,
        env = "ROUNDTRIP_SANDBOX_DAYS",
        value_name = "DAYS",
        default_value_t = 30,
        value_parser = clap::value_parser!(u16).range(1..)
    )]
    pub sandbox_days: u16,
    /// Where both origins listen with TLS (ALPN h2 and http/1.1), told apart by Host
    #[arg(long, env = "ROUNDTRIP_TLS_LISTEN", value_name = "ADDRESS")]
    pub tls_listen: Option<SocketAddr>,
    /// The certificate chain for TLS, in PEM
    #[arg(long, env = "ROUNDTRIP_TLS_CERT", value_name = "FILE", requires_all = ["tls_key", "tls_listen"])]
    pub tls_cert: Option<PathBuf>,
    /// The private key of the certificate, in PEM
    #[arg(long, env = "ROUNDTRIP_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Make a certificate for localhost at each start
    #[arg(
        long,
        env = "ROUNDTRIP_TLS_SELF_SIGNED",
        conflicts_with = "tls_cert",
        requires = "tls_listen"
    )]
    pub tls_self_signed: bool,
    /// How the log is written to standard error
    #[arg(long, env = "ROUNDTRIP_LOG_FORMAT", value_enum, default_value = "text")]
    pub log_format: LogFormat,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A line for people
    Text,
    /// A JSON object a line
    Json,
}

impl ServeOptions {
    /// What is wrong with the options taken together, if anything is.
    #[must_use]
    pub fn contradiction(&self) -> Option<&'static str> {
        if self.tls_listen.is_some() && self.tls_cert.is_none() && !self.tls_self_signed {
            return Some("--tls-listen needs a certificate: give --tls-cert and --tls-key, or --tls-self-signed");
        }
        let shared = self.app_listen == self.echo_listen && self.app_listen.port() != 0;
        if shared && (self.app_origin.is_none() || self.echo_origin.is_none()) {
            return Some(
                "--app-listen and --echo-listen are the same address: give --app-origin and --echo-origin, so that \
                 the Host field can tell the two origins apart",
            );
        }
        if self.app_origin.is_some() && self.app_origin == self.echo_origin {
            return Some(
                "--app-origin and --echo-origin are the same: what a caller can put bytes into must not share an \
                 origin with the pages",
            );
        }
        None
    }

    /// Which database to open.
    #[must_use]
    pub fn database_url(&self) -> DatabaseUrl {
        self.database
            .clone()
            .unwrap_or_else(|| DatabaseUrl::sqlite(&self.data.join("roundtrip.db")))
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, error::ErrorKind};

    use super::*;

    fn options(args: &[&str]) -> Result<ServeOptions, clap::Error> {
        let cli = Cli::try_parse_from([&["roundtrip"], args].concat())?;
        Ok(match cli.command {
            Some(Command::Serve(options)) => *options,
            _ => cli.serve,
        })
    }

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn serve_may_be_left_out() {
        for args in [
            &["--app-listen", "127.0.0.1:4000"][..],
            &["serve", "--app-listen", "127.0.0.1:4000"],
        ] {
            assert_eq!(options(args).unwrap().app_listen.port(), 4000, "{args:?}");
        }
    }

    #[test]
    fn mistakes_are_told_apart() {
        for (args, kind) in [
            (&["--app-listen", "nonsense"][..], ErrorKind::ValueValidation),
            (&["--database", "mysql://x/y"], ErrorKind::ValueValidation),
            (&["--echo-origin", "ftp://x"], ErrorKind::ValueValidation),
            (&["--log-format", "xml"], ErrorKind::InvalidValue),
            (
                &["--tls-cert", "c.pem", "--tls-listen", "127.0.0.1:0"],
                ErrorKind::MissingRequiredArgument,
            ),
            (&["--frobnicate"], ErrorKind::UnknownArgument),
        ] {
            assert_eq!(options(args).unwrap_err().kind(), kind, "{args:?}");
        }
    }

    #[test]
    fn contradictions_are_told() {
        for (args, words) in [
            (&["--tls-listen", "127.0.0.1:0"][..], "needs a certificate"),
            (
                &["--app-listen", "127.0.0.1:80", "--echo-listen", "127.0.0.1:80"],
                "the same address",
            ),
            (
                &[
                    "--app-origin",
                    "https://a.example",
                    "--echo-origin",
                    "https://a.example",
                ],
                "must not share",
            ),
        ] {
            let told = options(args).unwrap().contradiction();
            assert!(told.is_some_and(|told| told.contains(words)), "{args:?}: {told:?}");
        }
        assert_eq!(options(&[]).unwrap().contradiction(), None);
    }
}
