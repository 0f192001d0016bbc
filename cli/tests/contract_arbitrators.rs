//! A contract as arbitrator: what the terms must say so that it can ever decide.

mod case;
mod solidity;
mod support;

use case::expect;
use solidity::deployed;
use support::{Place, words};

const NO_REASONS: &str = "it gives no reasons, and these terms demand them";
const AMONG_THREE: &str = "among three arbitrators it can never take part in an award";

#[test]
fn contract_that_could_never_decide_is_told_before_anybody_consents() {
    let place = Place::with_chain();
    let contract = deployed(&place, "Arbitrator", &[]);
    let contract = format!("0x{}", hex::encode(contract.0));
    let line = "terms new terms.toml --payer //Alice --payee //Bob --authority //Dave --amount 12.5 --agreement agreement.md --seat DK-84 \
                --law DK --language en --expiry 2026-09-01T00:00:00Z --arbitrator";
    let others = [
        "--arbitrator",
        "//Charlie",
        "--arbitrator",
        "//Eve",
        "--threshold",
        "2",
    ];
    let waived = ["--reasons-waived"];
    for (more, told) in [
        (&[][..], Some(NO_REASONS)),
        (&waived, None),
        (&[&others[..], &waived].concat(), Some(AMONG_THREE)),
    ] {
        let new = [&words(line)[..], &[&contract], more].concat();
        let show = ["terms", "show", "terms.toml"];
        let open = ["escrow", "open", "terms.toml", "--key", "//Alice"];
        let tried = [&open[..], &["--dry-run"]].concat();
        let as_json = [&open[..], &["--dry-run", "--json"]].concat();
        for command in [&new[..], &show, &tried, &as_json] {
            let printed = expect(&place, 0, command, &[]);
            let found = [NO_REASONS, AMONG_THREE].map(|words| printed.contains(words));
            let expected = [NO_REASONS, AMONG_THREE].map(|words| told == Some(words));
            assert_eq!(found, expected, "{command:?}: {printed}");
        }
        std::fs::remove_file(place.path().join("terms.toml")).expect("written");
    }
    // People are no contracts.
    let new = [&words(line)[..], &["//Charlie"]].concat();
    let printed = expect(&place, 0, &new, &[]);
    assert!(!printed.contains("is a contract"), "{printed}");
}
