//! What may stand on the command line, above the commands themselves.

use std::path::PathBuf;

use clap::{ColorChoice, Parser};

use crate::commands::Command;

/// Escrow with arbitration: lock money under an arbitration clause, release or dispute it, execute the award.
///
/// Amounts are in the chain's own token, for example 12.5. Escrows are named by their address. Every command that sends
/// something says first what it would do and asks; `--dry-run` stops there.
#[derive(Debug, Parser)]
#[command(
    name = "exequatur",
    version,
    max_term_width = 100,
    propagate_version = false,
    arg_required_else_help = true
)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// Folder of keys and of the local chain [default: the system's folder for data]
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "EXEQUATUR_HOME",
        hide_env_values = true
    )]
    pub home: Option<PathBuf>,
    /// Folder of the local chain [default: HOME/chain]
    #[arg(long, global = true, value_name = "DIR")]
    pub chain: Option<PathBuf>,
    /// A node of any chain with pallet-revive, instead of the local chain: ws://… or wss://…
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "EXEQUATUR_URL",
        hide_env_values = true,
        conflicts_with = "chain",
        value_parser = node_url
    )]
    pub url: Option<String>,
    /// How long to wait for each answer of the node and for each block
    #[arg(long, global = true, value_name = "SECONDS", default_value = "60", value_parser = clap::value_parser!(u64).range(1..=3_600))]
    pub timeout: u64,
    /// Who signs: a key's name or address; on a local chain also //Alice, //Bob …
    #[arg(long, global = true, value_name = "KEY")]
    pub key: Option<String>,
    /// Read the key's password from a file that only you can read
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        conflicts_with = "password_fd"
    )]
    pub password_file: Option<PathBuf>,
    /// Read the key's password from an open file descriptor
    #[arg(long, global = true, value_name = "N")]
    pub password_fd: Option<u32>,
    /// Do not ask before sending
    #[arg(long, global = true)]
    pub yes: bool,
    /// Say what would be sent and what it would cost, and send nothing
    #[arg(long, global = true)]
    pub dry_run: bool,
    /// Send it even if an earlier run of the same command already did, and could not say so
    #[arg(long, global = true)]
    pub again: bool,
    /// Print one JSON document on standard output
    #[arg(long, global = true)]
    pub json: bool,
    /// Colours in help: auto or never (NO_COLOR is honoured)
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_default_value = true, value_parser = color)]
    pub color: ColorChoice,
}

fn color(text: &str) -> Result<ColorChoice, String> {
    match text {
        "auto" => Ok(ColorChoice::Auto),
        "never" => Ok(ColorChoice::Never),
        other => Err(format!("expected auto or never, found {other}")),
    }
}

/// What a WebSocket's URL begins with; whether a node answers there is found out later.
fn node_url(text: &str) -> Result<String, String> {
    if text.starts_with("ws://") || text.starts_with("wss://") {
        Ok(text.to_owned())
    } else {
        Err("expected ws://… or wss://…".to_owned())
    }
}
