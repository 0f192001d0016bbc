//! A home of its own for each test, and what the program printed as one text for snapshots.

#![allow(dead_code, reason = "each file of tests uses a part of it")]

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_exequatur");

/// Makes a key named ada, with the password of [`Place::empty`].
pub const NEW_KEY: [&str; 6] = [
    "key",
    "new",
    "ada",
    "--password-file",
    "password",
    "--no-phrase",
];

/// One arbitrator, an appointing authority, and a notary.
pub const SOLE: &str = "--arbitrator //Charlie --authority //Dave --notary //Eve";

/// A folder with a home, a chain and papers, removed at the end.
pub struct Place {
    dir: TempDir,
    /// The node that commands go to, instead of the local chain.
    url: Option<String>,
    /// When terms expire, later than what the chain's clock says.
    expiry: &'static str,
}

impl Place {
    /// A place without a chain.
    pub fn empty() -> Self {
        let dir = tempfile::tempdir().expect("a folder for the test");
        let place = Place {
            dir,
            url: None,
            expiry: "2026-09-01T00:00:00Z",
        };
        place.secret("password", "correct horse\n");
        std::fs::write(place.path().join("agreement.md"), "an agreement\n")
            .expect("the folder is ours");
        place
    }

    /// A place with a new chain whose clock says 2 March 2026.
    pub fn with_chain() -> Self {
        let place = Self::empty();
        place.done(&["chain", "init", "--clock", "2026-03-02T09:00:00Z"]);
        place
    }

    /// The same, whose terms expire at another moment.
    pub fn with_chain_until(expiry: &'static str) -> Self {
        Place {
            expiry,
            ..Self::with_chain()
        }
    }

    /// A place whose commands go to a node, on which it is the year of this machine.
    pub fn at(url: &str) -> Self {
        Place {
            url: Some(url.to_owned()),
            expiry: "2090-09-01T00:00:00Z",
            ..Self::empty()
        }
    }

    /// Another place with the same in it.
    pub fn copy(&self) -> Self {
        let dir = tempfile::tempdir().expect("a folder for the test");
        let copied = Command::new("cp")
            .args(["-a", "--"])
            .arg(self.path().join("."))
            .arg(dir.path())
            .status()
            .expect("there is cp");
        assert!(copied.success());
        Place {
            dir,
            url: self.url.clone(),
            expiry: self.expiry,
        }
    }

    /// The node that commands go to, if it is not the local chain.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// When terms expire, later than what the chain's clock says.
    pub fn expiry(&self) -> &'static str {
        self.expiry
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// A file that only its owner can read.
    pub fn secret(&self, name: &str, text: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let path = self.path().join(name);
        std::fs::write(&path, text).expect("the folder is ours");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))
            .expect("the file is ours");
        path
    }

    /// A command in the folder, with nothing of the caller's settings but where programs are.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.path())
            .env_clear()
            .env("TZ", "UTC")
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("EXEQUATUR_HOME", "home")
            .envs(self.url.iter().map(|url| ("EXEQUATUR_URL", url)));
        command
    }

    /// Runs the program in the folder, without a terminal.
    pub fn output(&self, arguments: &[&str]) -> std::process::Output {
        let mut command = self.command(PROGRAM);
        command.args(arguments).stdin(std::process::Stdio::null());
        command.output().expect("the program starts")
    }

    /// Runs the program as somebody whom permissions stop, which root is not unless it gives that power away.
    pub fn output_without_privilege(&self, arguments: &[&str]) -> std::process::Output {
        use std::os::unix::fs::MetadataExt;
        let uid = std::fs::metadata("/proc/self")
            .expect("this is Linux")
            .uid();
        if uid != 0 {
            return self.output(arguments);
        }
        let mut setpriv = self.command("setpriv");
        setpriv
            .args([
                "--inh-caps=-dac_override,-dac_read_search",
                "--bounding-set=-dac_override,-dac_read_search",
            ])
            .arg(PROGRAM)
            .args(arguments)
            .stdin(std::process::Stdio::null());
        setpriv.output().expect("setpriv of util-linux")
    }

    /// Runs the program where it can write files of at most so many KiB, which is what a full disk does to it.
    pub fn on_full_disk(&self, kib: u32, arguments: &[&str]) -> std::process::Output {
        const LIMITED: &str = "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"";
        let mut command = self.command("bash");
        command
            .args(["-c", LIMITED, "bash", &kib.to_string(), PROGRAM])
            .args(arguments)
            .stdin(std::process::Stdio::null());
        command.output().expect("there is bash")
    }

    /// Runs the program where it can write files of at most so many bytes.
    pub fn with_files_of_at_most(&self, bytes: usize, arguments: &[&str]) -> std::process::Output {
        const LIMITED: &str = "trap '' XFSZ; exec prlimit --fsize=\"$1\" \"${@:2}\"";
        let mut command = self.command("bash");
        command
            .args(["-c", LIMITED, "bash", &bytes.to_string(), PROGRAM])
            .args(arguments)
            .stdin(std::process::Stdio::null());
        command.output().expect("there is bash")
    }

    /// Exit code, standard output and standard error as one text; what differs from run to run is replaced.
    pub fn run(&self, arguments: &[&str]) -> String {
        let output = self.output(arguments);
        let text = |bytes: &[u8]| self.redacted(&String::from_utf8_lossy(bytes));
        format!(
            "exit {}\n--- stdout\n{}--- stderr\n{}",
            output.status.code().unwrap_or(-1),
            text(&output.stdout),
            text(&output.stderr),
        )
    }

    /// Runs something that must succeed; its standard output.
    pub fn done(&self, arguments: &[&str]) -> String {
        let output = self.output(arguments);
        assert!(output.status.success(), "{}", self.run(arguments));
        String::from_utf8(output.stdout).expect("text")
    }

    /// A field of the JSON that a command prints.
    pub fn field(&self, pointer: &str, arguments: &[&str]) -> String {
        let printed = self.done(&[arguments, &["--json"]].concat());
        let document: serde_json::Value =
            serde_json::from_str(&printed).expect("one JSON document");
        let value = document
            .pointer(pointer)
            .unwrap_or_else(|| panic!("no {pointer} in {printed}"));
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    }

    /// Writes terms between //Alice, who pays, and //Bob.
    pub fn terms(&self) {
        self.terms_with(SOLE);
    }

    /// The same with the other people and whatever else as on a command line.
    pub fn terms_with(&self, options: &str) {
        let line = "terms new terms.toml --payer //Alice --payee //Bob --amount 12.5 --agreement agreement.md --seat DK-84 \
                    --law DK --language en --most-for-tribunal 1 --expiry";
        let (line, options) = (words(line), words(options));
        self.done(&[&line[..], &[self.expiry], &options].concat());
    }

    /// An escrow that both consented to and that the payer funded.
    pub fn funded(&self) -> String {
        self.funded_with(SOLE)
    }

    /// The same with the options of [`Self::terms_with`].
    pub fn funded_with(&self, options: &str) -> String {
        let escrow = self.agreed_with(options);
        self.done(&["escrow", "fund", &escrow, "--key", "//Alice", "--yes"]);
        escrow
    }

    /// An escrow that both consented to, with the options of [`Self::terms_with`].
    pub fn agreed_with(&self, options: &str) -> String {
        self.terms_with(options);
        let escrow = self.field(
            "/result/escrow",
            &["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"],
        );
        self.done(&["escrow", "accept", &escrow, "--key", "//Bob", "--yes"]);
        escrow
    }

    fn redacted(&self, text: &str) -> String {
        let text = text.replace(&self.path().display().to_string(), "[dir]");
        let lines = text.lines().map(|line| match line.trim_start() {
            rest if rest.starts_with("cost:") => {
                format!("{}cost: [cost]\n", &line[..line.len() - rest.len()])
            }
            _ => format!("{}\n", hashes(line)),
        });
        lines.collect()
    }
}

/// The payer approves that the payee gets everything.
pub fn release(escrow: &str) -> [&str; 7] {
    let [amount, key] = ["12.5", "//Alice"];
    [
        "escrow",
        "release",
        escrow,
        "--to-payee",
        amount,
        "--key",
        key,
    ]
}

/// The arguments in a line, none of which has a blank in it.
pub fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// Hashes of 64 digits depend on the chain, whose beginning is random.
fn hashes(line: &str) -> String {
    let mut parts = line.split("0x");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        if digits == 64 {
            out += "[hash]";
            out += &part[digits..];
        } else {
            out += "0x";
            out += part;
        }
    }
    out
}
