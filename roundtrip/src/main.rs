//! The `roundtrip` program: reads its options and does what they say.

mod bundle;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{CommandFactory, Parser, error::ErrorKind};
use server::{
    config::{Cli, Command, ServeOptions},
    logging, openapi,
    origin::{Origin, Origins},
    router,
    serve::{self, Ready},
};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        None => run_server(cli.serve),
        Some(Command::Serve(options)) => run_server(*options),
        Some(Command::Openapi) => print_openapi(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("roundtrip: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run_server(options: ServeOptions) -> Result<(), String> {
    if let Some(contradiction) = options.contradiction() {
        // Ends the program with exit code 2, as for any other mistake in the options.
        Cli::command().error(ErrorKind::ArgumentConflict, contradiction).exit();
    }
    logging::start(options.log_format)?;
    serve::run(options, bundle::FILES, say_ready).map_err(|error| error.to_string())
}

fn say_ready(ready: Ready) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{ready}")?;
    output.flush()
}

/// The document as a server with the default options has it.
fn print_openapi() -> Result<(), String> {
    let origin = |url: &str| url.parse::<Origin>().map_err(|error| error.to_string());
    let origins = Origins {
        app: origin("http://127.0.0.1:3000")?,
        echo: origin("http://127.0.0.1:3001")?,
    };
    let document = openapi::document(router::operations(), &origins);
    let json = document.to_pretty_json().map_err(|error| error.to_string())?;
    match writeln!(io::stdout().lock(), "{json}") {
        // Whoever reads may stop before the end, as `head` does.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}
