//! `devnet`

use std::io::{BufRead, BufReader};
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::{Value, json};

use super::chain;
use crate::asset::{self, Asset};
use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::report::{Printer, Report};
use crate::{frame, text};

/// The accounts for development that own something on a new chain.
const PEOPLE: [&str; 6] = [
    "//Alice",
    "//Bob",
    "//Charlie",
    "//Dave",
    "//Eve",
    "//Ferdie",
];
/// What they own besides the chain's own token.
const TOKENS: [&str; 2] = ["USDt", "USDC"];
/// The node's program.
const NODE: &str = "exequatur-devnode";

/// Run a node of one's own, for rehearsals with --url: it runs until Ctrl-C
///
/// Says where the node listens, and which accounts have money there; their keys are public, so nothing on it is worth anything.
#[derive(Debug, clap::Args)]
pub struct DevnetArgs {
    /// Keep the chain in this folder, or go on with the one there [default: a new chain that ends with the node]
    #[arg(long, value_name = "DIR")]
    pub base_path: Option<PathBuf>,
    /// Start a new chain that ends with the node: the default, said aloud
    #[arg(long, conflicts_with = "base_path")]
    pub tmp: bool,
    /// Port for JSON-RPC on this machine; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 9944)]
    pub rpc_port: u16,
    /// Port for other nodes on this machine; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port: u16,
    /// Make a block every so many seconds [default: one as soon as there is a transaction]
    #[arg(long, value_name = "SECONDS")]
    pub interval: Option<NonZeroU64>,
    /// With a new chain: accounts are not registered with contracts by themselves, their owners do it (`account register`)
    #[arg(long)]
    pub register_by_hand: bool,
    /// The node's program [default: exequatur-devnode beside this program]
    #[arg(
        long,
        value_name = "PATH",
        env = "EXEQUATUR_DEVNODE",
        hide_env_values = true
    )]
    pub node: Option<PathBuf>,
}

/// Starts the node, says what is there, and waits until somebody ends it.
pub fn run(ctx: &mut Context, args: DevnetArgs) -> Result<Report, CliError> {
    let program = program(args.node.as_deref())?;
    let mut node = Node::start(&program, &args)?;
    node.ends_when_told()?;
    let url = node.listens()?;
    ctx.options.url = Some(url);
    let report = describe(ctx, &program, &node.said)?;
    // Now, since it runs until it is told to end.
    Printer {
        json: ctx.options.json,
    }
    .print(&report, &[]);
    node.ended()?;
    Ok(Report::printed_already())
}

fn program(named: Option<&Path>) -> Result<PathBuf, CliError> {
    let program = match named {
        Some(named) => named.to_owned(),
        None => std::env::current_exe()
            .map_err(|error| missing(NODE, error.to_string()))?
            .with_file_name(NODE),
    };
    match program.metadata() {
        Ok(found) if found.is_file() => Ok(program),
        Ok(_) => Err(missing(
            &program.display().to_string(),
            "no file".to_owned(),
        )),
        Err(error) => Err(missing(&program.display().to_string(), error.to_string())),
    }
}

fn missing(what: &str, found: String) -> CliError {
    CliError::not_found("NoNode", "the node's program is not there")
        .values(text::escape(what), found)
        .hint(format!(
            "build it with `cargo build --manifest-path devnode/Cargo.toml`, and name it: --node PATH/{NODE}"
        ))
}

fn failed(program: &Path, found: String) -> CliError {
    CliError::new(Kind::Network, "NodeFailed", "the node does not run")
        .values(
            format!(
                "{} that listens",
                text::escape(&program.display().to_string())
            ),
            found,
        )
        .hint("what the node itself says stands above; another --rpc-port or --base-path may help")
}

/// The node's process, told to end when this is dropped, and ending by itself if this program is killed.
struct Node {
    process: Child,
    program: PathBuf,
    output: BufReader<ChildStdout>,
    /// What it said, by the words before the colon.
    said: Vec<(String, String)>,
}

impl Node {
    fn start(program: &Path, args: &DevnetArgs) -> Result<Self, CliError> {
        let mut command = Command::new(program);
        match &args.base_path {
            Some(folder) => command.arg("--base-path").arg(folder),
            None => command.arg("--tmp"),
        };
        command.args(["--rpc-port", &args.rpc_port.to_string()]);
        command.args(["--port", &args.port.to_string()]);
        if let Some(seconds) = args.interval {
            command.args(["--interval", &seconds.to_string()]);
        }
        if args.register_by_hand {
            command.arg("--register-by-hand");
        }
        // The pipe is never written to: it ends with this program, however that ends, and the node with it.
        command.arg("--until-stdin-ends");
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| failed(program, error.to_string()))?;
        let output = process.stdout.take();
        let output = output.ok_or_else(|| CliError::bug("the node's output is not there"))?;
        Ok(Node {
            process,
            program: program.to_owned(),
            output: BufReader::new(output),
            said: Vec::new(),
        })
    }

    /// Ctrl-C at a terminal reaches the node by itself; a signal to this program alone does not.
    fn ends_when_told(&self) -> Result<(), CliError> {
        let pid = self.pid()?;
        ctrlc::set_handler(move || {
            // It may have ended by itself.
            let _ = kill(pid, Signal::SIGTERM);
        })
        .map_err(|error| failed(&self.program, format!("no way to end it: {error}")))
    }

    fn pid(&self) -> Result<Pid, CliError> {
        let id = i32::try_from(self.process.id());
        id.map(Pid::from_raw)
            .map_err(|_| CliError::bug("the system's number of the node is out of range"))
    }

    /// Where, as soon as it does.
    fn listens(&mut self) -> Result<String, CliError> {
        while let Some((word, rest)) = self.line()? {
            if word == "listening" {
                return Ok(rest);
            }
            self.said.push((word, rest));
        }
        // Nothing that it says is missed: it ended.
        self.ended()?;
        Err(failed(&self.program, "it ended by itself".to_owned()))
    }

    fn line(&mut self) -> Result<Option<(String, String)>, CliError> {
        let mut line = String::new();
        let read = self.output.read_line(&mut line);
        read.map_err(|error| failed(&self.program, error.to_string()))?;
        let (word, rest) = line.split_once(':').unwrap_or((&line, ""));
        let parts = (word.trim().to_owned(), rest.trim().to_owned());
        Ok((!line.is_empty()).then_some(parts))
    }

    fn ended(&mut self) -> Result<(), CliError> {
        while self.line()?.is_some() {}
        let status = self.process.wait();
        let status = status.map_err(|error| failed(&self.program, error.to_string()))?;
        if status.success() {
            return Ok(());
        }
        Err(failed(&self.program, status.to_string()))
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // A process that was waited for has no number any more that could be somebody else's.
        if let (Ok(None), Ok(pid)) = (self.process.try_wait(), self.pid()) {
            let _ = kill(pid, Signal::SIGTERM);
            let _ = self.process.wait();
        }
    }
}

/// What is there and what to do with it.
fn describe(
    ctx: &mut Context,
    program: &Path,
    said: &[(String, String)],
) -> Result<Report, CliError> {
    if ctx.chain()?.block() == 0 {
        // The genesis of every chain is of the same day; the first block brings it to the machine's time.
        ctx.chain()?.advance(1)?;
    }
    let Report {
        mut value,
        text: mut page,
        ..
    } = chain::describe(ctx)?;
    value["node"] = json!(program.display().to_string());
    page += &format!("\nnode:   {}", text::escape(&program.display().to_string()));
    for (word, rest) in said {
        if ["folder", "blocks"].contains(&word.as_str()) {
            value[word] = json!(rest);
            page += &format!("\n{:<8}{}", format!("{word}:"), text::escape(rest));
        }
    }
    let (people, lines) = accounts(ctx)?;
    value["accounts"] = people;
    page += &format!("\naccounts for development, whose keys are public:\n{lines}");
    let url = ctx.options.url.clone().unwrap_or_default();
    page += &format!(
        "\nnext:   in another terminal: export EXEQUATUR_URL={url}, or --url {url} with each command; Ctrl-C ends the node"
    );
    Ok(Report::new(value, page))
}

fn accounts(ctx: &mut Context) -> Result<(Value, String), CliError> {
    let identity = ctx.identity()?;
    let tokens = TOKENS.map(|name| Asset::load(ctx, asset::named(name)?));
    let (mut values, mut lines) = (Vec::new(), Vec::new());
    for path in PEOPLE {
        let person = ctx.development(path)?.public().address();
        let (account, address) = (
            person.account_id(),
            exequatur_protocol::Address(person.h160()),
        );
        let balance = ctx.chain()?.balance(&account)?;
        let mut owns = vec![frame::token(&identity).show(balance)];
        let mut value = json!({
            "key": path,
            "ss58": text::ss58(&account, identity.ss58_prefix),
            "address": text::address(&address),
            "balance": balance.to_string(),
        });
        for (name, token) in TOKENS.iter().zip(&tokens) {
            let token = token.as_ref().map_err(Clone::clone)?;
            let balance = token.balance_of(ctx, &account, &address)?;
            owns.push(token.whole().show(balance));
            value[name] = json!(balance.to_string());
        }
        let registered = ctx.chain()?.account_of(&address)?.0 == account;
        value["registered"] = json!(registered);
        values.push(value);
        lines.push(format!(
            "  {path:<9} {}  {}{}",
            text::both_forms(&account, &address, identity.ss58_prefix),
            owns.join(", "),
            if registered { "" } else { ", not registered" }
        ));
    }
    Ok((json!(values), lines.join("\n")))
}
