//! Transactions that Ethereum wallets sign.

mod support;

use codec::Encode;
use exequatur_localchain::{
    H160, LocalChain, RuntimeCall, SubmitError, View, calls,
    runtime::{Revive, UncheckedExtrinsic},
};
use pallet_revive::evm::{Account, GenericTransaction};
use sp_runtime::generic;
use support::*;

/// A chain where the wallet has money, and a probe on it.
fn start() -> (LocalChain, Account, H160) {
    let mut chain = chain();
    let wallet = Account::default();
    let fund = calls::transfer_keep_alive(wallet.substrate_account(), 100 * UNIT);
    send_ok(&mut chain, &alice(), fund);
    let probe = probe(&mut chain, 0);
    (chain, wallet, probe)
}

/// What a wallet sends, with gas for `estimate` where the call itself cannot be estimated.
fn sign(
    chain: &LocalChain,
    wallet: &Account,
    to: H160,
    data: Vec<u8>,
    estimate: Vec<u8>,
) -> Vec<u8> {
    let mut transaction = GenericTransaction {
        chain_id: Some(chain.identity().chain_id.into()),
        from: Some(wallet.address()),
        to: Some(to),
        nonce: Some(chain.account(&wallet.substrate_account()).nonce.into()),
        gas_price: Some(chain.read(Revive::evm_base_fee)),
        input: estimate.into(),
        ..Default::default()
    };
    let estimated = chain.read(|| Revive::eth_estimate_gas(transaction.clone(), None, None));
    transaction.gas = Some(estimated.expect("the call succeeds"));
    transaction.input = data.into();
    let unsigned = transaction.try_into_unsigned().expect("nothing is missing");
    let payload = wallet.sign_transaction(unsigned).signed_payload();
    let call = RuntimeCall::Revive(pallet_revive::Call::eth_transact { payload });
    UncheckedExtrinsic::from(generic::UncheckedExtrinsic::new_bare(call)).encode()
}

#[test]
fn wallet_calls_a_contract() {
    let (mut chain, wallet, probe) = start();
    let before = chain.account(&wallet.substrate_account());
    let transaction = sign(&chain, &wallet, probe, message(FLIP, ()), message(FLIP, ()));

    let inclusion = chain.submit(&transaction).expect("it is valid");

    assert_eq!(inclusion.result, Ok(()));
    assert_eq!(ask(&chain, probe, message(FLAG, ())), [1]);
    let after = chain.account(&wallet.substrate_account());
    assert_eq!(after.nonce, before.nonce + 1);
    assert!(inclusion.fee_planck > 0);
    let paid = before.free_planck - after.free_planck;
    assert_eq!(paid, inclusion.fee_planck);
}

#[test]
fn refusal_of_a_contract_is_a_failure_for_a_wallet_too() {
    let (mut chain, wallet, probe) = start();
    let transaction = sign(
        &chain,
        &wallet,
        probe,
        message(REFUSE, ()),
        message(FLIP, ()),
    );
    let before = chain.account(&wallet.substrate_account()).free_planck;
    let inclusion = chain.submit(&transaction).expect("it is valid");
    let after = chain.account(&wallet.substrate_account()).free_planck;
    assert_eq!(before - after, inclusion.fee_planck);
    let failure = inclusion.result.expect_err("the contract refuses");
    assert_eq!(failure.to_string(), "Revive.ContractReverted");
    assert_eq!(ask(&chain, probe, message(FLAG, ())), [0]);
}

#[test]
fn wallet_transaction_is_used_up() {
    let (mut chain, wallet, probe) = start();
    let transaction = sign(&chain, &wallet, probe, message(FLIP, ()), message(FLIP, ()));
    chain.submit(&transaction).expect("it is valid");
    let before = snapshot(&chain);
    let error = chain.submit(&transaction).expect_err("its number was used");
    assert!(
        matches!(
            &error,
            SubmitError::NonceTooLow {
                expected: 1,
                found: 0
            }
        ),
        "{error}"
    );
    assert_eq!(snapshot(&chain), before);
}

#[test]
fn wallet_transaction_for_another_chain_is_refused() {
    let (mut chain, wallet, probe) = start();
    let genesis = exequatur_localchain::Genesis {
        chain_id: 1,
        ..genesis()
    };
    let other = LocalChain::in_memory(&genesis).expect("it is possible");
    let mut elsewhere = other.fork().expect("it is in memory");
    let fund = calls::transfer_keep_alive(wallet.substrate_account(), 100 * UNIT);
    send_ok(&mut elsewhere, &alice(), fund);
    let transaction = sign(&elsewhere, &wallet, alice_address(), vec![], vec![]);
    let before = (snapshot(&chain), chain.contract(probe));
    chain
        .submit(&transaction)
        .expect_err("it names another chain id");
    assert_eq!((snapshot(&chain), chain.contract(probe)), before);
}

#[test]
fn wallet_that_cannot_pay_its_gas_is_told_how_much_it_takes() {
    let (mut chain, wallet, probe) = start();
    let transaction = sign(&chain, &wallet, probe, message(FLIP, ()), message(FLIP, ()));
    let mut poor = LocalChain::in_memory(&genesis()).expect("it is possible");
    let fund = calls::transfer_keep_alive(wallet.substrate_account(), UNIT / 100);
    send_ok(&mut poor, &alice(), fund);
    let before = snapshot(&poor);
    let error = poor.submit(&transaction).expect_err("a cent is not enough");
    let SubmitError::CannotPayFee {
        needed_planck,
        free_planck,
    } = error
    else {
        panic!("{error}");
    };
    assert_eq!(free_planck, UNIT / 100);
    assert_eq!(snapshot(&poor), before);
    let paid = chain.submit(&transaction).expect("it is valid").fee_planck;
    assert!((paid..paid * 2).contains(&needed_planck), "{needed_planck}");
}

fn alice_address() -> H160 {
    use exequatur_localchain::Signer;
    exequatur_localchain::h160_of(&alice().account())
}
