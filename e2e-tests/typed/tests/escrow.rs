//! Each message of the contract by its typed call, through ink_e2e, on the bytecode in `artifacts/`.

mod local_chain;
mod parties;

use exequatur_protocol::{Award, AwardKind, Hours, Order, OrderKind, Phase, Refusal, digest};
use exequatur_typed_calls::{Escrow, EscrowRef};
use ink_e2e::{
    ChainBackend, ContractsBackend, IntoAddress, alice, bob, charlie, dave, eve, ferdie,
};
use ink_primitives::AccountId;
use local_chain::{LocalChain, NewChain};
use parties::{AMOUNT, Domain, NativeHost, ours, sign, terms};

type TestResult = Result<(), local_chain::Failed>;

/// A new escrow, its typed calls and what signatures for it are bound to.
macro_rules! opened {
    ($client:ident, $calls:ident, $domain:ident) => {
        let (chain_id, now) = $client.advance(3_600);
        let terms = terms(now);
        let mut constructor = EscrowRef::new(terms.into(), Vec::new().into());
        let opened = $client
            .instantiate("escrow", &alice(), &mut constructor)
            .submit()
            .await?;
        #[allow(unused_mut, reason = "some tests only look")]
        let mut $calls = opened.call_builder::<Escrow>();
        #[allow(unused_variables, reason = "not every test signs")]
        let $domain = Domain::of(chain_id, opened.addr, &terms);
    };
}

/// Sends a message that takes effect.
macro_rules! done {
    ($client:ident, $who:expr, $message:expr) => {
        done!($client, $who, $message, 0)
    };
    ($client:ident, $who:expr, $message:expr, $value:expr) => {{
        let message = $message;
        let sent = $client.call(&$who, &message).value($value).submit().await?;
        assert_eq!(sent.events.len(), 1, "one entry in the record");
        assert_eq!(sent.return_value(), Ok(()));
    }};
}

/// Sends a message that is refused: the dry run says why, the transaction fails, and nothing is changed.
macro_rules! refused {
    ($client:ident, $calls:ident, $who:expr, $message:expr, $refusal:ident) => {
        refused!($client, $calls, $who, $message, $refusal, 0)
    };
    ($client:ident, $calls:ident, $who:expr, $message:expr, $refusal:ident, $value:expr) => {{
        let message = $message;
        let before = state!($client, $calls);
        let tried = $client
            .call(&$who, &message)
            .value($value)
            .dry_run()
            .await?;
        assert!(tried.did_revert());
        assert_eq!(tried.return_value(), Err(Refusal::$refusal));
        let sent = $client.call(&$who, &message).value($value).submit().await;
        let failed = sent.expect_err("it fails in its block");
        assert!(failed.0.contains("ContractReverted"), "{failed:?}");
        assert_eq!(state!($client, $calls), before);
    }};
}

/// What the contract says of itself.
macro_rules! state {
    ($client:ident, $calls:ident) => {{
        let message = $calls.status();
        let answered = $client.call(&ferdie(), &message).dry_run().await?;
        answered.return_value().0
    }};
}

/// An escrow whose money is locked.
macro_rules! funded {
    ($client:ident, $calls:ident, $domain:ident) => {
        opened!($client, $calls, $domain);
        done!(
            $client,
            bob(),
            $calls.consent(true.into(), Vec::new().into())
        );
        done!($client, alice(), $calls.fund(), AMOUNT.into());
    };
}

#[ink_e2e::test(backend(runtime_only(sandbox = NewChain, client = LocalChain)))]
async fn consent_lock_and_release() -> TestResult {
    opened!(client, calls, _domain);
    assert!(matches!(state!(client, calls).phase, Phase::Proposed));
    refused!(
        client,
        calls,
        alice(),
        calls.fund(),
        WrongPhase,
        AMOUNT.into()
    );
    refused!(
        client,
        calls,
        eve(),
        calls.consent(true.into(), Vec::new().into()),
        NotAuthorised
    );
    done!(client, bob(), calls.consent(true.into(), Vec::new().into()));
    refused!(
        client,
        calls,
        bob(),
        calls.consent(true.into(), Vec::new().into()),
        WrongPhase
    );
    refused!(
        client,
        calls,
        alice(),
        calls.fund(),
        WrongAmount,
        u128::from(AMOUNT) - 1
    );
    done!(client, alice(), calls.fund(), AMOUNT.into());

    let release = |calls: &mut parties::Calls, to_payer: u64, sequence: u32| {
        calls.release(
            to_payer.into(),
            sequence.into(),
            true.into(),
            true.into(),
            Vec::new().into(),
        )
    };
    refused!(
        client,
        calls,
        eve(),
        release(&mut calls, 5, 0),
        NotAuthorised
    );
    done!(client, alice(), release(&mut calls, 5, 0));
    // Taken back: what //Bob approves afterwards is a proposal of his own.
    done!(client, alice(), calls.revoke());
    refused!(
        client,
        calls,
        bob(),
        release(&mut calls, 5, 0),
        WrongSequence
    );
    let sequence = state!(client, calls).proposal.sequence;
    done!(client, bob(), release(&mut calls, 5, sequence));
    let account = AccountId(bob().public_key().0);
    let before = client.free_balance(account).await?;
    done!(client, alice(), release(&mut calls, 5, sequence));
    let after = client.free_balance(account).await?;
    assert_eq!(after - before, u128::from(AMOUNT) - 5);
    let state = state!(client, calls);
    assert_eq!((state.money.held, state.money.payee), (0, 0));
    Ok(())
}

#[ink_e2e::test(backend(runtime_only(sandbox = NewChain, client = LocalChain)))]
async fn pause_and_resume() -> TestResult {
    funded!(client, calls, _domain);
    let hash = [3; 32];
    refused!(
        client,
        calls,
        charlie(),
        calls.pause(Hours(1).into(), hash.into()),
        NotAuthorised
    );
    refused!(
        client,
        calls,
        alice(),
        calls.pause(Hours(0).into(), hash.into()),
        TooLong
    );
    done!(client, alice(), calls.pause(Hours(24).into(), hash.into()));
    refused!(client, calls, bob(), calls.resume(), NotPaused);
    done!(client, alice(), calls.resume());
    refused!(
        client,
        calls,
        alice(),
        calls.pause(Hours(24).into(), hash.into()),
        PauseUsed
    );
    Ok(())
}

#[ink_e2e::test(backend(runtime_only(sandbox = NewChain, client = LocalChain)))]
async fn dispute_to_the_last_coin() -> TestResult {
    funded!(client, calls, domain);
    let hash = [4; 32];
    let nobody = || Vec::new().into();
    done!(client, alice(), calls.file_dispute(hash.into()));
    refused!(client, calls, alice(), calls.acknowledge(), NotAuthorised);
    done!(client, bob(), calls.acknowledge());
    done!(client, bob(), calls.answer(hash.into()));
    refused!(
        client,
        calls,
        bob(),
        calls.answer(hash.into()),
        AlreadyAnswered
    );

    // The arbitrator declines, the authority names another, who accepts.
    done!(client, charlie(), calls.decline_appointment(hash.into()));
    let replacement = Order {
        kind: OrderKind::Replace,
        appointee: ours(&ferdie().address()),
        document: hash,
        ..Order::default()
    };
    refused!(
        client,
        calls,
        alice(),
        calls.execute_order(replacement.clone().into(), true.into(), nobody()),
        TooFewSignatures
    );
    done!(
        client,
        dave(),
        calls.execute_order(replacement.into(), true.into(), nobody())
    );
    refused!(
        client,
        calls,
        charlie(),
        calls.accept_appointment(hash.into(), true.into(), nobody()),
        NotAuthorised
    );
    done!(
        client,
        ferdie(),
        calls.accept_appointment(hash.into(), true.into(), nobody())
    );
    done!(
        client,
        alice(),
        calls.file_exhibit(hash.into(), [5; 32].into())
    );
    refused!(
        client,
        calls,
        eve(),
        calls.file_exhibit(hash.into(), hash.into()),
        NotAuthorised
    );
    // A ruling as ERC-792 has it is for contracts, under terms that waive reasons.
    let state = state!(client, calls);
    let ruling = calls.rule([0; 32].into(), [0; 32].into());
    let ruled = client.call(&ferdie(), &ruling).dry_run().await?;
    assert!(ruled.return_value().is_err());

    let (_, now) = client.advance(60);
    let award = Award {
        number: state.awards + 1,
        kind: AwardKind::Final,
        to_payer: AMOUNT / 2,
        to_payee: AMOUNT / 2,
        document: hash,
        reasons: Some(hash),
        seat: parties::SEAT,
        date: u32::try_from(now).expect("before 2106"),
        ..Award::default()
    };
    let signed = sign(&ferdie(), &digest::award(&NativeHost, &domain.0, &award));
    let other = sign(&eve(), &digest::award(&NativeHost, &domain.0, &award));
    refused!(
        client,
        calls,
        eve(),
        calls.execute_award(award.clone().into(), vec![other].into()),
        UnknownSigner
    );
    done!(
        client,
        eve(),
        calls.execute_award(award.into(), vec![signed].into())
    );
    let payee = ours(&bob().address());
    refused!(
        client,
        calls,
        eve(),
        calls.withdraw_for(payee.into()),
        NothingToWithdraw
    );
    client.advance(parties::HOLD_HOURS * 3_600);
    let account = AccountId(bob().public_key().0);
    let before = client.free_balance(account).await?;
    done!(client, eve(), calls.withdraw_for(payee.into()));
    assert_eq!(
        client.free_balance(account).await? - before,
        u128::from(AMOUNT) / 2
    );
    done!(
        client,
        eve(),
        calls.withdraw_for(ours(&alice().address()).into())
    );
    let state = state!(client, calls);
    assert_eq!(
        (state.money.held, state.money.payer, state.money.payee),
        (0, 0, 0)
    );
    Ok(())
}

#[ink_e2e::test(backend(runtime_only(sandbox = NewChain, client = LocalChain)))]
async fn terms_that_cannot_be_make_no_escrow() -> TestResult {
    let (_, now) = client.advance(3_600);
    let mut terms = terms(now);
    terms.payee = terms.payer;
    let mut constructor = EscrowRef::new(terms.into(), Vec::new().into());
    let tried = client
        .instantiate("escrow", &alice(), &mut constructor)
        .dry_run()
        .await?;
    assert!(tried.did_revert());
    let answer: Result<(), Refusal> = tried.constructor_result().expect("the dispatch went well");
    assert_eq!(answer, Err(Refusal::SamePersonTwice));
    let sent = client
        .instantiate("escrow", &alice(), &mut constructor)
        .submit()
        .await;
    let failed = sent.expect_err("it fails in its block");
    assert!(failed.0.contains("ContractReverted"), "{failed:?}");
    let uploaded = client.upload("escrow", &alice()).submit().await?;
    let committed = include_str!("../../../artifacts/CODE_HASH");
    assert_eq!(
        hex::encode(uploaded.code_hash),
        committed.trim().trim_start_matches("0x")
    );
    Ok(())
}
