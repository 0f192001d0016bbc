//! Prints `docs/costs.md`: what each message costs on the real blob.

use exequatur_e2e_tests::costs::{blob_size, comparison, peer, steps, weight_fee};

fn main() {
    let steps = steps();
    println!("# What each step costs\n");
    println!("Printed by `./scripts/costs`; a test holds this file against it. Weights are those of the call itself, on the");
    println!("real blob in pallet-revive, without the fixed part of every transaction. Fees follow Polkadot Hub's formula:");
    println!("weight by the larger share of the block's two limits, and 50 000 planck for each byte of the transaction.");
    println!("Deposits are locked, not spent. 1 DOT = 10 000 000 000 planck.\n");
    println!("Blob: {} bytes.\n", blob_size());
    println!("| step | ref_time, 10^6 | proof_size, bytes | weight fee, planck | length fee, planck | deposit, planck |");
    println!("|---|--:|--:|--:|--:|--:|");
    for step in &steps {
        println!(
            "| {} | {} | {} | {} | {} | {} |",
            step.name,
            step.ref_time / 1_000_000,
            step.proof_size,
            step.weight_fee,
            step.length_fee,
            step.deposit
        );
    }
    println!("\n## Beside Kleros's escrow\n");
    println!("Kleros EscrowUniversal (July 2026, solc 0.8.24, optimiser 200 runs, 11 588 bytes) as EVM bytecode in the same");
    println!("pallet-revive, measured once; its fees for bytes and its deposits were not measured. The goal is half or less.\n");
    println!("| ours | Kleros's step | ref_time | proof_size | weight fee |");
    println!("|---|---|--:|--:|--:|");
    for (name, ours, peer_name) in comparison(&steps) {
        let theirs = peer(peer_name);
        let ratio = |ours: u128, theirs: u128| format!("{:.2}", ours as f64 / theirs as f64);
        println!(
            "| {name} | {peer_name} | {} | {} | {} |",
            ratio(ours.ref_time().into(), theirs.ref_time().into()),
            ratio(ours.proof_size().into(), theirs.proof_size().into()),
            ratio(weight_fee(ours), weight_fee(theirs)),
        );
    }
}
