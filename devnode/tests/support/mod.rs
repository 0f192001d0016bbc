//! A node that a test owns, and what tests ask it.
#![allow(dead_code, reason = "each test file uses its part")]

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use codec::{Decode, Encode};
use exequatur_runtime::{
    AccountId, Address, Balance, Nonce, RuntimeCall, SignedPayload, UncheckedExtrinsic, params,
    signed_extension,
};
use jsonrpsee::{
    core::{
        client::{ClientT, Error},
        params::ArrayParams,
    },
    rpc_params,
};
use jsonrpsee_ws_client::{WsClient, WsClientBuilder};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sp_core::{
    H256, Pair,
    bytes::{from_hex, to_hex},
    sr25519,
};
use sp_runtime::generic::{Era, UncheckedExtrinsic as Generic};

const PATIENCE: Duration = Duration::from_secs(60);

pub fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_exequatur-devnode"))
}

/// Runs until it is dropped, and then is killed.
pub struct Node {
    process: Child,
    pub lines: Vec<String>,
    pub rpc: WsClient,
}

impl Node {
    /// A node with a chain that ends with it.
    pub async fn temporary(more: &[&str]) -> Self {
        Self::start(&[&["--tmp"], more].concat()).await
    }

    /// A node with the chain in this folder.
    pub async fn at(folder: &Path) -> Self {
        let folder = folder.to_str().expect("the paths of tests are text");
        Self::start(&["--base-path", folder]).await
    }

    async fn start(arguments: &[&str]) -> Self {
        let mut process = command()
            .args(["--rpc-port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the node can be started");
        let (lines, url) = first_lines(&mut process);
        let rpc = WsClientBuilder::default()
            .build(url)
            .await
            .expect("it listens where it says");
        Self {
            process,
            lines,
            rpc,
        }
    }

    pub async fn ask<T: DeserializeOwned>(&self, method: &str, params: ArrayParams) -> T {
        let answer = self.try_ask(method, params).await;
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    pub async fn try_ask<T: DeserializeOwned>(
        &self,
        method: &str,
        params: ArrayParams,
    ) -> Result<T, Error> {
        self.rpc.request(method, params).await
    }

    /// Number and hash of the newest block.
    pub async fn newest(&self) -> (u64, H256) {
        let hash: H256 = self.ask("chain_getBlockHash", rpc_params![]).await;
        (self.number(hash).await, hash)
    }

    pub async fn number(&self, block: H256) -> u64 {
        let header: Value = self.ask("chain_getHeader", rpc_params![block]).await;
        let number = header["number"].as_str().expect("headers have numbers");
        u64::from_str_radix(&number[2..], 16).expect("they are hexadecimal")
    }

    pub async fn finalized(&self) -> H256 {
        self.ask("chain_getFinalizedHead", rpc_params![]).await
    }

    pub async fn genesis_hash(&self) -> H256 {
        self.ask("chain_getBlockHash", rpc_params![0]).await
    }

    /// Calls a function of the runtime.
    pub async fn runtime<T: Decode>(&self, function: &str, arguments: impl Encode) -> T {
        let data = to_hex(&arguments.encode(), false);
        let answer: String = self.ask("state_call", rpc_params![function, data]).await;
        let bytes = from_hex(&answer).expect("answers are hexadecimal");
        T::decode(&mut &bytes[..]).expect("it is the type that the runtime says")
    }

    pub async fn nonce(&self, account: &AccountId) -> Nonce {
        self.runtime("AccountNonceApi_account_nonce", account).await
    }

    /// The time of a block as contracts see it, in seconds since 1970.
    pub async fn time_s(&self, block: H256) -> u64 {
        let key = to_hex(
            &frame_support::storage::storage_prefix(b"Timestamp", b"Now"),
            false,
        );
        let stored: String = self.ask("state_getStorage", rpc_params![key, block]).await;
        let bytes = from_hex(&stored).expect("values are hexadecimal");
        u64::decode(&mut &bytes[..]).expect("it is a number") / 1_000
    }

    /// A signed transaction.
    pub async fn sign(&self, key: &sr25519::Pair, nonce: Nonce, call: RuntimeCall) -> String {
        let genesis = self.genesis_hash().await;
        let extension = signed_extension(nonce, 0, Era::Immortal);
        let version = params::VERSION;
        let implicit = (
            (),
            version.spec_version,
            version.transaction_version,
            genesis,
            genesis,
            (),
            (),
            (),
            (),
        );
        let payload = SignedPayload::from_raw(call.clone(), extension.clone(), implicit);
        let signature = payload.using_encoded(|bytes| key.sign(bytes));
        let sender = Address::Id(key.public().into());
        let signed = Generic::new_signed(call, sender, signature.into(), extension);
        to_hex(&UncheckedExtrinsic::from(signed).encode(), false)
    }

    /// Signs and sends; it may not be in a block yet.
    pub async fn send(&self, key: &sr25519::Pair, nonce: Nonce, call: RuntimeCall) -> H256 {
        let transaction = self.sign(key, nonce, call).await;
        self.ask("author_submitExtrinsic", rpc_params![transaction])
            .await
    }

    /// Waits until the account has sent so many transactions.
    pub async fn until_nonce(&self, account: &AccountId, nonce: Nonce) {
        let start = Instant::now();
        while self.nonce(account).await < nonce {
            assert!(start.elapsed() < PATIENCE, "nothing happened");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Asks it to end, and waits until it did.
    pub fn end(mut self) -> std::process::ExitStatus {
        let told = Command::new("kill")
            .args(["-TERM", &self.process.id().to_string()])
            .status();
        assert!(told.expect("there is such a program").success());
        let start = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().expect("it is a child") {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "it did not end");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends it without a chance to tidy up.
    pub fn kill(mut self) {
        self.process.kill().expect("it runs");
        self.process.wait().expect("it is a child");
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may have ended by itself, which is what some tests are about.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What it prints until it says where it listens, and that.
fn first_lines(process: &mut Child) -> (Vec<String>, String) {
    let stdout = process.stdout.take().expect("it is piped");
    let (sender, receiver) = mpsc::channel();
    // Reads on to the end: a node whose output nobody takes would stop.
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            // After the first lines nobody receives any more.
            let _ = sender.send(line);
        }
    });
    let mut lines = Vec::new();
    loop {
        let Ok(line) = receiver.recv_timeout(PATIENCE) else {
            let _ = process.kill();
            panic!("it does not say where it listens; it says {lines:?}");
        };
        let url = line.strip_prefix("listening: ").map(str::to_owned);
        lines.push(line);
        if let Some(url) = url {
            return (lines, url);
        }
    }
}

pub fn key(path: &str) -> sr25519::Pair {
    sr25519::Pair::from_string(path, None).expect("the paths in tests are valid")
}

pub fn account(key: &sr25519::Pair) -> AccountId {
    key.public().into()
}

pub fn transfer(to: &AccountId, planck: Balance) -> RuntimeCall {
    pallet_balances::Call::transfer_keep_alive {
        dest: Address::Id(to.clone()),
        value: planck,
    }
    .into()
}
