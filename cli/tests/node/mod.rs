//! A node of its own for a test.
//!
//! The program is `exequatur-devnode`, which has a workspace of its own. It is built into the folder of the program under test, which takes
//! long the first time and under a second later; EXEQUATUR_DEVNODE names one that is built already.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::support::Place;

/// Runs until it is dropped.
pub struct Node {
    process: Child,
    /// Where its chain lies, removed at the end.
    folder: TempDir,
    /// Its further options.
    more: Vec<String>,
    /// Where it listens.
    pub url: String,
}

impl Node {
    /// A node with a new chain.
    pub fn start(more: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let more: Vec<String> = more.iter().map(|option| (*option).to_owned()).collect();
        let (process, url) = run(&folder, "0", &more);
        Node {
            process,
            folder,
            more,
            url,
        }
    }

    /// Kills it, as a machine that loses its power does, does something with its folder, and starts it again there and on the same port.
    #[allow(dead_code, reason = "each file of tests uses a part of it")]
    pub fn killed(&mut self, meanwhile: impl FnOnce(&Path)) {
        self.process.kill().expect("it runs");
        self.process.wait().expect("it was started here");
        meanwhile(self.folder.path());
        let (_, port) = self.url.rsplit_once(':').expect("a port");
        let port = port.trim_end_matches('/').to_owned();
        (self.process, self.url) = run(&self.folder, &port, &self.more);
    }

    /// A place whose commands go to this node. The first block brings the chain from its genesis to the time of the machine.
    pub fn place(&self) -> Place {
        let place = Place::at(&self.url);
        place.done(&["chain", "advance", "1h"]);
        place
    }
}

fn run(folder: &TempDir, port: &str, more: &[String]) -> (Child, String) {
    let mut process = Command::new(program())
        .arg("--base-path")
        .arg(folder.path())
        .args(["--rpc-port", port])
        .args(more)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the node can be started");
    let output = process.stdout.take().expect("it is piped");
    let url = BufReader::new(output)
        .lines()
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("listening: ").map(str::to_owned));
    (process, url.expect("it says where it listens"))
}

/// The same story on the local chain and over the JSON-RPC of a real node.
#[allow(dead_code, reason = "each file of tests uses a part of it")]
pub fn both(story: fn(&Place)) {
    story(&Place::with_chain());
    let node = Node::start(&[]);
    story(&node.place());
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The node's program.
pub fn program() -> &'static PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        if let Some(named) = std::env::var_os("EXEQUATUR_DEVNODE") {
            return named.into();
        }
        let beside = PathBuf::from(crate::support::PROGRAM).with_file_name("exequatur-devnode");
        let target = beside.ancestors().nth(2).expect("a folder of profiles");
        let built = Command::new(env!("CARGO"))
            .args(["build", "--locked", "--manifest-path"])
            .arg(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../devnode/Cargo.toml"
            ))
            .arg("--target-dir")
            .arg(target)
            // A build script of a dependency looks at it: with this test's own value the node would be built anew, and once more afterwards.
            .env_remove("CARGO_MANIFEST_DIR")
            .status();
        assert!(built.expect("there is cargo").success());
        beside
    })
}
