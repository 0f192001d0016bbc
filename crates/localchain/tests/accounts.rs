//! Accounts, fees, and transactions that get in or do not.

mod support;

use codec::Encode;
use exequatur_localchain::{
    AccountId, AdvanceError, Fee, Genesis, GenesisError, LocalChain, MultiSignature, Signer,
    SubmitError, TxOptions, View, calls, fee_of, tx_hash,
};
use sp_core::{Pair, ecdsa};
use support::*;

#[test]
fn transfer_moves_the_amount_and_charges_the_fee() {
    let mut chain = chain();
    let (from, to) = (alice().account(), AccountId::new([9; 32]));
    let before = chain.account(&from);

    let inclusion = send_ok(
        &mut chain,
        &alice(),
        calls::transfer_keep_alive(to.clone(), 3 * UNIT),
    );

    assert_eq!(chain.account(&to).free_planck, 3 * UNIT);
    let after = chain.account(&from);
    assert_eq!(
        before.free_planck - after.free_planck,
        3 * UNIT + inclusion.fee_planck
    );
    assert_eq!(after.nonce, 1);
    assert_eq!((inclusion.block_number, inclusion.extrinsic_index), (1, 1));
}

#[test]
fn fee_is_base_and_length_and_weight_by_the_hub_formula() {
    let mut chain = chain();
    let call = calls::remark(vec![0; 100]);
    let transaction = chain.sign(&alice(), call, TxOptions::default());
    let estimate = chain.estimate_fee(&transaction).expect("it decodes");
    let preview = chain.preview(&transaction).expect("it is valid");
    assert_eq!(chain.block_number(), 0);

    let inclusion = chain.submit(&transaction).expect("it is valid");

    let length = u32::try_from(transaction.len()).expect("it is short");
    let fee = fee_of(inclusion.weight, length);
    assert_eq!(inclusion.fee_planck, fee.total());
    assert_eq!(fee.length, 50_000 * u128::from(length));
    // 125 of the 25,209 microseconds that a cent buys.
    assert_eq!(fee.base, 100_000_000 * 125_000 / (200 * 126_045));
    assert_eq!(preview, inclusion);
    assert!(estimate.total() >= inclusion.fee_planck);
}

#[test]
fn proof_size_counts_by_its_share_of_the_block() {
    let whole_block = exequatur_localchain::runtime::params::MAX_BLOCK_WEIGHT;
    let by_time = fee_of(whole_block.set_proof_size(0), 0).weight;
    let by_proof = fee_of(whole_block.set_ref_time(0), 0).weight;
    assert_eq!(by_time, by_proof);
    assert_eq!(fee_of(whole_block, 0).weight, by_time);
}

#[test]
fn tip_is_charged_on_top() {
    let mut chain = chain();
    let options = TxOptions {
        tip_planck: UNIT,
        ..TxOptions::default()
    };
    let transaction = chain.sign(&alice(), calls::remark(vec![]), options);
    let Fee { tip, .. } = chain.estimate_fee(&transaction).expect("it decodes");
    let inclusion = chain.submit(&transaction).expect("it is valid");
    assert_eq!((tip, inclusion.tip_planck), (UNIT, UNIT));
    assert!(inclusion.fee_planck > UNIT);
}

#[test]
fn failing_call_charges_the_fee_and_seals_a_block() {
    let mut chain = chain();
    let before = chain.account(&alice().account());
    let call = calls::transfer_keep_alive(bob().account(), before.free_planck);

    let inclusion = send(&mut chain, &alice(), call);

    let failure = inclusion
        .result
        .expect_err("nobody can transfer all they have");
    assert_eq!(failure.to_string(), "Token.FundsUnavailable");
    assert_eq!(chain.block_number(), 1);
    let after = chain.account(&alice().account());
    assert_eq!(before.free_planck - after.free_planck, inclusion.fee_planck);
    assert!(inclusion.fee_planck > 0);
    assert_eq!(after.nonce, 1);
}

#[test]
fn bytes_that_are_no_transaction_change_nothing() {
    let mut chain = chain();
    let before = snapshot(&chain);
    for bytes in [&[][..], &[0xff], &[4, 1], &[0; 64]] {
        let error = chain.submit(bytes).expect_err("these are no transactions");
        assert!(matches!(error, SubmitError::Malformed { .. }), "{error}");
    }
    assert_eq!(snapshot(&chain), before);
}

#[test]
fn signature_of_somebody_else_changes_nothing() {
    let mut chain = chain();
    let before = snapshot(&chain);
    let unsigned = chain.unsigned(
        &alice().account(),
        calls::remark(vec![1]),
        TxOptions::default(),
    );
    let signature = bob().sign(unsigned.payload());
    let error = chain
        .submit(&unsigned.assemble(signature))
        .expect_err("Bob is not Alice");
    assert!(matches!(error, SubmitError::BadSignature), "{error}");
    assert_eq!(snapshot(&chain), before);
}

#[test]
fn any_changed_byte_of_a_transaction_is_refused() {
    let mut chain = chain();
    let call = calls::transfer_keep_alive(bob().account(), UNIT);
    let transaction = chain.sign(&alice(), call, TxOptions::default());
    let before = snapshot(&chain);
    for position in 0..transaction.len() {
        let mut changed = transaction.clone();
        changed[position] ^= 1;
        chain
            .submit(&changed)
            .expect_err("one bit is not as it was signed");
    }
    assert_eq!(snapshot(&chain), before);
    chain.submit(&transaction).expect("unchanged it is valid");
}

#[test]
fn wrong_nonce_changes_nothing_and_says_which_is_right() {
    let mut chain = chain();
    send_ok(&mut chain, &alice(), calls::remark(vec![]));
    let before = snapshot(&chain);
    let sign_with = |chain: &LocalChain, nonce| {
        let options = TxOptions {
            nonce: Some(nonce),
            ..TxOptions::default()
        };
        chain.sign(&alice(), calls::remark(vec![]), options)
    };

    let low = chain.submit(&sign_with(&chain, 0)).expect_err("0 was used");
    assert!(
        matches!(
            low,
            SubmitError::NonceTooLow {
                expected: 1,
                found: 0
            }
        ),
        "{low}"
    );
    let high = chain
        .submit(&sign_with(&chain, 2))
        .expect_err("1 comes first");
    assert!(
        matches!(
            high,
            SubmitError::NonceTooHigh {
                expected: 1,
                found: 2
            }
        ),
        "{high}"
    );

    assert_eq!(snapshot(&chain), before);
}

#[test]
fn same_transaction_twice_is_refused_the_second_time() {
    let mut chain = chain();
    let transaction = chain.sign(&alice(), calls::remark(vec![]), TxOptions::default());
    chain
        .submit(&transaction)
        .expect("the first time it is valid");
    let error = chain.submit(&transaction).expect_err("it is used up");
    assert!(
        matches!(
            error,
            SubmitError::NonceTooLow {
                expected: 1,
                found: 0
            }
        ),
        "{error}"
    );
}

#[test]
fn stranger_without_money_cannot_pay_the_fee() {
    let mut chain = chain();
    let before = snapshot(&chain);
    let transaction = chain.sign(
        &Key::new("//Nobody"),
        calls::remark(vec![]),
        TxOptions::default(),
    );
    let error = chain.submit(&transaction).expect_err("there is no money");
    let SubmitError::CannotPayFee {
        needed_planck,
        free_planck: 0,
    } = error
    else {
        panic!("{error}");
    };
    assert_eq!(
        needed_planck,
        chain
            .estimate_fee(&transaction)
            .expect("it decodes")
            .total()
    );
    assert_eq!(snapshot(&chain), before);
}

#[test]
fn ecdsa_key_signs_too() {
    struct Ecdsa(ecdsa::Pair);
    impl Signer for Ecdsa {
        fn account(&self) -> AccountId {
            sp_io::hashing::blake2_256(&self.0.public().0).into()
        }
        fn sign(&self, payload: &[u8]) -> MultiSignature {
            self.0.sign(payload).into()
        }
    }
    let mut chain = chain();
    let key = Ecdsa(ecdsa::Pair::from_string("//Alice", None).expect("the path is valid"));
    send_ok(
        &mut chain,
        &alice(),
        calls::transfer_keep_alive(key.account(), 10 * UNIT),
    );
    let transaction = chain.sign(&key, calls::remark(vec![1]), TxOptions::default());
    assert_eq!(
        chain.submit(&transaction).expect("it is valid").result,
        Ok(())
    );
}

#[test]
fn transaction_of_another_chain_is_refused() {
    let mut chain = chain();
    let other = LocalChain::in_memory(&Genesis::dev_with_seed([2; 32])).expect("it is possible");
    assert_ne!(other.identity().genesis_hash, chain.identity().genesis_hash);
    let transaction = other.sign(&alice(), calls::remark(vec![]), TxOptions::default());
    let error = chain
        .submit(&transaction)
        .expect_err("it names another genesis hash");
    assert!(matches!(error, SubmitError::BadSignature), "{error}");
}

#[test]
fn seed_and_nothing_else_makes_dev_chains_differ() {
    let hash = |genesis: &Genesis| {
        LocalChain::in_memory(genesis)
            .expect("it is possible")
            .identity()
            .genesis_hash
    };
    assert_eq!(hash(&genesis()), hash(&genesis()));
    assert_ne!(
        hash(&Genesis::dev().expect("random bytes")),
        hash(&Genesis::dev().expect("…"))
    );
}

#[test]
fn chain_id_is_part_of_the_genesis() {
    let genesis = Genesis {
        chain_id: 7,
        ..genesis()
    };
    let seven = LocalChain::in_memory(&genesis).expect("it is possible");
    assert_eq!(seven.identity().chain_id, 7);
    assert_ne!(
        seven.identity().genesis_hash,
        chain().identity().genesis_hash
    );
}

#[test]
fn impossible_genesis_is_refused_with_a_reason() {
    let account = alice().account();
    let refusal = |genesis: Genesis| match LocalChain::in_memory(&genesis) {
        Err(exequatur_localchain::CreateError::Genesis(error)) => error,
        other => panic!("{other:?}"),
    };
    let endowed = |endowed| {
        refusal(Genesis {
            endowed,
            ..genesis()
        })
    };
    assert_eq!(
        refusal(Genesis {
            chain_id: 0,
            ..genesis()
        }),
        GenesisError::ZeroChainId
    );
    assert!(matches!(
        refusal(Genesis {
            start_time_s: u64::MAX,
            ..genesis()
        }),
        GenesisError::StartTooLate { .. }
    ));
    for found in [0, 10_001] {
        assert_eq!(
            refusal(Genesis {
                fee_swing_percent: found,
                ..genesis()
            }),
            GenesisError::FeeSwing {
                most: 10_000,
                found
            }
        );
    }
    assert!(matches!(
        endowed(vec![(account.clone(), 1)]),
        GenesisError::BelowExistentialDeposit { found: 1, .. }
    ));
    assert!(matches!(
        endowed(vec![(account.clone(), UNIT), (account.clone(), UNIT)]),
        GenesisError::EndowedTwice { .. }
    ));
    assert_eq!(
        endowed(vec![(account, u128::MAX), (bob().account(), u128::MAX)]),
        GenesisError::IssuanceOverflows
    );
}

#[test]
fn mortal_transaction_expires() {
    let mut chain = chain();
    chain.advance(1).expect("time is left");
    let options = TxOptions {
        valid_for_blocks: Some(4),
        ..TxOptions::default()
    };
    let transaction = chain.sign(&alice(), calls::remark(vec![]), options);
    let mut patient = chain.fork().expect("it is in memory");
    chain.submit(&transaction).expect("it is fresh");
    for _ in 0..8 {
        patient.advance(1).expect("time is left");
    }
    // The signature covers the hash of the block where its time began, which is out of reach now.
    let error = patient.submit(&transaction).expect_err("it is stale");
    assert!(
        matches!(
            error,
            SubmitError::BadSignature | SubmitError::Expired { .. }
        ),
        "{error}"
    );
}

#[test]
fn clock_moves_with_blocks_and_when_told_to() {
    let mut chain = chain();
    assert_eq!(chain.now_s(), Genesis::DEV_START_TIME_S);
    send_ok(&mut chain, &alice(), calls::remark(vec![]));
    assert_eq!(chain.now_s(), Genesis::DEV_START_TIME_S + 6);
    let block = chain.advance(86_400).expect("time is left");
    assert_eq!(block.number, 2);
    assert_eq!(block.time_s, Genesis::DEV_START_TIME_S + 6 + 86_400);
    assert_eq!(chain.head(), block);
    assert_eq!(
        chain.advance(0).expect("it may stand still").time_s,
        block.time_s
    );
}

#[test]
fn clock_does_not_leave_its_range() {
    let mut chain = chain();
    let before = snapshot(&chain);
    let error = chain.advance(u64::MAX).expect_err("there is no such time");
    assert!(
        matches!(
            error,
            AdvanceError::TooFar {
                seconds: u64::MAX,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(snapshot(&chain), before);
}

#[test]
fn transaction_is_found_by_its_hash() {
    let mut chain = chain();
    let transaction = chain.sign(&alice(), calls::remark(vec![5]), TxOptions::default());
    let inclusion = chain.submit(&transaction).expect("it is valid");
    chain.advance(60).expect("time is left");
    let hash = tx_hash(&transaction);
    assert_eq!(
        chain.find_transaction(hash, 0).expect("it is in memory"),
        Some(inclusion)
    );
    assert_eq!(
        chain.find_transaction(hash, 2).expect("it is in memory"),
        None
    );
    assert_eq!(
        chain
            .transactions(1)
            .expect("it is in memory")
            .expect("it exists")[1],
        transaction
    );
}

#[test]
fn block_hash_is_the_hash_of_the_header() {
    let mut chain = chain();
    send_ok(&mut chain, &alice(), calls::remark(vec![]));
    for number in 0..=1 {
        let header = chain
            .encoded_header(number)
            .expect("it is in memory")
            .expect("it exists");
        let hash = sp_io::hashing::blake2_256(&header).into();
        assert_eq!(
            chain.block_hash(number).expect("it is in memory"),
            Some(hash)
        );
    }
    let parent = chain
        .block_hash(0)
        .expect("it is in memory")
        .expect("it exists");
    let header = chain
        .encoded_header(1)
        .expect("it is in memory")
        .expect("it exists");
    assert_eq!(header[..32], parent.encode());
    assert_eq!(chain.block_hash(2).expect("it is in memory"), None);
}

#[test]
fn transaction_by_a_fork_leaves_the_chain_alone() {
    let mut chain = chain();
    send_ok(&mut chain, &alice(), calls::remark(vec![]));
    let before = snapshot(&chain);
    let mut fork = chain.fork().expect("it is in memory");
    send_ok(
        &mut fork,
        &alice(),
        calls::transfer_keep_alive(bob().account(), UNIT),
    );
    assert_eq!(snapshot(&chain), before);
    assert_eq!(fork.block_number(), 2);
    assert_eq!(
        fork.block_hash(1).expect("it is in memory"),
        chain.block_hash(1).expect("…")
    );
}
