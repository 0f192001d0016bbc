//! The stablecoins of Polkadot Hub, as contracts and as assets.

mod support;

use ethereum_standards::IERC20;
use exequatur_localchain::{
    Balance, CreateError, Genesis, GenesisError, H160, Inclusion, LocalChain, RuntimeCall, Signer,
    View, calls, h160_of,
    runtime::{AccountId, Assets, Runtime},
    tokens::{TOKENS, Token, USDC, USDT, WHOLE},
};
use pallet_revive::precompiles::alloy::{
    primitives::{Address as Word, U256},
    sol_types::SolCall,
};
use support::{Key, alice, bob, chain, genesis, limits, send, send_ok};

fn word(address: H160) -> Word {
    Word::from(address.0)
}

fn ask<C: SolCall>(chain: &LocalChain, token: &Token, call: C) -> C::Return {
    let run = chain.dry_run_call(&alice().account(), token.address(), 0, call.abi_encode());
    let answer = run.result.expect("reading succeeds");
    assert!(!answer.reverted);
    C::abi_decode_returns(&answer.data).expect("it answers in the ABI's encoding")
}

fn balance(chain: &LocalChain, token: &Token, account: &AccountId) -> Balance {
    let account = word(h160_of(account));
    let balance = ask(chain, token, IERC20::balanceOfCall { account });
    balance.to::<Balance>()
}

fn transfer(
    chain: &mut LocalChain,
    from: &Key,
    token: &Token,
    to: H160,
    value: Balance,
) -> Inclusion {
    let data = IERC20::transferCall {
        to: word(to),
        value: U256::from(value),
    };
    send(
        chain,
        from,
        calls::call(token.address(), limits(0), data.abi_encode()),
    )
}

fn failure(inclusion: &Inclusion) -> String {
    inclusion
        .result
        .as_ref()
        .expect_err("it is refused")
        .to_string()
}

/// An account that exists, owns native tokens and no others.
fn newcomer(chain: &mut LocalChain) -> Key {
    let key = Key::new("//Newcomer");
    send_ok(
        chain,
        &alice(),
        calls::transfer_keep_alive(key.account(), 10 * support::UNIT),
    );
    key
}

#[test]
fn tokens_have_the_addresses_and_descriptions_of_the_hub() {
    let chain = chain();
    let addresses = TOKENS.map(|token| format!("{:?}", token.address()));
    assert_eq!(
        addresses,
        [
            "0x000007c000000000000000000000000001200000",
            "0x0000053900000000000000000000000001200000"
        ]
    );
    for token in &TOKENS {
        assert_eq!(ask(&chain, token, IERC20::symbolCall {}), token.symbol);
        assert_eq!(ask(&chain, token, IERC20::nameCall {}), token.name);
        assert_eq!(ask(&chain, token, IERC20::decimalsCall {}), token.decimals);
        let supply = ask(&chain, token, IERC20::totalSupplyCall {});
        assert_eq!(supply.to::<Balance>(), 6 * Genesis::DEV_TOKENS);
        assert_eq!(
            balance(&chain, token, &bob().account()),
            Genesis::DEV_TOKENS
        );
    }
}

#[test]
fn transfer_moves_tokens_and_emits_the_event_of_erc20() {
    let mut chain = chain();
    let to = h160_of(&bob().account());
    let inclusion = transfer(&mut chain, &alice(), &USDT, to, 5 * WHOLE);
    assert_eq!(inclusion.result, Ok(()));
    assert_eq!(inclusion.events.len(), 1);
    assert_eq!(inclusion.events[0].address, USDT.address());
    assert_eq!(inclusion.events[0].topics.len(), 3);
    let bob = bob().account();
    assert_eq!(
        balance(&chain, &USDT, &bob),
        Genesis::DEV_TOKENS + 5 * WHOLE
    );
    assert_eq!(balance(&chain, &USDC, &bob), Genesis::DEV_TOKENS);
}

#[test]
fn approved_spender_moves_as_much_as_approved() {
    let mut chain = chain();
    let [alice_at, bob_at] = [alice(), bob()].map(|key| word(h160_of(&key.account())));
    let approval = IERC20::approveCall {
        spender: bob_at,
        value: U256::from(WHOLE),
    };
    let data = approval.abi_encode();
    send_ok(
        &mut chain,
        &alice(),
        calls::call(USDC.address(), limits(0), data),
    );
    let spend = |chain: &mut LocalChain, value: Balance| {
        let call = IERC20::transferFromCall {
            from: alice_at,
            to: bob_at,
            value: U256::from(value),
        };
        let call = calls::call(USDC.address(), limits(0), call.abi_encode());
        send(chain, &bob(), call).result
    };
    assert!(spend(&mut chain, WHOLE + 1).is_err());
    assert_eq!(spend(&mut chain, WHOLE), Ok(()));
    assert_eq!(
        balance(&chain, &USDC, &bob().account()),
        Genesis::DEV_TOKENS + WHOLE
    );
}

#[test]
fn newcomer_must_get_the_minimum_balance() {
    let mut chain = chain();
    let account = newcomer(&mut chain).account();
    let to = h160_of(&account);
    let short = transfer(&mut chain, &alice(), &USDT, to, USDT.min_balance - 1);
    assert_eq!(failure(&short), "Token.BelowMinimum");
    assert_eq!(balance(&chain, &USDT, &account), 0);
    let enough = transfer(&mut chain, &alice(), &USDT, to, USDT.min_balance);
    assert_eq!(enough.result, Ok(()));
    assert_eq!(balance(&chain, &USDT, &account), USDT.min_balance);
}

#[test]
fn remainder_below_the_minimum_goes_along() {
    let mut chain = chain();
    let key = newcomer(&mut chain);
    let to = h160_of(&key.account());
    transfer(&mut chain, &alice(), &USDT, to, WHOLE);
    let back = h160_of(&alice().account());
    let before = balance(&chain, &USDT, &alice().account());
    let most = WHOLE - USDT.min_balance + 1;
    assert_eq!(transfer(&mut chain, &key, &USDT, back, most).result, Ok(()));
    assert_eq!(
        balance(&chain, &USDT, &alice().account()) - before,
        WHOLE,
        "more arrives than was sent"
    );
    assert_eq!(balance(&chain, &USDT, &key.account()), 0);
}

#[test]
fn issuer_freezes_an_account_and_mints() {
    let mut chain = chain();
    let issuer = Key::new("//Ferdie");
    let frozen = bob().account();
    let freeze: RuntimeCall = pallet_assets::Call::<Runtime>::freeze {
        id: USDT.id.into(),
        who: frozen.clone().into(),
    }
    .into();
    assert_eq!(
        failure(&send(&mut chain, &alice(), freeze.clone())),
        "Assets.NoPermission"
    );
    send_ok(&mut chain, &issuer, freeze);
    let to = h160_of(&alice().account());
    let refused = transfer(&mut chain, &bob(), &USDT, to, WHOLE);
    assert_eq!(failure(&refused), "Assets.Frozen");
    let mint = pallet_assets::Call::<Runtime>::mint {
        id: USDT.id.into(),
        beneficiary: frozen.clone().into(),
        amount: WHOLE,
    };
    send_ok(&mut chain, &issuer, mint.into());
    let held = chain.read(|| Assets::balance(USDT.id, &frozen));
    assert_eq!(held, Genesis::DEV_TOKENS + WHOLE);
}

#[test]
fn impossible_balances_of_tokens_are_refused_with_a_reason() {
    let refusal = |tokens| {
        let genesis = Genesis {
            tokens,
            ..genesis()
        };
        match LocalChain::in_memory(&genesis) {
            Err(CreateError::Genesis(error)) => error,
            other => panic!("{other:?}"),
        }
    };
    let who = alice().account();
    assert_eq!(
        refusal(vec![(1, who.clone(), WHOLE)]),
        GenesisError::UnknownToken { found: 1 }
    );
    assert!(matches!(
        refusal(vec![(USDT.id, who.clone(), 9_999)]),
        GenesisError::BelowMinimum {
            symbol: "USDt",
            minimum: 10_000,
            found: 9_999,
            ..
        }
    ));
    let once = (USDC.id, who.clone(), WHOLE);
    assert!(matches!(
        refusal(vec![once.clone(), once]),
        GenesisError::TokenTwice { symbol: "USDC", .. }
    ));
    assert_eq!(
        refusal(vec![
            (USDC.id, who, u128::MAX),
            (USDC.id, bob().account(), u128::MAX)
        ]),
        GenesisError::IssuanceOverflows
    );
}
