//! A case for people: the page, the dossier, the notice. From the chain, and from a file where there is no chain.

mod case;
mod support;

use std::process::Command;

use case::{disputed, draft, expect, write};
use support::Place;

/// A case with an exhibit and a final award that took effect, and its papers in the folder `papers`.
fn decided() -> (Place, String) {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    write(&place, "test.txt", "the test");
    place.done(&[
        "evidence",
        "add",
        &escrow,
        "test.txt",
        "--number",
        "C-1",
        "--title",
        "<script>Test</script>",
        "--key",
        "//Alice",
        "--yes",
    ]);
    draft(&place, &escrow);
    place.done(&["award", "sign", "award.toml", "--key", "//Charlie", "--yes"]);
    place.done(&[
        "award",
        "enforce",
        "award.toml",
        "--key",
        "//Ferdie",
        "--yes",
    ]);
    std::fs::create_dir(place.path().join("papers")).expect("the folder is ours");
    for item in std::fs::read_dir(place.path()).expect("ours") {
        let path = item.expect("ours").path();
        if path.is_file() {
            let name = path.file_name().expect("a file has a name");
            std::fs::copy(&path, place.path().join("papers").join(name)).expect("ours");
        }
    }
    (place, escrow)
}

/// The hash of the newest block, as an auditor learns it from a chain of their own.
fn newest(place: &Place) -> String {
    let block = place.field("/result/block", &["chain", "status"]);
    place.field("/result/hash", &["chain", "status", "--hash-of", &block])
}

fn text(place: &Place, name: &str) -> String {
    std::fs::read_to_string(place.path().join(name)).expect("it was written")
}

#[test]
fn the_page_says_what_the_chain_and_the_file_show() {
    let (place, escrow) = decided();
    let report = ["audit", "report", &escrow, "--papers", "papers", "-o"];
    let shown = [&report[..], &["page.html"]].concat();
    expect(
        &place,
        10,
        &shown,
        &[
            "page:      page.html",
            "verdict:   incomplete",
            "so only the chain that was asked says it",
        ],
    );
    let page = text(&place, "page.html");
    for part in [
        "&#60;script&#62;Test&#60;/script&#62;",
        "Award 1: final award",
        "Not final on chain, money on hold until",
        "which only the node that was asked says",
        "bound by signatures in the record",
        "10 decimal places, by the signed terms",
    ] {
        assert!(page.contains(part), "no {part}");
    }
    assert!(!page.contains("<script") && !page.contains("Verified</h2>"));
    let known = newest(&place);
    let known = ["audit", "report", &escrow, "--block-hash", &known, "-o"];
    let known = [&known[..], &["known.html"]].concat();
    expect(&place, 0, &known, &["verdict:   verified"]);
    assert!(text(&place, "known.html").contains("compared with the hash that the auditor named"));
    let never = format!("0x{}", "9".repeat(64));
    let never = [
        "audit",
        "report",
        &escrow,
        "--block-hash",
        &never,
        "-o",
        "x.html",
    ];
    expect(&place, 3, &never, &["NoBlock"]);
    expect(&place, 2, &shown, &["FileExists"]);

    let hash = place.field(
        "/result/block_hash",
        &["audit", "export", &escrow, "-o", "case.json"],
    );
    let file = ["audit", "report", "case.json", "--chain", "nowhere", "-o"];
    let said = [&file[..], &["said.html"]].concat();
    expect(&place, 10, &said, &["verdict:   incomplete", "Incomplete"]);
    let page = text(&place, "said.html");
    assert!(page.contains("which only the file names"));
    let (warning, people) = (page.find("Not verified</h2>"), page.find("id=\"glance\""));
    assert!(warning.is_some() && warning < people, "{page}");
    let named = [&file[..], &["named.html", "--block-hash", &hash]].concat();
    expect(&place, 0, &named, &["verdict:   verified"]);

    let altered = text(&place, "case.json").replacen("\"entry\": \"0x02", "\"entry\": \"0x09", 1);
    write(&place, "altered.json", &altered);
    let wrong = ["audit", "report", "altered.json", "-o", "wrong.html"];
    expect(
        &place,
        6,
        &wrong,
        &["EntryDiverges", "verdict:   divergent"],
    );
    let page = text(&place, "wrong.html");
    assert!(page.contains("Divergent</h2>") && page.contains("Do not rely on this case: entry 2"));
    for command in ["dossier", "request"] {
        let refused = [command, "altered.json", "-o", "out.md"];
        expect(&place, 6, &refused, &["EntryDiverges"]);
        assert!(!place.path().join("out.md").exists());
    }
}

#[test]
fn a_dossier_holds_every_paper_and_proves_itself() {
    let (place, escrow) = decided();
    let hash = newest(&place);
    let dossier = ["dossier", &escrow, "--papers", "papers", "-o", "dossier"];
    let printed = place.done(&[&dossier[..], &["--block-hash", &hash]].concat());
    assert!(
        printed.contains("asked for: ") && printed.contains(" 0 not met, 9 for a person to add"),
        "{printed}"
    );
    assert!(!printed.contains("not given"), "{printed}");
    let checked = Command::new("sha256sum")
        .args(["--check", "--strict", "--quiet", "SHA256SUMS"])
        .current_dir(place.path().join("dossier"))
        .status()
        .expect("there is sha256sum");
    assert!(checked.success());
    let cover = text(&place, "dossier/00-cover-sheet.md");
    for part in [
        "# Dossier for recognition and enforcement",
        "New York Convention Art. IV(1)(b)",
        "Shown by the payee’s own act: the notice was answered (entry 5).",
        "TO BE ADDED",
    ] {
        assert!(cover.contains(part), "no {part} in {cover}");
    }
    let pdf = Command::new("pdftotext")
        .args(["dossier/00-cover-sheet.pdf", "-"])
        .current_dir(place.path())
        .output()
        .expect("pdftotext is needed for this test; run: scripts/setup test");
    assert!(
        String::from_utf8_lossy(&pdf.stdout).contains("Dossier for recognition and enforcement")
    );
    // What is enclosed is verified by whoever gets it.
    let enclosed = ["audit", "verify", "dossier/03-audit-export.json"];
    expect(&place, 10, &enclosed, &["verdict:   incomplete"]);
    place.done(&["terms", "show", "dossier/02-terms.toml"]);
    // The award as the arbitrator signed it, away from any chain.
    let award = "dossier/awards/07-award-1.toml";
    expect(
        &place,
        0,
        &["award", "verify", award, "--complete", "--chain", "nowhere"],
        &[
            "signatures that fit: 1",
            "complete: yes, as far as the file tells",
        ],
    );
    expect(
        &place,
        0,
        &["award", "verify", award, "award.toml", "--complete"],
        &["signatures that fit: 1", "complete: yes, and executed at"],
    );
    for (line, other) in [("to_payer = \"5\"", "to_payer = \"6\""), ("0x", "0y")] {
        let altered = text(&place, award).replacen(line, other, 1);
        assert_ne!(altered, text(&place, award));
        write(&place, "altered.toml", &altered);
        let verify = ["award", "verify", "altered.toml", "--chain", "nowhere"];
        assert!(!place.run(&verify).starts_with("exit 0\n"), "{altered}");
    }
    assert!(cover.contains("awards/07-award-1.toml"), "{cover}");
    let papers = std::fs::read_dir(place.path().join("dossier/papers")).expect("it is there");
    // Agreement, disclosure, notice, answer, exhibit, its manifest, award, reasons.
    assert_eq!(papers.count(), 8);
}

#[test]
fn the_same_case_makes_the_same_dossier_and_missing_papers_are_named() {
    let (place, escrow) = decided();
    let hash = place.field(
        "/result/block_hash",
        &[
            "audit",
            "export",
            &escrow,
            "-o",
            "case.json",
            "--manifests",
            "papers",
        ],
    );
    let dossier = |out: &str| {
        place.done(&[
            "dossier",
            "case.json",
            "--block-hash",
            &hash,
            "--papers",
            "papers",
            "-o",
            out,
        ]);
        text(&place, &format!("{out}/SHA256SUMS"))
    };
    assert_eq!(dossier("one"), dossier("other"));
    std::fs::remove_file(place.path().join("papers/reasons.md")).expect("it is there");
    let third = ["dossier", &escrow, "--papers", "papers", "-o", "third"];
    let printed = expect(&place, 10, &third, &["Incomplete"]);
    assert!(printed.contains("not given: reasons of entry"), "{printed}");
    assert!(printed.contains(", 1 not met"), "{printed}");
    let tried = ["dossier", &escrow, "-o", "fourth", "--dry-run"];
    expect(&place, 2, &tried, &["NoDryRun"]);
    let again = ["dossier", &escrow, "-o", "third"];
    expect(&place, 2, &again, &["FileExists"]);
}

#[test]
fn papers_are_compared_and_an_altered_one_shows_everywhere() {
    let (place, escrow) = decided();
    let hash = newest(&place);
    let known = [escrow.as_str(), "--block-hash", &hash, "--papers", "papers"];
    let report = |exit: i32, out: &str, parts: &[&str]| {
        let command = [&["audit", "report"][..], &known, &["-o", out]].concat();
        expect(&place, exit, &command, parts)
    };
    report(
        0,
        "fits.html",
        &[
            "papers:    8 of 8 papers that the record names at hand and as on record",
            "verdict:   verified",
        ],
    );
    // One that is not there is told as such, by itself no error of the record.
    let notice = place.path().join("papers/notice.md");
    std::fs::remove_file(&notice).expect("it is there");
    report(
        10,
        "missing.html",
        &[
            "papers:    7 of 8 papers",
            "not there: notice of arbitration of entry 4",
            "verdict:   incomplete",
            "Incomplete",
        ],
    );
    assert!(text(&place, "missing.html").contains(">not at hand</span>"));
    // One that was altered is wrong, on the page too.
    write(&place, "papers/notice.md", "notice");
    write(&place, "papers/test.txt", "the test, altered");
    report(
        6,
        "altered.html",
        &[
            "ExhibitDiffers",
            "1 paper does not fit the record",
            "differs:   exhibit of entry 6",
            "test.txt was altered",
            "verdict:   divergent",
        ],
    );
    let page = text(&place, "altered.html");
    assert!(page.contains("Divergent</h2>") && page.contains(">does not fit</span>"));
    assert!(page.contains("test.txt was altered: expected SHA-256 0x"));
    let json = [
        &["audit", "report", "--json"][..],
        &known,
        &["-o", "x.html"],
    ]
    .concat();
    let printed = place.run(&json);
    assert!(
        printed.contains("\"at_hand\":\"differs\"") || printed.contains("\"at_hand\": \"differs\""),
        "{printed}"
    );
    let dossier = [&["dossier"][..], &known, &["-o", "dossier"]].concat();
    expect(
        &place,
        6,
        &dossier,
        &["ExhibitDiffers", "differs:   exhibit of entry 6"],
    );
    let cover = text(&place, "dossier/00-cover-sheet.md");
    assert!(cover.contains("A PAPER DOES NOT FIT THE RECORD"), "{cover}");
    assert!(
        !place
            .path()
            .join("dossier/papers/06-exhibit-test.txt")
            .exists()
    );
    // So is a manifest.
    write(&place, "papers/test.txt", "the test");
    let manifest = "papers/test.txt.manifest.json";
    let altered = text(&place, manifest).replace("Test", "Toast");
    write(&place, manifest, &altered);
    report(
        6,
        "manifest.html",
        &[
            "differs:   manifest of the exhibit of entry 6",
            "its manifest",
        ],
    );
}

#[test]
fn name_of_another_paper_on_record_makes_no_paper_altered() {
    let place = Place::with_chain();
    let escrow = disputed(&place);
    std::fs::create_dir(place.path().join("other")).expect("the folder is ours");
    // The other side calls its exhibit as the notice is called.
    write(&place, "other/notice.md", "another text");
    place.done(&[
        "evidence",
        "add",
        &escrow,
        "other/notice.md",
        "--number",
        "R-1",
        "--title",
        "A letter",
        "--key",
        "//Bob",
        "--yes",
    ]);
    let manifest = std::fs::read_dir(place.path().join("other"))
        .expect("ours")
        .map(|item| item.expect("ours").path())
        .find(|path| path.extension().is_some_and(|ending| ending == "json"))
        .expect("a manifest was written");
    std::fs::create_dir(place.path().join("papers")).expect("the folder is ours");
    let name = manifest.file_name().expect("a file has a name");
    std::fs::copy(&manifest, place.path().join("papers").join(name)).expect("ours");
    write(&place, "papers/notice.md", "notice");
    let report = ["audit", "report", &escrow, "--papers", "papers", "-o"];
    let printed = expect(&place, 10, &[&report[..], &["page.html"]].concat(), &[]);
    assert!(!printed.contains("was altered"), "{printed}");
    assert!(printed.contains("not there: exhibit of entry"), "{printed}");
    write(&place, "papers/notice.md", "the notice, altered");
    expect(
        &place,
        6,
        &[&report[..], &["other.html"]].concat(),
        &["notice.md was altered"],
    );
}

/// The hash of the block of an entry.
fn block_of(place: &Place, file: &str, entry: usize) -> String {
    let case: serde_json::Value = serde_json::from_str(&text(place, file)).expect("JSON");
    let hash = case["record"][entry]["block_hash"].as_str();
    hash.expect("text").to_owned()
}

#[test]
fn a_case_as_of_an_older_block_says_everywhere_that_it_goes_on() {
    let (place, escrow) = decided();
    let export = ["audit", "export", &escrow, "-o"];
    let whole = [&export[..], &["case.json"]].concat();
    assert_eq!(place.field("/result/later_entries", &whole), "0");
    // Before the exhibit and the award.
    let hash = block_of(&place, "case.json", 5);
    let older = [&export[..], &["older.json", "--block", &hash]].concat();
    let goes_on = "the record goes on: 2 later entries exist";
    expect(&place, 0, &older, &[goes_on]);
    // Nobody had signed anything yet that binds the number of the chain.
    let known = ["--block-hash", &hash, "--chain-id", "420420420"];
    let verify = [&["audit", "verify", "older.json"][..], &known[..]].concat();
    let not_shown = "; whatever happened later is not shown";
    expect(
        &place,
        0,
        &verify,
        &["as of:     block ", not_shown, "verdict:   verified"],
    );
    let goes_on = "The record goes on: the chain that was asked has 2 later entries, none of which is told here";
    let report = [&["audit", "report", &escrow][..], &known[..], &["-o"]].concat();
    let beware = format!("beware:    {goes_on}");
    let page = [&report[..], &["page.html"]].concat();
    expect(&place, 0, &page, &[&beware, not_shown]);
    let page = text(&place, "page.html");
    assert!(page.contains(goes_on) && page.contains("Whatever happened after block"));
    assert!(
        page.contains("Verified up to block ") && page.contains("complete and unaltered up to")
    );
    let other = [&report[..], &["other.html"]].concat();
    assert_eq!(place.field("/result/later_entries", &other), "2");
    let dossier = [&["dossier", &escrow][..], &known[..], &["-o", "dossier"]].concat();
    expect(&place, 0, &dossier, &[&beware, not_shown]);
    let cover = text(&place, "dossier/00-cover-sheet.md");
    assert!(cover.contains(&format!("**{goes_on}.**")), "{cover}");
    assert!(cover.contains("Whatever happened after block"), "{cover}");
    let request = [&["request", &escrow][..], &known[..], &["-o", "x.md"]].concat();
    expect(&place, 0, &request, &[&format!("warning: {goes_on}")]);
    // Of the newest block nothing of this is said, nor of a file, beside which no chain was asked.
    let hash = newest(&place);
    let newest = ["audit", "report", &escrow, "--block-hash", &hash, "-o"];
    let newest = [&newest[..], &["newest.html"]].concat();
    assert!(!place.done(&newest).contains("goes on"));
    let file = [&["audit", "report", "older.json"][..], &known[..]].concat();
    let file = [&file[..], &["-o", "file.html"]].concat();
    assert_eq!(place.field("/result/later_entries", &file), "null");
}

#[test]
fn what_nothing_anchors_is_called_not_verified() {
    let (place, escrow) = decided();
    place.done(&["audit", "export", &escrow, "-o", "case.json"]);
    let of_file = "result:    NOT VERIFIED: The block is only the file’s word, so the whole chain may be made up.";
    let of_chain =
        "result:    NOT VERIFIED: The block is only the word of the chain that was asked.";
    for (case, result, out) in [
        ("case.json", of_file, "file"),
        (escrow.as_str(), of_chain, "chain"),
    ] {
        let dossier = ["dossier", case, "--papers", "papers", "-o", out];
        let hanging = ", as far as a record that is not verified shows them";
        expect(&place, 10, &dossier, &[result, hanging]);
        let cover = text(&place, &format!("{out}/00-cover-sheet.md"));
        let words = result.trim_start_matches("result:").trim();
        let first = cover.lines().nth(2).expect("the line below the title");
        assert!(first.starts_with(&format!("**{words}")), "{first}");
        let notice = format!("{out}.md");
        let request = ["request", case, "-o", &notice];
        expect(&place, 0, &request, &[result]);
        assert!(text(&place, &notice).contains(&format!("proof of what the record says. {words}")));
    }
}

#[test]
fn notice_after_an_award_is_warned_of() {
    let (place, escrow) = decided();
    let request = ["request", &escrow, "-o", "another.md"];
    expect(
        &place,
        0,
        &request,
        &[
            "warning: award 1 of ",
            " disposes of everything that is held",
        ],
    );
    let notice = text(&place, "another.md");
    assert!(
        notice.contains("are on hold, and award 1 disposes of them"),
        "{notice}"
    );
}
