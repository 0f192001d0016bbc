//! The page of costs is what the blob costs, and the goals that are met stay met.

use exequatur_e2e_tests::beside_peer::comparison;
use exequatur_e2e_tests::costs::{page, steps, weight_fee};

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
    for step in comparison(&steps()) {
        let (ours, theirs) = (weight_fee(step.ours.weight), weight_fee(step.theirs.weight));
        assert!(
            ours * 100 <= theirs * 50,
            "{}: {ours} planck, the peer {theirs}",
            step.name
        );
    }
}
