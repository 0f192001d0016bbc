//! A node that ends, and one that goes on where it ended.

mod support;

use std::time::Duration;

use exequatur_runtime::params::UNIT;
use jsonrpsee::rpc_params;
use serde_json::Value;
use support::{Node, account, command, key, transfer};

#[tokio::test(flavor = "multi_thread")]
async fn state_and_clock_survive_a_restart() {
    let folder = tempfile::tempdir().expect("there is room");
    let node = Node::at(folder.path()).await;
    let alice = key("//Alice");
    node.send(&alice, 0, transfer(&account(&key("//New")), UNIT))
        .await;
    node.until_nonce(&account(&alice), 1).await;
    let advanced: Value = node.ask("devnode_advance", rpc_params![86_400]).await;
    let (genesis, newest) = (node.genesis_hash().await, node.newest().await);
    assert!(node.end().success());

    let node = Node::at(folder.path()).await;
    assert_eq!(
        node.lines[0],
        format!("chain:     {genesis:?}, at block {}", newest.0)
    );
    assert_eq!(node.genesis_hash().await, genesis);
    assert_eq!(
        (node.newest().await, node.finalized().await),
        (newest, newest.1)
    );
    node.send(&alice, 1, transfer(&account(&key("//New")), UNIT))
        .await;
    node.until_nonce(&account(&alice), 2).await;
    let (number, hash) = node.newest().await;
    assert_eq!(number, newest.0 + 1);
    let before_s = advanced["timeS"].as_u64().expect("a time");
    assert!(node.time_s(hash).await > before_s, "the clock fell back");
}

#[tokio::test(flavor = "multi_thread")]
async fn final_blocks_survive_a_kill() {
    let folder = tempfile::tempdir().expect("there is room");
    let alice = key("//Alice");
    let mut final_before = None;
    for round in 0..3 {
        let node = Node::at(folder.path()).await;
        if let Some((number, hash)) = final_before {
            let again: sp_core::H256 = node.ask("chain_getBlockHash", rpc_params![number]).await;
            assert_eq!(again, hash);
        }
        let nonce = node.nonce(&account(&alice)).await;
        assert_eq!(nonce, round * 5, "all that was final is there");
        for more in 0..5 {
            node.send(
                &alice,
                nonce + more,
                transfer(&account(&key("//New")), UNIT),
            )
            .await;
        }
        node.until_nonce(&account(&alice), nonce + 5).await;
        let hash = node.finalized().await;
        final_before = Some((node.number(hash).await, hash));
        // The database writes in the background; what is younger than that may be gone.
        tokio::time::sleep(Duration::from_secs(1)).await;
        node.kill();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_temporary_chain_leaves_nothing_behind() {
    let node = Node::temporary(&[]).await;
    let line = node.lines[1].clone();
    let folder = line.trim_start_matches("folder:").trim();
    let folder = folder.trim_end_matches(", deleted at the end");
    assert!(std::path::Path::new(folder).is_dir());
    assert!(node.end().success());
    assert!(!std::path::Path::new(folder).exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_in_use_and_a_port_in_use_are_refused() {
    let folder = tempfile::tempdir().expect("there is room");
    let node = Node::at(folder.path()).await;
    let port = node.lines[4].rsplit(':').next().expect("it ends with one");
    let path = folder.path().to_str().expect("it is text");
    for (arguments, reason) in [
        (
            ["--base-path", path, "--rpc-port", "0"].as_slice(),
            "file is in use",
        ),
        (&["--rpc-port", port, "--tmp"], "Address already in use"),
    ] {
        let second = command().args(arguments).output().expect("it runs");
        let said = String::from_utf8_lossy(&second.stderr);
        assert_eq!(second.status.code(), Some(1), "{said}");
        assert!(
            said.starts_with("error: expected to start a node"),
            "{said}"
        );
        assert!(
            said.contains(arguments[1]) && said.contains(reason),
            "{said}"
        );
    }
    assert_eq!(node.newest().await.0, 0);
}

#[test]
fn a_node_without_a_place_for_its_chain_is_refused() {
    let output = command().output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("--base-path <DIR>"), "{said}");
}
