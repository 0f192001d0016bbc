//! What a running node offers.

mod support;

use std::time::Duration;

use codec::Encode;
use ethereum_standards::IERC20;
use exequatur_runtime::{
    Balance, Genesis, RuntimeCall,
    params::{BLOCK_TIME_S, UNIT},
    tokens::USDT,
};
use jsonrpsee::{
    core::client::{Subscription, SubscriptionClientT},
    rpc_params,
};
use pallet_revive::{
    AddressMapper,
    pallet_revive_types::runtime_api::{ContractResultV1, ExecReturnValueV1},
    precompiles::alloy::{primitives::Address as Word, sol_types::SolCall},
};
use serde_json::Value;
use sp_core::{H160, H256, bytes::from_hex};
use sp_runtime::{ApplyExtrinsicResult, traits::BlakeTwo256};
use sp_state_machine::{StorageProof, read_proof_check};
use support::{Node, account, key, transfer};

fn remark(text: &[u8]) -> RuntimeCall {
    frame_system::Call::remark {
        remark: text.to_vec(),
    }
    .into()
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_in_words_what_it_is_and_where_it_listens() {
    let node = Node::temporary(&[]).await;
    let genesis = node.genesis_hash().await;
    assert_eq!(node.lines[0], format!("chain:     {genesis:?}, at block 0"));
    assert!(node.lines[1].ends_with(", deleted at the end"));
    assert_eq!(
        node.lines[2],
        "blocks:    one as soon as there is a transaction"
    );
    assert!(node.lines[4].starts_with("listening: ws://127.0.0.1:"));
    let name: String = node.ask("system_chain", rpc_params![]).await;
    assert_eq!(name, "Exequatur devnode");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_has_the_old_and_the_new_methods() {
    let node = Node::temporary(&[]).await;
    let answer: Value = node.ask("rpc_methods", rpc_params![]).await;
    let offered = answer["methods"].as_array().expect("it is a list");
    for method in [
        "archive_v1_storage",
        "author_submitAndWatchExtrinsic",
        "chainHead_v1_follow",
        "chainSpec_v1_genesisHash",
        "devnode_advance",
        "devnode_seal",
        "state_getReadProof",
        "system_accountNextIndex",
        "system_dryRun",
        "transactionWatch_v1_submitAndWatch",
        "transaction_v1_broadcast",
    ] {
        assert!(offered.contains(&method.into()), "{method} in {offered:?}");
    }
    let metadata: String = node.ask("state_getMetadata", rpc_params![]).await;
    let bytes = from_hex(&metadata).expect("it is hexadecimal");
    assert_eq!(bytes[..4], *b"meta");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_makes_one_block_that_is_final_at_once() {
    let node = Node::temporary(&[]).await;
    let (alice, to) = (key("//Alice"), account(&key("//Nobody")));
    node.send(&alice, 0, transfer(&to, 7 * UNIT)).await;
    node.until_nonce(&account(&alice), 1).await;
    let (number, hash) = node.newest().await;
    assert_eq!(number, 1);
    assert_eq!(node.finalized().await, hash);
    let next: u32 = node
        .ask("system_accountNextIndex", rpc_params![account(&alice)])
        .await;
    assert_eq!(next, 1);
    // No transaction, no block.
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(node.newest().await, (1, hash));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_new_methods_follow_a_transaction_until_it_is_final() {
    let node = Node::temporary(&[]).await;
    let genesis = node.genesis_hash().await;
    let mut head = node
        .rpc
        .subscribe::<Value, _>(
            "chainHead_v1_follow",
            rpc_params![false],
            "chainHead_v1_unfollow",
        )
        .await
        .expect("it can be followed");
    let transaction = node.sign(&key("//Alice"), 0, remark(&[])).await;
    let mut watch = node
        .rpc
        .subscribe::<Value, _>(
            "transactionWatch_v1_submitAndWatch",
            rpc_params![&transaction],
            "transactionWatch_v1_unwatch",
        )
        .await
        .expect("it is valid");
    let last = until(&mut watch, "finalized").await;
    let block = last["block"]["hash"].clone();
    assert_eq!(node.newest().await, (1, hash_of(&block)));

    let first = until(&mut head, "initialized").await;
    assert_eq!(hash_of(&first["finalizedBlockHashes"][0]), genesis);
    let finalized = until(&mut head, "finalized").await;
    assert_eq!(finalized["finalizedBlockHashes"][0], block);

    let height: u64 = node.ask("archive_v1_finalizedHeight", rpc_params![]).await;
    assert_eq!(height, 1);
    let body: Vec<String> = node.ask("archive_v1_body", rpc_params![block]).await;
    assert_eq!(body[1], transaction, "after the one that sets the clock");
}

/// The next event of this name; the ones before it are left out.
async fn until(events: &mut Subscription<Value>, name: &str) -> Value {
    loop {
        let event = tokio::time::timeout(Duration::from_secs(60), events.next());
        let event = event.await.unwrap_or_else(|_| panic!("no {name}"));
        let event = event.expect("it goes on").expect("it can be read");
        if event["event"] == name {
            return event;
        }
    }
}

fn hash_of(value: &Value) -> H256 {
    serde_json::from_value(value.clone()).expect("a hash")
}

#[tokio::test(flavor = "multi_thread")]
async fn transactions_in_any_order_all_get_in() {
    let node = Node::temporary(&[]).await;
    let alice = key("//Alice");
    for nonce in (0..20).rev() {
        node.send(&alice, nonce, remark(&[1])).await;
    }
    node.until_nonce(&account(&alice), 20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_of_another_chain_is_refused() {
    let [node, other] = [Node::temporary(&[]).await, Node::temporary(&[]).await];
    assert_ne!(node.genesis_hash().await, other.genesis_hash().await);
    let transaction = other.sign(&key("//Alice"), 0, remark(&[])).await;
    let refusal = node
        .try_ask::<H256>("author_submitExtrinsic", rpc_params![transaction])
        .await
        .expect_err("it is for another chain");
    assert!(refusal.to_string().contains("bad signature"), "{refusal}");
    assert_eq!(node.newest().await.0, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn dry_runs_answer_as_the_runtime_does() {
    let node = Node::temporary(&[]).await;
    let alice = account(&key("//Alice"));
    let at: H160 =
        pallet_revive::AccountId32Mapper::<exequatur_runtime::Runtime>::to_address(&alice);
    let question = IERC20::balanceOfCall {
        account: Word::from(at.0),
    };
    let arguments = (
        &alice,
        USDT.address(),
        0 as Balance,
        None::<pallet_revive::Weight>,
        None::<Balance>,
        question.abi_encode(),
    );
    let answer: ContractResultV1<ExecReturnValueV1, Balance> =
        node.runtime("ReviveApi_call", arguments).await;
    let returned = answer.result.expect("reading succeeds");
    let balance =
        IERC20::balanceOfCall::abi_decode_returns(&returned.data).expect("it is a number");
    assert_eq!(balance.to::<Balance>(), Genesis::DEV_TOKENS);

    // A dry run happens in the state of the newest block, and in that of block 0 there is no hash of block 0 yet.
    let made: Value = node.ask("devnode_seal", rpc_params![]).await;
    let transaction = node.sign(&key("//Alice"), 0, remark(&[1])).await;
    let dry: String = node.ask("system_dryRun", rpc_params![transaction]).await;
    let expected: ApplyExtrinsicResult = Ok(Ok(()));
    assert_eq!(from_hex(&dry).expect("hexadecimal"), expected.encode());
    let number = made["number"].as_u64().expect("a number");
    assert_eq!(node.newest().await.0, number, "nothing was sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn proofs_of_storage_lead_to_the_header() {
    let node = Node::temporary(&[]).await;
    let (_, block) = node.newest().await;
    let key = frame_support::storage::storage_prefix(b"Timestamp", b"Now");
    let hex = sp_core::bytes::to_hex(&key, false);
    let proof: Value = node
        .ask("state_getReadProof", rpc_params![[hex], block])
        .await;
    let nodes = proof["proof"].as_array().expect("it is a list");
    let nodes = nodes
        .iter()
        .map(|node| from_hex(node.as_str().expect("text")).expect("hexadecimal"));
    let header: Value = node.ask("chain_getHeader", rpc_params![block]).await;
    let root = hash_of(&header["stateRoot"]);
    let proven = read_proof_check::<BlakeTwo256, _>(root, StorageProof::new(nodes), [&key[..]])
        .expect("the proof fits the header");
    let expected = (Genesis::DEV_START_TIME_S * 1_000).encode();
    assert_eq!(proven[&key[..]], Some(expected));
}

#[tokio::test(flavor = "multi_thread")]
async fn advance_moves_the_clock_that_contracts_see() {
    let node = Node::temporary(&[]).await;
    let first: Value = node.ask("devnode_seal", rpc_params![]).await;
    let later: Value = node.ask("devnode_advance", rpc_params![30 * 86_400]).await;
    let [first_s, later_s] = [&first, &later].map(|made| made["timeS"].as_u64().expect("a time"));
    let moved = later_s - first_s;
    assert!((30 * 86_400..30 * 86_400 + 60).contains(&moved), "{moved}");
    let hash = hash_of(&later["hash"]);
    assert_eq!(node.time_s(hash).await, later_s);
    assert_eq!(
        (later["number"].as_u64(), node.newest().await),
        (Some(2), (2, hash))
    );
    assert_eq!(node.finalized().await, hash);

    let next: Value = node.ask("devnode_seal", rpc_params![]).await;
    let step = next["timeS"].as_u64().expect("a time") - later_s;
    assert!(
        (1..=10 * BLOCK_TIME_S).contains(&step),
        "it goes on: {step}"
    );
    let refusal = node
        .try_ask::<Value>("devnode_advance", rpc_params![u64::MAX])
        .await
        .expect_err("time ends before");
    assert!(
        refusal
            .to_string()
            .contains("expected a time of at most 253402300799 s"),
        "{refusal}"
    );
    assert_eq!(node.newest().await.0, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn interval_makes_blocks_without_transactions() {
    let start = std::time::Instant::now();
    let node = Node::temporary(&["--interval", "1"]).await;
    assert_eq!(node.lines[2], "blocks:    one every 1 s");
    while node.newest().await.0 < 3 {
        assert!(start.elapsed() < Duration::from_secs(60), "too few blocks");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(start.elapsed() > Duration::from_secs(2), "too many blocks");
    let finalized = node.finalized().await;
    assert!(node.number(finalized).await >= 3);
}
