//! A contract's code goes to the chain once. Later escrows name it, whichever kind of key opens them; where it vanished meanwhile, nothing
//! but the fee is lost, and the next attempt brings it along again.

use exequatur_client::chain::{Call, Chain, ChainError, Cost};
use exequatur_client::host::NativeHost;
use exequatur_client::local::LocalChainClient;
use exequatur_e2e_tests::{Bench, People, Person, blob};
use exequatur_localchain::runtime::params::UNIT;
use exequatur_localchain::{Genesis, H256, LocalChain, RuntimeCall, TxOptions, calls};
use exequatur_protocol::digest::{self, Domain};
use exequatur_protocol::{Action, Address, Host, Phase, Terms};

fn chain() -> LocalChainClient {
    let genesis = Genesis::dev_with_seed([1; 32]);
    let chain = LocalChain::in_memory(&genesis).expect("the usual genesis");
    let mut chain = LocalChainClient::over(chain);
    let People {
        stranger,
        arbitrators,
        ..
    } = People::new();
    // The keys of Polkadot wallets have money from the beginning; those of Ethereum wallets do not.
    let money = calls::transfer_keep_alive(arbitrators[0].account(), 1_000 * UNIT);
    send(&mut chain, &stranger, money);
    chain
}

fn open(chain: &LocalChainClient, people: &People) -> Call {
    let terms = Bench::usual_terms(people, 1, chain.now());
    Call::Instantiate {
        code: blob(),
        input: Action::Open { terms }.to_input(&[]),
        value: 0,
    }
}

fn send(chain: &mut LocalChainClient, by: &Person, call: RuntimeCall) {
    let signed = chain.inner().sign(by, call, TxOptions::default());
    let inclusion = chain.inner().submit(&signed).expect("a transaction");
    assert_eq!(inclusion.result, Ok(()));
}

fn hash() -> [u8; 32] {
    NativeHost.keccak_256(&blob())
}

#[test]
fn code_goes_along_with_the_first_escrow_only() {
    let people = People::new();
    for (first, second) in [
        (&people.payer, &people.arbitrators[0]),
        (&people.arbitrators[0], &people.payer),
    ] {
        let mut chain = chain();
        assert!(!chain.knows_code(&hash()).expect("an answer"));
        for (by, brings_code) in [(first, true), (second, false), (first, false)] {
            let call = open(&chain, &people);
            let account = by.key().account_id();
            let foretold = chain.next_contract(&account).expect("an account");
            let said = chain.dry_run(&account, &call).expect("in order");
            assert_eq!(said.contract, Some(foretold));
            let before = chain.balance(&account).expect("an account");
            let transaction = chain.sign(by.key(), &call).expect("a key");
            assert_eq!(transaction.bytes.len() > blob().len(), brings_code);
            let receipt = chain.deliver(&transaction, false).expect("it goes in");
            assert_eq!(receipt.contract, Some(foretold));
            let paid = |cost: Cost| (cost.fee, cost.deposit);
            assert_eq!(paid(receipt.cost), paid(said.cost), "as said");
            let after = chain.balance(&account).expect("an account");
            assert_eq!(before - after, receipt.cost.fee + receipt.cost.deposit);
            assert_eq!(chain.code_hash(&foretold).expect("an answer"), Some(hash()));
            assert_eq!(chain.state(&foretold).expect("ours").entries, 1);
            assert!(chain.knows_code(&hash()).expect("an answer"));
        }
    }
}

#[test]
fn ethereum_key_opens_and_locks_in_one_transaction_without_the_code() {
    let people = People::new();
    let mut chain = chain();
    let first = open(&chain, &people);
    chain.submit(people.payer.key(), &first).expect("in order");
    let payer = &people.arbitrators[0];
    let terms = Terms {
        payer: payer.address(),
        tribunal: [people.stranger.address(), Address::ZERO, Address::ZERO],
        ..Bench::usual_terms(&people, 1, chain.now())
    };
    let account = payer.key().account_id();
    let domain = Domain {
        chain_id: chain.identity().chain_id,
        contract: chain.next_contract(&account).expect("an account"),
        terms_hash: NativeHost.keccak_256(&codec::Encode::encode(&terms)),
    };
    let consent = digest::consent(&NativeHost, &domain, &[0; 32], 0);
    let call = Call::Instantiate {
        code: blob(),
        input: Action::Open { terms }.to_input(&[people.payee.sign(&consent)]),
        value: terms.amount.into(),
    };
    let before = chain.balance(&account).expect("an account");
    let receipt = chain.submit(payer.key(), &call).expect("in order");
    let after = chain.balance(&account).expect("an account");
    let spent = receipt.cost.fee + receipt.cost.deposit + u128::from(terms.amount);
    assert_eq!(before - after, spent);
    assert_eq!(receipt.contract, Some(domain.contract));
    let state = chain.state(&domain.contract).expect("ours");
    assert_eq!(state.phase, Phase::Funded);
    assert_eq!(
        chain.contract_wei(&domain.contract).expect("ours"),
        u128::from(terms.amount) * 10u128.pow(chain.identity().unit.into())
    );
}

#[test]
fn code_that_vanishes_meanwhile_costs_a_fee_and_no_more() {
    let people = People::new();
    for by in [&people.payer, &people.arbitrators[0]] {
        let mut chain = chain();
        send(
            &mut chain,
            &people.stranger,
            calls::upload_code(blob(), u128::MAX),
        );
        let call = open(&chain, &people);
        let account = by.key().account_id();
        let transaction = chain.sign(by.key(), &call).expect("the code is there");
        assert!(transaction.bytes.len() < blob().len());
        send(
            &mut chain,
            &people.stranger,
            calls::remove_code(H256(hash())),
        );
        let foretold = chain.next_contract(&account).expect("an account");
        let before = chain.balance(&account).expect("an account");
        let error = chain.deliver(&transaction, false).expect_err("no code");
        let ChainError::FailedInBlock { reason, .. } = error else {
            panic!("expected a failure in the block, found {error}");
        };
        assert_eq!(reason, "Revive.CodeNotFound");
        assert_eq!(chain.code_hash(&foretold).expect("an answer"), None);
        let fee = before - chain.balance(&account).expect("an account");
        assert!(fee < 100_000_000, "{fee} planck are more than a fee");
        let receipt = chain.submit(by.key(), &call).expect("it goes along again");
        let contract = receipt.contract.expect("it was made");
        assert_eq!(chain.code_hash(&contract).expect("an answer"), Some(hash()));
    }
}
