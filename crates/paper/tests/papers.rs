//! What others read of a paper: its Markdown, and its PDF as poppler sees it.

use std::process::Command;

use exequatur_paper::{Block, Paper, Table};

fn run(program: &str, arguments: &[&std::ffi::OsStr]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|_| panic!("{program} is needed for this test; run: scripts/setup test"));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Text and information of a paper's PDF.
fn read_back(paper: &Paper) -> (String, String) {
    let place = tempfile::tempdir().expect("a folder for the test");
    let file = place.path().join("paper.pdf");
    std::fs::write(&file, paper.to_pdf().expect("it can be written")).expect("the folder is ours");
    if let Some(keep) = std::env::var_os("EXEQUATUR_KEEP_PAGES") {
        let name = format!("{}.pdf", paper.title.replace(['/', ' '], "-"));
        std::fs::copy(&file, std::path::Path::new(&keep).join(name)).expect("asked for");
    }
    let text = run(
        "pdftotext",
        &[
            "-enc".as_ref(),
            "UTF-8".as_ref(),
            file.as_os_str(),
            "-".as_ref(),
        ],
    );
    (text, run("pdfinfo", &[file.as_os_str()]))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn sample() -> Paper {
    let long = "The claimant refers the dispute to arbitration. ".repeat(60);
    Paper {
        title: "Notice of arbitration".to_owned(),
        language: "en",
        date: (2026, 3, 2),
        blocks: vec![
            Block::Heading(1, "The parties".to_owned()),
            Block::Text(long),
            Block::ToComplete("name and postal address of the claimant".to_owned()),
            Block::Note(
                "Hafenkontor Nord, Ærøskøbing; Αθήνα; Київ; naïve café “quoted”".to_owned(),
            ),
            Block::List(vec!["first".to_owned(), "second".to_owned()]),
            Block::Table(Table {
                columns: vec![("What".to_owned(), 1), ("Hash".to_owned(), 2)],
                rows: (0..60)
                    .map(|row| vec![format!("exhibit {row}"), format!("0x{}", "a1".repeat(32))])
                    .collect(),
            }),
        ],
    }
}

#[test]
fn everything_is_on_the_pages_in_its_order() {
    let paper = sample();
    let (text, information) = read_back(&paper);
    assert!(
        information.contains("Title:           Notice of arbitration"),
        "{information}"
    );
    assert!(
        information.contains("595.28 x 841.89 pts (A4)"),
        "{information}"
    );
    let pages = information
        .lines()
        .find_map(|line| line.strip_prefix("Pages:"));
    let pages: usize = pages.expect("a count").trim().parse().expect("a number");
    assert!(pages > 2, "{information}");
    assert!(text.contains(&format!("page {pages} of {pages}")));
    // The column titles stand on each page of the table again.
    assert!(text.matches("Hash").count() >= 2);
    let text = squeezed(&text);
    let mut from = 0;
    for part in [
        "Notice of arbitration",
        "The parties",
        "refers the dispute",
        "TO BE COMPLETED: name and postal address of the claimant",
        "Ærøskøbing; Αθήνα; Київ; naïve café “quoted”",
        "first",
        "second",
        "exhibit 0",
        "exhibit 59",
    ] {
        let part = squeezed(part);
        let at = text[from..].find(&part);
        from += at.unwrap_or_else(|| panic!("{part} is not there after {from}: {text}"));
    }
}

#[test]
fn equal_papers_give_equal_bytes() {
    assert_eq!(sample().to_pdf(), sample().to_pdf());
}

#[test]
fn a_character_that_no_font_has_is_written_as_its_number() {
    let paper = Paper {
        title: "中 and \u{1}".to_owned(),
        language: "en",
        date: (2026, 3, 2),
        blocks: vec![Block::Text("\u{1f600} 文".to_owned())],
    };
    let text = squeezed(&read_back(&paper).0);
    for part in [r"\u{4e2d}", r"\u{1}", r"\u{6587}"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn a_word_without_an_end_and_a_cell_longer_than_a_page_are_broken_not_cut() {
    let word = "W".repeat(10_000);
    let paper = Paper {
        title: "Long".to_owned(),
        language: "en",
        date: (2026, 3, 2),
        blocks: vec![
            Block::Text(word.clone()),
            Block::Table(Table {
                columns: vec![("a".to_owned(), 1), ("b".to_owned(), 1)],
                rows: vec![vec![word, "short".to_owned()]],
            }),
        ],
    };
    let (text, _) = read_back(&paper);
    assert_eq!(text.matches('W').count(), 20_000);
    assert!(text.contains("short"));
}

#[test]
fn the_pdf_says_its_language_and_that_it_is_for_archives() {
    let bytes = sample().to_pdf().expect("it can be written");
    let text = String::from_utf8_lossy(&bytes);
    assert!(
        text.contains("<dc:language>"),
        "no language in the metadata"
    );
    assert!(text.contains("pdfaid:part"), "not marked as PDF/A");
}

#[test]
fn markdown_marks_what_is_missing() {
    let paper = sample();
    let text = paper.to_markdown();
    assert!(text.starts_with("# Notice of arbitration\n\n## The parties\n"));
    assert!(text.contains("\n**TO BE COMPLETED: name and postal address of the claimant**\n"));
    assert!(text.contains("| What | Hash |\n| --- | --- |\n| exhibit 0 | 0xa1a1"));
    assert_eq!(paper.to_complete(), 1);
}
