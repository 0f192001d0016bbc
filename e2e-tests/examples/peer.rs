//! Prints what Kleros's escrow costs, from what `e2e-tests/peer/compile.mjs` printed: `scripts/costs --peer`.

fn main() {
    let compiled = serde_json::from_reader(std::io::stdin()).expect("JSON on standard input");
    print!("{}", exequatur_e2e_tests::peer::table(&compiled));
}
