//! The page in a real browser: on a phone and on a desk, by day and by night, and printed.

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use exequatur_client::files::{Token, hash_text};
use exequatur_client::keys::checksummed;
use exequatur_dossier::page::html;
use exequatur_dossier::reading::{AtHand, Check, Reading};
use exequatur_protocol::AwardKind;
use support::cases::{contested, enforced, hostile, large, ruled};
use support::{Docket, paper, unreadable};

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../e2e-tests/browser")
}

/// Where `scripts/setup test` puts the libraries: the lock file's hash names the folder.
fn libraries() -> PathBuf {
    let lock = scripts().join("package-lock.json");
    let (hash, _) = hash_text::sha256_file(&lock).expect("the lock file");
    let cache = std::env::var_os("XDG_CACHE_HOME").map_or_else(
        || Path::new(&std::env::var_os("HOME").expect("a home")).join(".cache"),
        PathBuf::from,
    );
    let folder = cache
        .join("exequatur")
        .join(format!("browser-{}", hex(&hash[..8])));
    assert!(
        folder.exists(),
        "expected what drives a browser in {}, found nothing; run: scripts/setup test",
        folder.display()
    );
    folder
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A program of the system.
fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&path).map(|folder| folder.join(name));
    places
        .find(|place| place.exists())
        .unwrap_or_else(|| panic!("{name} is needed for this test; run: scripts/setup test"))
}

fn run(command: &mut Command) -> String {
    let output = command.output().expect("the program starts");
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Looks at a page in the browser, which must find nothing wrong; what it prints, without spaces.
fn printed(reading: &Reading) -> String {
    looked_at(reading, 1).printed
}

/// What a browser makes of a page.
struct Seen {
    /// What it prints, without spaces.
    printed: String,
    /// On how many sheets.
    sheets: usize,
    /// What is read out of its pictures, one a line.
    pictures: String,
}

/// Looks at a page in the browser, which must find nothing wrong, and prints it so often, with its pages ending in other places each time.
fn looked_at(reading: &Reading, shifts: usize) -> Seen {
    let place = tempfile::tempdir().expect("a folder for the test");
    let (page, printed) = (
        place.path().join("report.html"),
        place.path().join("printed.pdf"),
    );
    std::fs::write(&page, html(reading)).expect("the folder is ours");
    let found = run(Command::new("node")
        .arg(scripts().join("page.mjs"))
        .arg(libraries())
        .arg(program("chromium"))
        .args([&page, &place.path().to_owned()])
        .arg(shifts.to_string())
        // Whatever a browser leaves behind goes with the folder.
        .env("HOME", place.path())
        .env("TMPDIR", place.path()));
    if let Some(keep) = std::env::var_os("EXEQUATUR_KEEP_PAGES") {
        run(Command::new("cp")
            .arg("-r")
            .arg(place.path().join("."))
            .arg(keep));
    }
    let title = format!("\"Report on escrow {}\"", checksummed(&reading.contract.0));
    assert_eq!(
        found.trim(),
        format!(
            "{{\"complaints\":[],\"requests\":[],\"overflow\":[],\"clipped\":[],\"broken\":[],\"low\":[],\"squeezed\":[],\"alone\":[],\"empty\":[],\"violations\":[],\"titles\":[{title},{title},{title},{title}]}}"
        )
    );
    let pages = run(Command::new(program("pdfinfo")).arg(&printed));
    assert!(
        pages.contains("Page size:       594.96 x 841.92 pts (A4)"),
        "{pages}"
    );
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let text = run(Command::new(program("pdftotext"))
        .args(["-raw", "-enc", "UTF-8"])
        .args([&printed, Path::new("-")]));
    // The first page says what the case is worth, and what to beware of.
    let first = squeezed(text.split('\u{c}').next().expect("there is a first page"));
    let warnings = reading.warnings();
    for part in [&reading.verification.sentence]
        .into_iter()
        .chain(&warnings)
    {
        assert!(
            first.contains(&squeezed(part)),
            "not on page 1: {part}\n{text}"
        );
    }
    let pictures = place.path().join("pictures.txt");
    Seen {
        printed: squeezed(&text),
        sheets: text.matches('\u{c}').count(),
        pictures: std::fs::read_to_string(pictures).expect("the script writes it"),
    }
}

/// Everything that has to be on paper.
fn complete(reading: &Reading, printed: &str) {
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let hashes = reading.events.iter().flat_map(|event| &event.papers);
    let wanted = hashes
        .map(|paper| hash_text::format(&paper.sha256))
        .chain(reading.people.iter().map(|one| checksummed(&one.address.0)))
        .chain(reading.events.iter().map(|event| event.what.clone()))
        .chain(reading.deadlines.iter().map(|one| one.what.clone()))
        .chain(reading.clause.iter().map(|one| one.value.clone()))
        .chain(reading.verification.caveats.iter().cloned());
    for part in wanted {
        assert!(
            printed.contains(&squeezed(&part)),
            "not on paper: {part}\n{printed}"
        );
    }
}

#[test]
fn a_case_reads_well_on_every_screen_and_on_paper() {
    let reading = enforced().reading();
    complete(&reading, &printed(&reading));
}

#[test]
fn hostile_text_does_nothing_in_a_browser() {
    let token = Token {
        symbol: "<b>UNIT\u{202e}WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW".to_owned(),
        decimals: 10,
    };
    let reading = hostile().reading_in(&token);
    complete(&reading, &printed(&reading));
}

#[test]
fn an_escrow_without_money_reads_well_too() {
    let reading = Docket::agreed().reading();
    complete(&reading, &printed(&reading));
}

#[test]
fn three_arbitrators_a_stay_and_a_correction_read_well() {
    let mut reading = contested().reading();
    // As many as of a real case: they fill most of a page.
    let check = Check {
        what: "The record leads to the head and the state in storage".to_owned(),
        holds: Some(true),
        found: format!("head 0x{}", "a9".repeat(32)),
    };
    reading.verification.checks = vec![check; 8];
    let Seen {
        printed, pictures, ..
    } = looked_at(&reading, 25);
    complete(&reading, &printed);
    for part in [
        "Underacourt’sstayuntil",
        "Correctedandrestatedbyaward3",
        "whyasignatureismissing",
        "Order0:seat1isfilledanew",
        "Forthepayee13UNITawarded,stayeduntil",
    ] {
        assert!(printed.contains(part), "not on paper: {part}\n{printed}");
    }
    for part in [
        "120 UNIT came in from the payer. Of it: 2 UNIT is free to be withdrawn by the tribunal; 101 UNIT for the payer is awarded, stayed until ",
        "; 13 UNIT for the payee is awarded, stayed until ",
    ] {
        assert!(pictures.contains(part), "not read out: {part}\n{pictures}");
    }
}

#[test]
fn an_award_on_hold_reads_well_and_long_titles_leave_hashes_room() {
    let mut docket = Docket::disputed();
    for number in 0..6 {
        let title = format!("Acceptance test of machine {number}, ").repeat(6);
        docket.files("Alice", &format!("C-{number}"), &title);
    }
    for costs in [10_000, 15_000] {
        docket.award(AwardKind::Costs, [0, 0, costs], &["Charlie"]);
    }
    docket.award(AwardKind::Final, [100_000, 1_055_000, 20_000], &["Charlie"]);
    let reading = docket.reading();
    let Seen {
        printed,
        sheets,
        pictures,
    } = looked_at(&reading, 12);
    complete(&reading, &printed);
    // Letters of tables as large as on a screen would take eleven.
    assert!(sheets <= 10, "{sheets} sheets");
    let part = "105.5 UNIT for the payee is awarded, on hold until ";
    assert!(pictures.contains(part), "not read out: {part}\n{pictures}");
    assert!(printed.contains("Forthepayee105.5UNITawarded,onholduntil"));
}

#[test]
fn long_amounts_are_neither_broken_nor_cut() {
    let reading = large().reading_in(&Token {
        symbol: "UNIT".to_owned(),
        decimals: 10,
    });
    let paper = looked_at(&reading, 5).printed;
    complete(&reading, &paper);
    for part in ["66555.2716049413UNITtowithdraw", "123456.0123456789UNIT"] {
        assert!(paper.contains(part), "not on paper: {part}\n{paper}");
    }
    // More decimals than a phone has room for: there an amount is broken, and the page is no wider.
    let mut endless = reading;
    endless.token.decimals = 38;
    complete(&endless, &printed(&endless));
}

#[test]
fn the_ruling_of_a_contract_reads_well_and_is_told_from_an_award() {
    let reading = ruled().reading();
    let printed = printed(&reading);
    complete(&reading, &printed);
    assert!(printed.contains("Bindingonchainonly"), "{printed}");
}

#[test]
fn a_record_whose_first_entry_does_not_replay_makes_a_page_that_says_so() {
    let reading = unreadable();
    let printed = printed(&reading);
    complete(&reading, &printed);
    let (warning, people) = (printed.find("Divergent"), printed.find("Whatwaschecked"));
    assert!(warning.is_some(), "{printed}");
    assert!(
        people.is_none_or(|people| warning < Some(people)),
        "{printed}"
    );
}

#[test]
fn papers_that_fit_are_missing_or_were_altered_read_well() {
    let mut docket = contested();
    let name = "W".repeat(200);
    let fits = AtHand::Fits {
        file: format!("{name}.md"),
    };
    let how = format!(
        "{name}.txt was altered: expected SHA-256 0x{0}, found 0x{0}",
        "a7".repeat(32)
    );
    docket.papers = Some(
        [
            (paper("notice"), fits),
            (paper("Acceptance test"), AtHand::Differs { how }),
        ]
        .into(),
    );
    let reading = docket.reading();
    let printed = printed(&reading);
    complete(&reading, &printed);
    for part in [
        "Divergent",
        "doesnotfit",
        "notathand",
        "nofilehasthisSHA-256",
        &name,
    ] {
        assert!(printed.contains(part), "not on paper: {part}\n{printed}");
    }
}
