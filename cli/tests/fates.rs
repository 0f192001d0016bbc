//! What became of a transaction, told by a real node: for both kinds of keys, soon and long afterwards.

mod node;
mod support;
mod wallet;

use std::time::Duration;

use exequatur_client::chain::{Call, Chain, ChainError};
use exequatur_client::keys::{KeyPair, Scheme, fallback_account};
use exequatur_client::rpc::RpcChain;
use exequatur_client::transaction::{Fate, Never, Transaction};
use node::Node;

const UNIT: u128 = 10_000_000_000;

fn transfer(value: u128) -> Call {
    Call::Transfer {
        to: fallback_account(&[0xab; 20]),
        value,
    }
}

fn never(chain: &mut RpcChain, transaction: &Transaction) -> Never {
    match chain.fate(transaction).expect("the node answers") {
        Fate::Never(why) => why,
        other => panic!("{other:?}"),
    }
}

fn block(chain: &mut RpcChain, transaction: &Transaction) -> u32 {
    match chain.fate(transaction).expect("the node answers") {
        Fate::Done(receipt) => {
            assert_eq!(receipt.tx_hash, transaction.hash);
            receipt.block
        }
        other => panic!("{other:?}"),
    }
}

fn is_open(chain: &mut RpcChain, transaction: &Transaction) -> bool {
    matches!(chain.fate(transaction), Ok(Fate::Open))
}

fn blocks(chain: &mut RpcChain, count: u32) {
    for _ in 0..count {
        chain.advance(1).expect("it has such a clock");
    }
}

/// The number that a compact encoding begins with, and how many bytes it takes.
fn compact(bytes: &[u8]) -> (usize, usize) {
    let four = |length| {
        let mut word = [0; 4];
        word[..length].copy_from_slice(&bytes[..length]);
        u32::from_le_bytes(word) as usize >> 2
    };
    match bytes[0] & 3 {
        0 => (four(1), 1),
        1 => (four(2), 2),
        2 => (four(4), 4),
        _ => panic!("no transaction is so long"),
    }
}

fn as_compact(number: usize) -> Vec<u8> {
    let number = u32::try_from(number).expect("no transaction is so long");
    match number {
        0..64 => vec![(number << 2) as u8],
        64..16_384 => ((number << 2) as u16 | 1).to_le_bytes().to_vec(),
        _ => (number << 2 | 2).to_le_bytes().to_vec(),
    }
}

/// In an extrinsic of the other version that the chain reads.
fn wrapped_otherwise(extrinsic: &[u8]) -> Vec<u8> {
    let (_, prefix) = compact(extrinsic);
    let mut other = extrinsic.to_vec();
    other[prefix] = match other[prefix] {
        4 => 5,
        5 => 4,
        version => panic!("version {version}"),
    };
    other
}

/// With `s` in the upper half of the order, and the other parity.
fn with_other_s(extrinsic: &[u8]) -> Vec<u8> {
    let (_, prefix) = compact(extrinsic);
    // Version, pallet, call; then the payload.
    let (head, payload) = extrinsic[prefix..].split_at(3);
    let (length, prefix) = compact(payload);
    let payload = &payload[prefix..];
    assert_eq!(payload.len(), length);
    let raw = format!("0x{}", hex::encode(payload));
    let other = wallet::wallet(std::path::Path::new("."), &["ethereum-other-s", &raw]);
    let other = hex::decode(other.trim_start_matches("0x")).expect("hexadecimal");
    let body = [head, &as_compact(other.len()), &other].concat();
    [as_compact(body.len()), body].concat()
}

#[test]
fn fates_of_transactions_over_rpc() {
    let node = Node::start(&[]);
    node.place();
    let opened = RpcChain::open(&node.url, Duration::from_secs(60), Box::new(|_| {}));
    let mut chain = opened.expect("it listens");
    let alice = KeyPair::development("//Alice").expect("everybody knows it");
    let eve = KeyPair::from_secret_hex(Scheme::Ecdsa, &"22".repeat(32)).expect("a secret");
    let gift = Call::Transfer {
        to: eve.account_id(),
        value: 100 * UNIT,
    };
    chain.submit(&alice, &gift).expect("she is rich");

    // Two with one number: the second one goes in, the first one never can.
    for key in [&alice, &eve] {
        let first = chain.sign(key, &transfer(UNIT)).expect("enough money");
        let second = chain.sign(key, &transfer(2 * UNIT)).expect("enough money");
        assert_eq!(first.nonce, second.nonce);
        assert!(is_open(&mut chain, &first) && is_open(&mut chain, &second));
        let receipt = chain.deliver(&second, false).expect("enough money");
        assert_eq!(block(&mut chain, &second), receipt.block);
        assert_eq!(never(&mut chain, &first), Never::NumberTaken);
        let refused = chain.deliver(&first, false);
        assert!(
            matches!(refused, Err(ChainError::NeverIn(_))),
            "{refused:?}"
        );
        // The same bytes again are found, not sent.
        let again = chain.deliver(&second, true).expect("it is in");
        assert_eq!((again.block, again.cost), (receipt.block, receipt.cost));
    }

    // The same payment in other bytes, as anybody can send it who sees it.
    for same_hash in [true, false] {
        let other_form = if same_hash {
            wrapped_otherwise
        } else {
            with_other_s
        };
        let signed = chain.sign(&eve, &transfer(UNIT)).expect("enough money");
        let altered = Transaction {
            bytes: other_form(&signed.bytes),
            ..signed.clone()
        };
        assert_ne!(altered.bytes, signed.bytes);
        let delivered = chain.deliver(&altered, false).expect("the chain takes it");
        let Ok(Fate::Done(found)) = chain.fate(&signed) else {
            panic!("it is in block {}", delivered.block);
        };
        assert_eq!((found.block, found.cost), (delivered.block, delivered.cost));
        assert_eq!(found.tx_hash == signed.hash, same_hash);
        // Handed over again it is found, not sent.
        let again = chain.deliver(&signed, true).expect("it is in");
        assert_eq!(again.block, found.block);
    }

    // Never handed over, and 64 blocks pass: an extrinsic is out of date, an Ethereum transaction is not.
    let extrinsic = chain.sign(&alice, &transfer(UNIT)).expect("enough money");
    let ethereum = chain.sign(&eve, &transfer(UNIT)).expect("enough money");
    blocks(&mut chain, 63);
    assert!(is_open(&mut chain, &extrinsic));
    blocks(&mut chain, 1);
    assert_eq!(never(&mut chain, &extrinsic), Never::OutOfDate);
    let refused = chain.deliver(&extrinsic, true);
    assert!(
        matches!(refused, Err(ChainError::NeverIn(_))),
        "{refused:?}"
    );
    assert!(is_open(&mut chain, &ethereum));
    let late = chain.deliver(&ethereum, true).expect("it waits for ever");

    // Long afterwards both are found where they are.
    let extrinsic = chain.sign(&alice, &transfer(UNIT)).expect("enough money");
    let soon = chain.deliver(&extrinsic, false).expect("enough money");
    blocks(&mut chain, 150);
    assert_eq!(block(&mut chain, &ethereum), late.block);
    assert_eq!(block(&mut chain, &extrinsic), soon.block);
    let paid = chain.balance(&fallback_account(&[0xab; 20]));
    assert_eq!(
        paid.expect("the node answers"),
        (2 + 2 + 1 + 1 + 1 + 1) * UNIT
    );
}
