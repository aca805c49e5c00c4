//! The servers side by side: the load goes to them in turns.

use std::{net::SocketAddr, time::Duration};

use anyhow::Result;

use crate::{
    bare,
    cases::{CASES, Case, Origin},
    flask,
    load::{self, Run},
    program::Program,
};

/// How many connections send requests at once.
const CONNECTIONS: usize = 32;
/// How long each turn lasts, and how many turns each server has.
const TURN: Duration = Duration::from_secs(1);
const TURNS: usize = 11;

/// Measures each case and prints its line.
pub(crate) fn print(program: &Program) -> Result<()> {
    let flask = flask::Process::start(program.app)?;
    println!(
        "{TURNS} turns of {} s each, {CONNECTIONS} connections, load from one thread; requests/s, and the time within which 99 of \
         100 are answered",
        TURN.as_secs()
    );
    println!();
    println!(
        "{:<28}{:>10}{:>10}{:>10}{:>12}{:>12}{:>12}{:>12}{:>12}",
        "", "ours", "bare", "Flask", "ours/bare", "ours/Flask", "ours p99", "bare p99", "Flask p99"
    );
    for case in &CASES {
        println!("{}", line(case, program, flask.address)?);
    }
    println!();
    println!("Figures are medians; a ratio is the median of the ratios turn by turn.");
    Ok(())
}

fn line(case: &Case, program: &Program, flask: SocketAddr) -> Result<String> {
    let server = match case.origin {
        Origin::App => program.app,
        Origin::Echo => program.echo,
    };
    let ours = Load::of(case, server)?;
    let process = bare::Process::start(server, case.target, &ours.fields())?;
    let bare = Load {
        address: process.address,
        ..ours.clone()
    };
    let flask = case.in_flask.then(|| Load::of(case, flask)).transpose()?;

    let (mut our_runs, mut bare_runs, mut flask_runs) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TURNS {
        our_runs.push(ours.run(case)?);
        bare_runs.push(bare.run(case)?);
        if let Some(flask) = &flask {
            flask_runs.push(flask.run(case)?);
        }
    }
    Ok(format!(
        "{:<28}{}{}{}{}{}{}{}{}",
        case.name,
        rate(&our_runs),
        rate(&bare_runs),
        rate(&flask_runs),
        ratio(&our_runs, &bare_runs),
        ratio(&our_runs, &flask_runs),
        p99(&our_runs),
        p99(&bare_runs),
        p99(&flask_runs),
    ))
}

/// What one server is sent.
#[derive(Clone)]
struct Load {
    address: SocketAddr,
    fields: Vec<(&'static str, String)>,
}

impl Load {
    fn of(case: &Case, address: SocketAddr) -> Result<Self> {
        Ok(Self {
            address,
            fields: case.fields(address)?,
        })
    }

    fn fields(&self) -> Vec<(&str, &str)> {
        self.fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect()
    }

    fn run(&self, case: &Case) -> Result<Run> {
        load::run(
            self.address,
            case.target,
            &self.fields(),
            case.status(),
            CONNECTIONS,
            TURN,
        )
    }
}

fn rate(runs: &[Run]) -> String {
    median(runs.iter().map(Run::per_second)).map_or_else(|| format!("{:>10}", "–"), |rate| format!("{rate:>10.0}"))
}

fn ratio(ours: &[Run], theirs: &[Run]) -> String {
    let ratios = ours
        .iter()
        .zip(theirs)
        .map(|(ours, theirs)| ours.per_second() / theirs.per_second());
    median(ratios).map_or_else(|| format!("{:>12}", "–"), |ratio| format!("{ratio:>12.2}"))
}

fn p99(runs: &[Run]) -> String {
    median(runs.iter().map(Run::p99_us)).map_or_else(|| format!("{:>12}", "–"), |time| format!("{time:>9.0} µs"))
}

/// The one in the middle, if there is one.
fn median(figures: impl Iterator<Item = f64>) -> Option<f64> {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied()
}
