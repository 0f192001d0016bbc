//! Notices of arbitration that `request` draws up.

mod case;
mod support;

use std::process::Command;

use case::expect;
use support::Place;

fn text(place: &Place, name: &str) -> String {
    std::fs::read_to_string(place.path().join(name)).expect("it was written")
}

#[test]
fn a_notice_is_drawn_up_as_markdown_and_as_pdf() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let asks = ["request", &escrow, "-o", "notice.md", "-o", "notice.pdf"];
    expect(&place, 2, &asks, &["NoClaimant"]);
    let payer = [&asks[..], &["--claimant", "payer"]].concat();
    expect(
        &place,
        0,
        &payer,
        &[
            "notice:    Notice of arbitration, under the UNCITRAL Arbitration Rules (2021)",
            "places are marked TO BE COMPLETED",
        ],
    );
    assert!(text(&place, "notice.md").contains("(Art. 3(3)(a))"));
    let pdf = Command::new("pdftotext")
        .args(["notice.pdf", "-"])
        .current_dir(place.path())
        .output()
        .expect("pdftotext is needed for this test; run: scripts/setup test");
    let pdf = String::from_utf8_lossy(&pdf.stdout).into_owned();
    assert!(pdf.contains("TO BE COMPLETED: "), "{pdf}");
    let other = [
        "request",
        &escrow,
        "--claimant",
        "payee",
        "-o",
        "claim.md",
        "--rules",
    ];
    place.done(&[&other[..], &["DDRR"]].concat());
    let claim = text(&place, "claim.md");
    assert!(claim.starts_with("# Notice of claim\n"));
    assert!(claim.contains("the terms of the escrow name the rules UNCITRAL"));
    let unknown = [
        "request",
        &escrow,
        "--claimant",
        "payee",
        "-o",
        "x.md",
        "--rules",
        "AAA",
    ];
    expect(&place, 2, &unknown, &["UnknownRules"]);
}

#[test]
fn notice_against_or_for_a_consumer_is_warned_of() {
    let place = Place::with_chain();
    let escrow =
        place.agreed_with("--arbitrator //Charlie --authority //Dave --rules JAMS-SC --consumer");
    let request = ["request", &escrow, "--claimant", "payer", "-o", "claim.md"];
    expect(
        &place,
        0,
        &request,
        &[
            "warning: by the terms one party is a consumer: ",
            "the JAMS Policy on Consumer Arbitrations",
            "under the JAMS Rules Governing Disputes Arising out of Smart Contracts (draft)",
        ],
    );
    let claim = text(&place, "claim.md");
    for part in [
        "TO BE COMPLETED: by the terms one party is a consumer: ",
        "it published them as a draft for comment",
    ] {
        assert!(claim.contains(part), "no {part} in {claim}");
    }
}
