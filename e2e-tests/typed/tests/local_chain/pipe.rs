//! A local chain in a process of its own, which ends with this.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::OnceLock;

use super::words::{Answer, Question, from_line, to_line};

pub struct Pipe {
    process: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Pipe {
    /// A new chain.
    pub fn start() -> Self {
        let mut process = Command::new(program())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the chain can be started");
        let questions = process.stdin.take();
        let answers = process.stdout.take().expect("it is piped");
        Pipe {
            process,
            questions,
            answers: BufReader::new(answers),
        }
    }

    pub fn ask(&mut self, question: &Question) -> Answer {
        let questions = self.questions.as_mut().expect("it is piped");
        writeln!(questions, "{}", to_line(question)).expect("the chain listens");
        let mut line = String::new();
        self.answers
            .read_line(&mut line)
            .expect("the chain answers");
        from_line(&line)
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        // It ends when nothing can be asked any more.
        drop(self.questions.take());
        let _ = self.process.wait();
    }
}

/// Built by the workspace that has the chain: EXEQUATUR_CHAIN_ON_PIPE names one that is built already.
fn program() -> &'static PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        if let Some(named) = std::env::var_os("EXEQUATUR_CHAIN_ON_PIPE") {
            return named.into();
        }
        let built = Command::new(env!("CARGO"))
            .args(["build", "--locked", "--package", "exequatur-e2e-tests"])
            .args(["--example", "chain_on_pipe", "--message-format", "json"])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
            .stderr(Stdio::inherit())
            .output()
            .expect("there is cargo");
        assert!(built.status.success(), "the chain cannot be built");
        let messages = String::from_utf8(built.stdout).expect("text");
        let executable = messages.lines().rev().find_map(|line| {
            let message: serde_json::Value = serde_json::from_str(line).ok()?;
            message["executable"].as_str().map(PathBuf::from)
        });
        executable.expect("cargo says what it built")
    })
}
