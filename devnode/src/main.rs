//! `exequatur-devnode`: a real node for rehearsals and tests, on the same runtime as the local chain.
//!
//! It has what nodes of public chains have (database, transaction pool, network, JSON-RPC), makes its blocks
//! alone, and is for one machine: the accounts for development are funded, and anybody who reaches its port
//! may move its clock.

#![deny(missing_docs)]

mod chain_spec;
mod clock;
mod executor;
mod rpc;
mod sealing;
mod service;
mod state;

use std::{
    io::{ErrorKind, Write},
    num::NonZeroU64,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use clap::Parser;
use exequatur_runtime::Genesis;

use sealing::Sealing;
use service::{Node, Settings};

/// A real node for rehearsals and tests: one machine, accounts for development, a clock that can be moved.
#[derive(Parser)]
#[command(version, about)]
struct Args {
    /// Keep the chain in this folder, or go on with the one there
    #[arg(
        long,
        value_name = "DIR",
        conflicts_with = "tmp",
        required_unless_present = "tmp"
    )]
    base_path: Option<PathBuf>,

    /// Start a new chain that ends with the node
    #[arg(long)]
    tmp: bool,

    /// Port for JSON-RPC over WebSocket and HTTP; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 9944)]
    rpc_port: u16,

    /// Port for other nodes; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,

    /// Make a block every so many seconds, instead of one as soon as there is a transaction
    #[arg(long, value_name = "SECONDS")]
    interval: Option<NonZeroU64>,

    /// With a new chain: accounts are not registered with contracts by themselves, their owners do it
    #[arg(long)]
    register_by_hand: bool,

    /// With a new chain: what fees are in every second stretch of 32 blocks, in per cent of what they are in the others
    #[arg(long, value_name = "PERCENT", default_value_t = 100)]
    fee_swing: u32,

    /// End when standard input ends, as it does when the program that started the node is gone
    #[arg(long)]
    until_stdin_ends: bool,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// How long tasks may take to end before they are cut off.
const PATIENCE: Duration = Duration::from_secs(30);

type AnyError = Box<dyn std::error::Error>;

fn run(args: &Args) -> Result<(), AnyError> {
    sc_tracing::logging::LoggerBuilder::new("warn").init()?;
    let temporary = args
        .tmp
        .then(|| {
            tempfile::Builder::new()
                .prefix("exequatur-devnode-")
                .tempdir()
        })
        .transpose()?;
    let base_path = match (&temporary, &args.base_path) {
        (Some(folder), _) => folder.path(),
        (None, Some(folder)) => folder,
        (None, None) => return Err("expected --base-path DIR or --tmp, found neither".into()),
    };
    let settings = Settings {
        base_path,
        rpc_port: args.rpc_port,
        port: args.port,
        sealing: args.interval.map_or(Sealing::Instant, |seconds| {
            Sealing::Interval(Duration::from_secs(seconds.get()))
        }),
    };
    // Only a new chain looks at it. Its seed is new each time, so that no two chains take each other's
    // transactions.
    let spec = chain_spec::chain_spec(&Genesis {
        auto_map: !args.register_by_hand,
        fee_swing_percent: args.fee_swing,
        ..Genesis::dev()?
    })?;
    let tokio = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let outcome = tokio.block_on(async {
        let node =
            service::start(&settings, spec).map_err(|error| did_not_start(&settings, &error))?;
        announce(&node, &settings, args.tmp);
        until_told(node, args.until_stdin_ends).await
    });
    tokio.shutdown_timeout(PATIENCE);
    let deleted = temporary.map_or(Ok(()), |folder| delete(folder.path()));
    outcome?;
    Ok(deleted?)
}

/// Deletes the folder of a chain. Threads of the database end a little after the tasks, and may write a file while others are deleted.
fn delete(folder: &Path) -> std::io::Result<()> {
    let mut left = 100;
    loop {
        match std::fs::remove_dir_all(folder) {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) if left == 0 => return Err(error),
            Err(_) => left -= 1,
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn did_not_start(settings: &Settings<'_>, error: &sc_service::Error) -> String {
    format!(
        "expected to start a node with its chain in {} and JSON-RPC on port {}, found: {error}; \
         free what is in use, or choose another folder or port",
        settings.base_path.display(),
        settings.rpc_port
    )
}

fn announce(node: &Node, settings: &Settings<'_>, temporary: bool) {
    let folder = settings.base_path.display();
    let fate = if temporary {
        ", deleted at the end"
    } else {
        ""
    };
    println!(
        "chain:     {:?}, at block {}",
        node.genesis_hash, node.newest_block
    );
    println!("folder:    {folder}{fate}");
    match settings.sealing {
        Sealing::Instant => println!("blocks:    one as soon as there is a transaction"),
        Sealing::Interval(period) => println!("blocks:    one every {} s", period.as_secs()),
    }
    println!(
        "accounts:  //Alice, //Bob, //Charlie, //Dave, //Eve and //Ferdie have money; their keys are public"
    );
    println!("listening: ws://{}", node.rpc);
}

/// Runs until it is told to end, or an essential task fails.
async fn until_told(mut node: Node, stdin_ends: bool) -> Result<(), AnyError> {
    let (sender, mut told) = tokio::sync::mpsc::channel(1);
    if stdin_ends {
        let sender = sender.clone();
        // A thread of its own, since nobody can be kept from reading: it ends with the program.
        std::thread::spawn(move || {
            // What cannot be read any more has ended too.
            let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
            let _ = sender.try_send(());
        });
    }
    ctrlc::set_handler(move || {
        // Full means that it was told before.
        let _ = sender.try_send(());
    })?;
    tokio::select! {
        _ = told.recv() => {}
        ended = node.tasks.future() => ended?,
    }
    // Whoever started it may be gone, and nobody there to read it.
    let _ = writeln!(std::io::stdout(), "ended");
    Ok(())
}
