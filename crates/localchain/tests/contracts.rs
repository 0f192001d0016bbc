//! Contracts: creating and calling them, what they cost, what they emit.

mod support;

use codec::{Decode, Encode};
use exequatur_localchain::{
    CodeSource, Genesis, LocalChain, Signer, StorageDeposit, U256, View, calls, child_trie_key,
    create2_address, fallback_account, h160_of,
};
use sp_core::storage::ChildInfo;
use sp_runtime::traits::BlakeTwo256;
use sp_state_machine::{StorageProof, read_child_proof_check, read_proof_check};
use support::*;

#[test]
fn message_changes_the_contract() {
    let mut chain = chain();
    let probe = probe(&mut chain, 0);
    assert_eq!(ask(&chain, probe, message(FLAG, ())), [0]);
    assert_eq!(
        call(&mut chain, &bob(), probe, message(FLIP, ())).result,
        Ok(())
    );
    assert_eq!(ask(&chain, probe, message(FLAG, ())), [1]);
}

#[test]
fn contract_sees_its_caller_and_the_time_of_the_block() {
    let mut chain = chain();
    let probe = probe(&mut chain, 0);
    assert_eq!(
        ask(&chain, probe, message(CALLER, ())),
        h160_of(&alice().account()).as_bytes()
    );

    chain.advance(1_000_000).expect("time is left");
    let seen = u64::decode(&mut &*ask(&chain, probe, message(NOW_S, ()))).expect("it is a u64");
    // A dry run shows the block that a transaction would get into.
    assert_eq!(seen, chain.now_s() + 6);
    let inclusion = call(&mut chain, &alice(), probe, message(NOTE, 1_u32));
    // The event's number comes first.
    assert_eq!(inclusion.events[0].data[4..12], seen.to_le_bytes());
    assert_eq!(inclusion.time_s, seen);
}

#[test]
fn address_without_salt_is_known_before() {
    let mut chain = chain();
    for _ in 0..3 {
        let expected = chain.next_create1_address(&alice().account());
        assert_eq!(probe(&mut chain, 0), expected);
        assert!(chain.code_at(expected).is_some());
        // Creating a contract uses up two: one for the transaction and one for the contract.
        send_ok(&mut chain, &alice(), calls::remark(vec![]));
    }
    assert_eq!(chain.account(&alice().account()).nonce, 9);
}

#[test]
fn address_with_salt_is_known_before() {
    let mut chain = chain();
    let (deployer, salt) = (h160_of(&alice().account()), [3; 32]);
    let expected = create2_address(deployer, PROBE, &constructor_data(), &salt);
    let upload = calls::upload_code(PROBE.to_vec(), 100 * UNIT);
    assert!(matches!(
        send_ok(&mut chain, &alice(), upload).storage_deposit,
        StorageDeposit::Charged(1..)
    ));
    let code_hash = sp_io::hashing::keccak_256(PROBE).into();
    assert_eq!(chain.code(code_hash).as_deref(), Some(PROBE));
    let create = calls::instantiate(code_hash, limits(0), constructor_data(), Some(salt));
    assert_eq!(
        send_ok(&mut chain, &alice(), create.clone()).instantiated,
        [expected]
    );
    assert_eq!(chain.code_at(expected), Some(code_hash));
    let again = send(&mut chain, &alice(), create)
        .result
        .expect_err("the address is taken");
    assert_eq!(again.to_string(), "Revive.DuplicateContract");
}

#[test]
fn dry_run_tells_what_the_transaction_then_does() {
    let mut chain = chain();
    let before = snapshot(&chain);
    let dry = chain.dry_run_instantiate(&alice().account(), blob(), UNIT, constructor_data(), None);
    assert!(dry.succeeded());
    assert_eq!(snapshot(&chain), before);

    let create =
        calls::instantiate_with_code(PROBE.to_vec(), limits(UNIT), constructor_data(), None);
    let real = send_ok(&mut chain, &alice(), create);
    assert_eq!(dry.instantiated, Some(real.instantiated[0]));
    assert_eq!(dry.storage_deposit, real.storage_deposit);

    let probe = real.instantiated[0];
    let dry = chain.dry_run_call(&bob().account(), probe, 0, message(PUT, (0_u32, 2_u32)));
    let real = call(&mut chain, &bob(), probe, message(PUT, (0_u32, 2_u32)));
    assert_eq!(dry.storage_deposit, real.storage_deposit);
    assert!(dry.weight_consumed.all_lt(real.weight));
    assert!(dry.weight_consumed.all_lte(dry.weight_required));
}

#[test]
fn required_weight_of_a_dry_run_is_enough_and_less_is_not() {
    let mut chain = chain();
    let probe = probe(&mut chain, 0);
    let data = message(PUT, (0_u32, 3_u32));
    let dry = chain.dry_run_call(&alice().account(), probe, 0, data.clone());
    let exact = calls::Limits {
        value: 0,
        weight: dry.weight_required,
        storage_deposit: dry.storage_deposit.charged_planck(),
    };
    let less_weight = calls::Limits {
        weight: exact.weight.saturating_div(2),
        ..exact
    };
    let less_deposit = calls::Limits {
        storage_deposit: exact.storage_deposit - 1,
        ..exact
    };
    for (limits, expected) in [
        (less_weight, "Revive.OutOfGas"),
        (less_deposit, "Revive.StorageDepositLimitExhausted"),
    ] {
        let refused = send(
            &mut chain,
            &alice(),
            calls::call(probe, limits, data.clone()),
        );
        assert_eq!(
            refused
                .result
                .expect_err("the limit is too low")
                .to_string(),
            expected
        );
    }
    send_ok(&mut chain, &alice(), calls::call(probe, exact, data));
}

#[test]
fn storage_is_paid_for_and_paid_back() {
    let mut chain = chain();
    let probe = probe(&mut chain, 0);
    let balance = |chain: &LocalChain| chain.account(&bob().account()).free_planck;

    let before = balance(&chain);
    let put = call(&mut chain, &bob(), probe, message(PUT, (0_u32, 2_u32)));
    let StorageDeposit::Charged(deposit @ 1..) = put.storage_deposit else {
        panic!("{put:?}");
    };
    // Two items at 0.002 UNIT, their keys and values at 0.00001 a byte.
    assert_eq!(deposit, 2 * 20_000_000 + 2 * (16 + 8 + 32) * 100_000);
    assert_eq!(before - balance(&chain), deposit + put.fee_planck);

    let before = balance(&chain);
    let clear = call(&mut chain, &bob(), probe, message(CLEAR, (0_u32, 2_u32)));
    // The pallet gives back shares of the contract's whole deposit, rounded down.
    let StorageDeposit::Refunded(refund) = clear.storage_deposit else {
        panic!("{clear:?}")
    };
    assert!(
        (deposit - 2..=deposit).contains(&refund),
        "{refund} of {deposit}"
    );
    assert_eq!(balance(&chain) + clear.fee_planck, before + refund);
}

#[test]
fn contract_pays_out_what_it_holds() {
    let mut chain = chain();
    let probe = probe(&mut chain, 5 * UNIT);
    let to = h160_of(&bob().account());
    let before = chain.account(&bob().account()).free_planck;
    assert_eq!(
        chain.spendable_wei(probe),
        U256::from(5 * UNIT) * 100_000_000_u64
    );

    let wei = U256::from(2 * UNIT) * 100_000_000_u64;
    call(
        &mut chain,
        &alice(),
        probe,
        message(PAY, (to.0, wei.to_little_endian())),
    );

    assert_eq!(
        chain.account(&bob().account()).free_planck,
        before + 2 * UNIT
    );
    assert_eq!(
        chain.spendable_wei(probe),
        U256::from(3 * UNIT) * 100_000_000_u64
    );
}

#[test]
fn refusal_shows_its_reason_dry_and_its_name_on_chain() {
    let mut chain = chain();
    let probe = probe(&mut chain, 0);
    let dry = chain.dry_run_call(&alice().account(), probe, 0, message(REFUSE, ()));
    let returned = dry.result.clone().expect("it does not trap");
    assert!(returned.reverted && !dry.succeeded());
    // ok from the dispatcher, then the message's own error, variant 0.
    assert_eq!(returned.data, [0, 1, 0]);

    let before = chain.account(&alice().account()).free_planck;
    let real = call(&mut chain, &alice(), probe, message(REFUSE, ()));
    assert_eq!(
        real.result.expect_err("it refuses").to_string(),
        "Revive.ContractReverted"
    );
    assert_eq!(
        chain.account(&alice().account()).free_planck,
        before - real.fee_planck
    );
    assert_eq!(ask(&chain, probe, message(FLAG, ())), [0]);
}

#[test]
fn trap_has_a_name_dry_and_on_chain() {
    let mut chain = chain();
    let probe = probe(&mut chain, 0);
    let dry = chain.dry_run_call(&alice().account(), probe, 0, message(TRAP, ()));
    let name = "Revive.ContractTrapped";
    assert_eq!(dry.result.expect_err("it traps").to_string(), name);
    let real = call(&mut chain, &alice(), probe, message(TRAP, ()));
    assert_eq!(real.result.expect_err("it traps").to_string(), name);
    assert!(real.events.is_empty());
    assert_eq!(ask(&chain, probe, message(FLAG, ())), [0]);
}

#[test]
fn events_are_found_by_block_and_address() {
    let mut chain = chain();
    let (one, two) = (probe(&mut chain, 0), probe(&mut chain, 0));
    let first = call(&mut chain, &alice(), one, message(NOTE, 1_u32));
    chain.advance(60).expect("time is left");
    let second = call(&mut chain, &bob(), two, message(NOTE, 2_u32));
    let third = call(&mut chain, &bob(), one, message(NOTE, 3_u32));

    let events = |from, address| -> Vec<_> {
        let events = chain.contract_events(from, address);
        events
            .map(|event| event.expect("it is in memory"))
            .collect()
    };
    let all = events(0, None);
    assert_eq!(all.len(), 3);
    assert_eq!(events(0, Some(one)).len(), 2);
    assert_eq!(events(second.block_number, Some(one)).len(), 1);
    assert_eq!(events(third.block_number + 1, None), []);
    for (event, inclusion) in all.iter().zip([first, second, third]) {
        assert_eq!(event.block.hash, inclusion.block_hash);
        assert_eq!(event.block.time_s, inclusion.time_s);
        assert_eq!(event.event, inclusion.events[0]);
        assert_eq!(event.event.topics.len(), 2);
    }
}

#[test]
fn account_must_be_mapped_where_the_chain_does_not_map_by_itself() {
    let genesis = Genesis {
        auto_map: false,
        ..genesis()
    };
    let mut chain = LocalChain::in_memory(&genesis).expect("it is possible");
    let address = h160_of(&alice().account());
    assert!(!chain.is_mapped(address) && !chain.can_call(&alice().account()));
    assert_eq!(chain.account_of(address), fallback_account(address));
    let dry = chain.dry_run_instantiate(&alice().account(), blob(), 0, constructor_data(), None);
    assert_eq!(
        dry.result.expect_err("it is not mapped").to_string(),
        "Revive.AccountUnmapped"
    );

    let mapped = send_ok(&mut chain, &alice(), calls::map_account());
    // One item and 52 bytes.
    assert_eq!(
        mapped.storage_deposit,
        StorageDeposit::Charged(2_000_000_000 + 52 * 100_000)
    );
    assert!(chain.is_mapped(address) && chain.can_call(&alice().account()));
    assert_eq!(chain.account_of(address), alice().account());
    probe(&mut chain, 0);

    // Anybody may register accounts that exist, for nothing.
    let others = vec![bob().account()];
    let batch = send_ok(&mut chain, &bob(), calls::batch_map_accounts(others));
    assert_eq!(batch.storage_deposit, StorageDeposit::Charged(0));
    assert_eq!(batch.fee_planck, 0);
    assert!(chain.can_call(&bob().account()));
}

#[test]
fn account_is_mapped_as_soon_as_it_exists_where_the_chain_does_it() {
    let mut chain = chain();
    let newcomer = Key::new("//Newcomer").account();
    assert!(!chain.is_mapped(h160_of(&newcomer)));
    send_ok(
        &mut chain,
        &alice(),
        calls::transfer_keep_alive(newcomer.clone(), UNIT),
    );
    assert!(chain.is_mapped(h160_of(&newcomer)));
    assert_eq!(chain.balance_of_h160(h160_of(&newcomer)), UNIT);
    let map = send_ok(&mut chain, &alice(), calls::map_account());
    assert_eq!(map.storage_deposit, StorageDeposit::Charged(0));
}

#[test]
fn contract_storage_is_proven_against_the_state_root() {
    let mut chain = chain();
    let probe = probe(&mut chain, 0);
    call(&mut chain, &alice(), probe, message(PUT, (0_u32, 1_u32)));
    let contract = chain.contract(probe).expect("it exists");
    let root_cell = 0_u32.encode();
    let value = chain
        .contract_storage(probe, &root_cell)
        .expect("the root cell is written");
    let (keys, nowhere) = ([child_trie_key(&root_cell)], [b"nowhere".to_vec()]);
    let newest = chain.snapshot(chain.block_number()).expect("in memory");
    let newest = newest.expect("the newest block");
    let (root, child) = (
        chain.state_root(),
        ChildInfo::new_default(&contract.trie_id),
    );
    let proven = |nodes: &[Vec<u8>]| {
        let proof = StorageProof::new(nodes.to_vec());
        read_child_proof_check::<BlakeTwo256, _>(root, proof, &child, &keys)
    };

    let nodes = newest.prove(&[], &contract.trie_id, &keys);
    let found = proven(&nodes).expect("the nodes lead from the root to the key");
    assert_eq!(found.get(&keys[0]), Some(&Some(value.clone())));
    for number in 0..nodes.len() {
        let mut changed = nodes.clone();
        changed[number][0] ^= 1;
        proven(&changed).expect_err("a node is altered");
    }

    let both = newest.prove(&nowhere, &contract.trie_id, &keys);
    let found = proven(&both).expect("as before");
    assert_eq!(found.get(&keys[0]), Some(&Some(value)));
    let proof = StorageProof::new(both);
    let absent = read_proof_check::<BlakeTwo256, _>(root, proof, &nowhere)
        .expect("the nodes show that nothing is there");
    assert_eq!(absent.get(&nowhere[0]), Some(&None));
}

#[test]
fn contract_is_not_called_where_there_is_none() {
    let mut chain = chain();
    let nobody = exequatur_localchain::H160([5; 20]);
    assert_eq!(chain.contract(nobody), None);
    let missing = CodeSource::Stored([5; 32].into());
    let dry = chain.dry_run_instantiate(&alice().account(), missing, 0, vec![], None);
    assert_eq!(
        dry.result.expect_err("no such code").to_string(),
        "Revive.CodeNotFound"
    );
    // A call to nobody succeeds and does nothing, as in Ethereum.
    assert_eq!(
        call(&mut chain, &alice(), nobody, message(FLIP, ())).result,
        Ok(())
    );
}
