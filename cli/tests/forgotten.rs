//! A transaction that its node does not take keeps its key blocked until it is decided, or forgotten on purpose.

mod case;
mod node;
mod support;

use std::time::Duration;

use case::expect;
use exequatur_client::chain::{Call, Chain};
use exequatur_client::ethereum::{EthereumCall, EthereumTransaction};
use exequatur_client::journal::{Entry, Journal, Purpose, digest};
use exequatur_client::keys::{KeyPair, Phrase, Scheme, fallback_account};
use exequatur_client::rpc::RpcChain;
use exequatur_client::transaction::Transaction;
use exequatur_localchain::{eth_transact, tx_hash};
use node::Node;
use support::Place;

const UNIT: u128 = 10_000_000_000;
const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

fn gift() -> Call {
    Call::Transfer {
        to: fallback_account(&[0xab; 20]),
        value: UNIT,
    }
}

fn chain(node: &Node) -> RpcChain {
    RpcChain::open(&node.url, Duration::from_secs(60), Box::new(|_| {})).expect("it listens")
}

/// Notes it as a command does that is killed before it hands it over.
fn noted(place: &Place, chain: &RpcChain, transaction: &Transaction) {
    let journal = Journal::new(place.path().join("home/journal"));
    let genesis = chain.identity().genesis_hash;
    let page = journal.lock(&genesis, &transaction.account, Duration::ZERO);
    let purpose = Purpose {
        what: "a gift".to_owned(),
        command: digest("another command"),
        completes: true,
    };
    let entry = Entry::new(transaction.clone(), &gift(), &purpose);
    page.expect("free").note(entry).expect("there is room");
}

/// Blocked until it is forgotten; then the same number serves another transaction, and nothing is doubled.
fn blocks_until_forgotten(
    place: &Place,
    chain: &mut RpcChain,
    transaction: &Transaction,
    until: &str,
    key: &[&str],
) {
    let hash = format!("0x{}", hex::encode(transaction.hash));
    let give = ["chain", "faucet", "//Bob", "1", "--timeout", "2"];
    let give = [&give[..], key].concat();
    expect(
        place,
        9,
        &give,
        &[
            "EarlierPending",
            "`chain pending --forget [hash]`",
            "nothing was sent",
        ],
    );

    let forget = ["chain", "pending", "--forget", &hash];
    for _ in 0..2 {
        expect(
            place,
            1,
            &forget,
            &["MayStillGoIn", until, "nothing was sent"],
        );
    }
    let meant = [&forget[..], &["--although-it-may-go-in"]].concat();
    let tried = [&meant[..], &["--dry-run"]].concat();
    expect(place, 0, &tried, &["it was not forgotten"]);
    expect(place, 9, &give, &["EarlierPending"]);
    expect(
        place,
        0,
        &meant,
        &["Forgotten.", "only one of the two can go in"],
    );
    expect(place, 3, &meant, &["NoSuchTransaction", "nothing was sent"]);

    expect(place, 0, &give, &["final"]);
    let next = chain.sign(
        &KeyPair::development("//Ferdie").expect("everybody knows it"),
        &gift(),
    );
    next.expect("it looks at the newest block");
    let fate = chain.fate(transaction).expect("it answers");
    let taken = "Never(NumberTaken)";
    assert_eq!(format!("{fate:?}"), taken);
    let left = chain.balance(&fallback_account(&[0xab; 20]));
    assert_eq!(left.expect("it answers"), 0);
}

#[test]
fn spoilt_extrinsic_blocks_its_key_until_it_is_forgotten() {
    let node = Node::start(&[]);
    let place = node.place();
    let mut chain = chain(&node);
    let alice = KeyPair::development("//Alice").expect("everybody knows it");
    let mut transaction = chain.sign(&alice, &gift()).expect("she is rich");
    // A byte of the signature, which stands after the account and its own kind.
    let account = alice.account_id();
    let bytes = &mut transaction.bytes;
    let at = bytes.windows(32).position(|window| *window == account);
    bytes[at.expect("it names its sender") + 32 + 1 + 9] ^= 1;
    transaction.hash = tx_hash(bytes).0;
    noted(&place, &chain, &transaction);
    let until = format!("until block {}", transaction.valid_until.expect("mortal"));
    let hash = format!("0x{}", hex::encode(transaction.hash));
    let forget = place.run(&["chain", "pending", "--forget", &hash, "--json"]);
    assert!(forget.contains("MayStillGoIn"), "{forget}");
    blocks_until_forgotten(&place, &mut chain, &transaction, &until, &[]);
}

/// Nothing is forgotten of what went in: only its own command, or --seen, ends it.
#[test]
fn what_went_in_is_told_and_stays() {
    let node = Node::start(&[]);
    let place = node.place();
    let mut chain = chain(&node);
    let alice = KeyPair::development("//Alice").expect("everybody knows it");
    let transaction = chain.sign(&alice, &gift()).expect("she is rich");
    noted(&place, &chain, &transaction);
    chain.deliver(&transaction, false).expect("she is rich");
    let hash = format!("0x{}", hex::encode(transaction.hash));
    let forget = ["chain", "pending", "--forget", &hash];
    for tried in [&["--dry-run"][..], &[], &["--although-it-may-go-in"]] {
        expect(
            &place,
            0,
            &[&forget[..], tried].concat(),
            &["went in", "There is nothing to forget"],
        );
        expect(&place, 0, &["chain", "pending"], &["a gift", "went in"]);
    }
    expect(&place, 0, &["chain", "pending", "--seen"], &["went in"]);
    expect(&place, 0, &["chain", "pending"], &["Nothing is pending"]);
}

#[test]
fn ethereum_transaction_at_too_low_a_price_blocks_its_key_until_it_is_forgotten() {
    let node = Node::start(&[]);
    let place = node.place();
    let mut chain = chain(&node);
    place.secret("phrase", PHRASE);
    let import = ["key", "import", "eve", "--scheme", "ecdsa", "--phrase-file"];
    place.done(&[&import[..], &["phrase", "--password-file", "password"]].concat());
    place.done(&["chain", "faucet", "eve", "10"]);
    let phrase = Phrase::parse(PHRASE).expect("twelve words");
    let eve = KeyPair::from_phrase(Scheme::Ecdsa, &phrase).expect("in range");
    let mut transaction = chain.sign(&eve, &gift()).expect("enough money");
    let identity = chain.identity();
    let cheap = EthereumTransaction {
        call: EthereumCall::of(&gift(), identity.unit).expect("wallets send it"),
        chain_id: identity.chain_id,
        nonce: transaction.nonce,
        gas_limit: 1_000_000_000,
        max_gas_price_wei: 1,
    };
    let signed = cheap.sign(&eve).expect("her kind of key");
    transaction.bytes = eth_transact(signed.bytes);
    transaction.hash = signed.hash;
    noted(&place, &chain, &transaction);
    let until = "as long as no other takes its number";
    let key = ["--key", "eve", "--password-file", "password"];
    blocks_until_forgotten(&place, &mut chain, &transaction, until, &key);
}
