//! The page of costs is what the blob costs, and the goals that are met stay met.

use exequatur_e2e_tests::beside_peer::comparison;
use exequatur_e2e_tests::costs::{page, step, steps, weight_fee};
use exequatur_e2e_tests::hub_costs::charged;
use exequatur_e2e_tests::smallest;

#[test]
fn the_page_of_costs_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/costs.md");
    let committed = std::fs::read_to_string(path).unwrap();
    assert!(
        committed == page(),
        "docs/costs.md is out of date: run ./scripts/costs > docs/costs.md"
    );
}

#[test]
fn the_blob_has_at_most_20_000_bytes() {
    assert!(exequatur_e2e_tests::blob().len() <= 20_000);
}

#[test]
fn steps_cost_at_most_half_of_the_peers() {
    for step in comparison(&steps(), &charged()) {
        let (ours, theirs) = (weight_fee(step.ours.weight), weight_fee(step.theirs.weight));
        assert!(
            ours * 100 <= theirs * 50,
            "{}: {ours} planck, the peer {theirs}",
            step.name
        );
    }
}

/// Whole transactions, as the program sends them. In a dispute ours are seven, theirs five, each with the same fixed part.
#[test]
fn commands_cost_less_than_the_peers_transactions_and_disputes_about_half() {
    let compared = comparison(&steps(), &charged());
    for step in &compared {
        let (ours, theirs) = (step.ours.as_sent, step.theirs.as_sent);
        let most = match step.name {
            "a whole dispute, both withdraw" => 52,
            _ => 75,
        };
        assert!(
            ours * 100 <= theirs * most,
            "{}: {ours} planck, the peer {theirs}, expected {most} % at most",
            step.name
        );
    }
    assert!(compared.iter().any(|step| step.name.starts_with("a whole")));
}

#[test]
fn only_the_first_escrow_on_a_chain_pays_for_the_code() {
    let [released, disputed, shorter, _] = charged();
    let opened: Vec<u128> = [&released, &disputed, &shorter]
        .into_iter()
        .flatten()
        .filter(|sent| sent.name.starts_with("`escrow open"))
        .map(|sent| sent.fee)
        .collect();
    let [first, second, at_once, by_ethereum_key] = opened[..] else {
        panic!("expected four escrows, found {opened:?}");
    };
    for later in [second, at_once, by_ethereum_key] {
        assert!(later * 10 < first, "{later} planck, the first {first}");
    }
}

#[test]
fn most_of_an_escrows_deposit_is_that_of_any_contract() {
    let ours = step(&steps(), "create and fund").deposit;
    let any = smallest::deposit();
    assert!(any <= ours, "{any} planck, ours {ours}");
    assert!(any * 100 >= ours * 80, "{any} planck of {ours}");
}
