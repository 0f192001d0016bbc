//! What others read of a paper: its Markdown, and its PDF as poppler sees it.

use std::process::Command;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::PathBuf;

use exequatur_paper::{Block, Fonts, Paper, Pdf, Table};

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

/// A paper's PDF with the program's own fonts.
fn pdf(paper: &Paper) -> Pdf {
    paper.to_pdf(&Fonts::own()).expect("it can be written")
}

/// Text and information of a paper's PDF.
fn read_back(paper: &Paper) -> (String, String) {
    read_back_in(paper, &Fonts::own())
}

/// What is read out to somebody who does not see the page: the elements with their words, as poppler finds them.
fn read_out(paper: &Paper) -> String {
    let place = tempfile::tempdir().expect("a folder for the test");
    let file = place.path().join("paper.pdf");
    std::fs::write(&file, pdf(paper).bytes).expect("the folder is ours");
    run("pdfinfo", &["-struct-text".as_ref(), file.as_os_str()])
}

fn read_back_in(paper: &Paper, fonts: &Fonts) -> (String, String) {
    let place = tempfile::tempdir().expect("a folder for the test");
    let file = place.path().join("paper.pdf");
    let pdf = paper.to_pdf(fonts).expect("it can be written");
    std::fs::write(&file, pdf.bytes).expect("the folder is ours");
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
            Block::Verbatim("cast wallet verify --data 'a b' 0x12".to_owned()),
            Block::List(vec!["first".to_owned(), "second".to_owned()]),
            Block::Table(Table {
                columns: vec![("What".to_owned(), 1), ("Hash".to_owned(), 2)],
                rows: (0..60)
                    .map(|row| vec![format!("exhibit {row}"), format!("0x{}", "a1".repeat(32))])
                    .collect(),
                marked: Vec::new(),
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
        "cast wallet verify --data 'a b' 0x12",
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
    assert_eq!(pdf(&sample()), pdf(&sample()));
    // The machine's fonts change nothing where they are not needed.
    let with = sample().to_pdf(&Fonts::of_this_machine());
    assert_eq!(with.expect("it can be written"), pdf(&sample()));
}

fn short(words: &str) -> Paper {
    Paper {
        title: "Exhibit".to_owned(),
        language: "en",
        date: (2026, 3, 2),
        blocks: vec![Block::Text(words.to_owned())],
    }
}

#[test]
fn a_character_that_no_font_has_is_written_as_its_number_and_told() {
    let paper = short("中 \u{1} 文 \u{e000} \u{feff}中");
    let text = squeezed(&read_back(&paper).0);
    for part in [r"\u{4e2d}", r"\u{1}", r"\u{6587}", r"\u{e000}", r"\u{feff}"] {
        assert!(text.contains(part), "{text}");
    }
    let lacking = ['中', '\u{1}', '文', '\u{e000}', '\u{feff}'];
    assert_eq!(pdf(&paper).without_font, BTreeSet::from(lacking));
    assert!(pdf(&sample()).without_font.is_empty());
    // A file that is no font helps nobody, and hurts nobody.
    let no_font = Fonts::at([PathBuf::from("/etc/hostname"), PathBuf::from("/nowhere")]);
    assert_eq!(paper.to_pdf(&no_font), Ok(pdf(&paper)));
}

#[test]
fn names_in_chinese_and_japanese_are_set_in_a_font_of_the_machine() {
    let fonts = Fonts::of_this_machine();
    assert_ne!(
        fonts,
        Fonts::own(),
        "a font for these scripts is needed for this test; run: scripts/setup test"
    );
    let name = "东方物流有限公司、株式会社山田";
    let paper = short(&format!("Filed by {name}."));
    let pdf = paper.to_pdf(&fonts).expect("it can be written");
    assert_eq!(pdf.without_font, BTreeSet::new());
    let text = squeezed(&read_back_in(&paper, &fonts).0);
    assert!(text.contains(name), "{text}");
}

#[test]
fn writing_from_right_to_left_is_read_in_its_order() {
    for name in ["חברת הנמל הצפוני", "شركة الميناء الشمالي"] {
        let paper = short(&format!("Filed by {name} on 2 March 2026."));
        assert_eq!(pdf(&paper).without_font, BTreeSet::new());
        // A reversed word would not be found, neither by who has it read out nor by who searches for it.
        let (read, found) = (read_out(&paper), read_back(&paper).0);
        for word in name.split(' ').chain(["Filed by", "on 2 March 2026."]) {
            assert!(read.contains(word), "{word}: {read}");
            assert!(found.contains(word), "{word}: {found}");
        }
    }
}

#[test]
fn the_structure_is_read_out_in_its_order() {
    let mut paper = sample();
    paper.blocks.truncate(6);
    paper.blocks.push(Block::Heading(2, "Papers".to_owned()));
    paper.blocks.push(Block::Table(Table {
        columns: vec![("What".to_owned(), 1), ("Hash".to_owned(), 2)],
        rows: vec![vec!["exhibit 1".to_owned(), "0xa1".to_owned()]],
        marked: Vec::new(),
    }));
    let (_, information) = read_back(&paper);
    assert!(
        information.contains("Tagged:          yes"),
        "{information}"
    );
    let read = read_out(&paper);
    // Elements with their words, without what poppler says of attributes.
    let read: Vec<&str> = read
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('/'))
        .collect();
    let read = read.join(" ");
    let mut from = 0;
    for part in [
        "Document",
        "H1",
        "\"Notice of arbitration",
        "H2",
        "\"The parties",
        "P",
        "\"The claimant refers the dispute",
        "P",
        "\"TO BE COMPLETED: name",
        "P",
        "\"cast wallet verify",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "\"first",
        "LI",
        "LBody",
        "\"second",
        "H3",
        "\"Papers",
        "Table",
        "THead",
        "TR",
        "TH",
        "\"What",
        "TH",
        "\"Hash",
        "TBody",
        "TR",
        "TH",
        "\"exhibit 1",
        "TD",
        "\"0xa1",
    ] {
        let at = read[from..].find(part);
        from += at.unwrap_or_else(|| panic!("{part} is not there after {from}: {read}"));
        from += part.len();
    }
    // What stands on each page again is for the eye only.
    assert!(!read.contains("page 1 of"), "{read}");
    assert_eq!(read_out(&sample()).matches("\"Hash").count(), 1);
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
                marked: Vec::new(),
            }),
        ],
    };
    let (text, _) = read_back(&paper);
    assert_eq!(text.matches('W').count(), 20_000);
    assert!(text.contains("short"));
}

#[test]
fn the_pdf_says_its_language_and_that_it_is_for_archives() {
    let bytes = pdf(&sample()).bytes;
    let text = String::from_utf8_lossy(&bytes);
    assert!(
        text.contains("<dc:language>"),
        "no language in the metadata"
    );
    assert!(text.contains("pdfaid:part"), "not marked as PDF/A");
    assert!(text.contains("pdfuaid:part"), "not marked as PDF/UA");
    assert!(
        text.contains("/DisplayDocTitle true"),
        "the title is not shown"
    );
    assert!(text.contains("/Outlines"), "no headings to jump to");
}

#[test]
fn a_heading_stands_on_the_page_of_the_table_below_it() {
    for lines in 22..36 {
        let table = Block::Table(Table {
            columns: vec![("What".to_owned(), 1), ("Hash".to_owned(), 2)],
            rows: vec![vec!["exhibit".to_owned(), "0xa1".to_owned()]],
            marked: Vec::new(),
        });
        let mut paper = short("");
        paper.blocks = vec![Block::Text("A line.".to_owned()); lines];
        paper.blocks.push(Block::Note("x".repeat(lines % 7 + 1)));
        paper.blocks.push(Block::Heading(2, "Award 1".to_owned()));
        paper.blocks.push(table);
        let text = read_back(&paper).0;
        let page = text.split('\u{c}').find(|page| page.contains("Award 1"));
        let page = page.expect("the heading is there");
        assert!(page.contains("exhibit"), "{lines} lines: {page}");
    }
}

/// Words that fill a few lines of a column of this many letters, with a first and a last one.
fn few_lines(name: &str, letters: usize) -> String {
    format!("begin{name} {} end{name}", "word ".repeat(letters / 5))
}

/// The pages on which each of these begins and ends.
fn pages_of(paper: &Paper, names: &[String]) -> Vec<(usize, usize)> {
    let text = read_back(paper).0;
    let pages: Vec<&str> = text.split('\u{c}').collect();
    let page = |words: String| {
        let found = pages.iter().position(|page| page.contains(&words));
        found.unwrap_or_else(|| panic!("no {words} in {text}"))
    };
    let names = names.iter();
    names
        .map(|name| (page(format!("begin{name}.")), page(format!("end{name}."))))
        .collect()
}

#[test]
fn rows_short_paragraphs_and_items_stay_whole() {
    let names: Vec<String> = (100..160).map(|number| format!("{number}.")).collect();
    let texts = |letters| names.iter().map(move |name| few_lines(name, letters));
    let table = Block::Table(Table {
        columns: vec![("What".to_owned(), 1), ("Where".to_owned(), 1)],
        rows: texts(120)
            .map(|text| vec!["an award".to_owned(), text])
            .collect(),
        marked: Vec::new(),
    });
    let items = Block::List(texts(300).collect());
    let paragraphs = texts(300).map(Block::Text).collect();
    for blocks in [vec![table], vec![items], paragraphs] {
        let paper = Paper {
            blocks,
            ..short("")
        };
        let names: Vec<String> = (100..160).map(|number| number.to_string()).collect();
        let pages = pages_of(&paper, &names);
        assert!(pages.last().is_some_and(|(last, _)| *last > 1), "{pages:?}");
        for (begin, end) in pages {
            assert_eq!(begin, end);
        }
    }
}

#[test]
fn a_short_list_stays_whole_below_its_heading() {
    for lines in 20..44 {
        let mut paper = short("");
        paper.blocks = vec![Block::Text("A line.".to_owned()); lines];
        paper
            .blocks
            .push(Block::Heading(1, "How to check".to_owned()));
        let items = ["first", "second", "third", "fourth"].map(str::to_owned);
        paper.blocks.push(Block::List(items.to_vec()));
        let text = read_back(&paper).0;
        let page = text
            .split('\u{c}')
            .find(|page| page.contains("How to check"));
        let page = page.expect("the heading is there");
        assert!(
            page.contains("first") && page.contains("fourth"),
            "{lines}: {page}"
        );
    }
}

#[test]
fn a_warning_is_larger_than_a_note_and_in_red() {
    let paper = Paper {
        blocks: vec![
            Block::Warning("AWARD 2 IS SUSPENDED <b>".to_owned()),
            Block::Text("The award.".to_owned()),
            Block::Note("By the way.".to_owned()),
            Block::Table(Table {
                columns: vec![("What".to_owned(), 1), ("Status".to_owned(), 1)],
                rows: vec![
                    vec!["The document".to_owned(), "in part".to_owned()],
                    vec!["The notice".to_owned(), "NOT MET".to_owned()],
                ],
                marked: vec![(1, 1)],
            }),
        ],
        ..short("")
    };
    assert!(
        paper
            .to_markdown()
            .contains("\n**AWARD 2 IS SUSPENDED \\<b\\>**\n")
    );
    assert_eq!(paper.to_complete(), 0);
    let place = tempfile::tempdir().expect("a folder for the test");
    let file = place.path().join("paper.pdf");
    std::fs::write(&file, pdf(&paper).bytes).expect("the folder is ours");
    let options = ["-xml", "-i", "-stdout", "-fontfullname"].map(OsStr::new);
    let layout = run("pdftohtml", &[&options[..], &[file.as_os_str()]].concat());
    let field = |line: &str, name: &str| -> String {
        let from = line.split_once(&format!("{name}=\"")).expect("it has it").1;
        from.split('"').next().expect("it ends").to_owned()
    };
    // Size and colour of the font in which a text is set.
    let look = |words: &str| -> (u32, String) {
        let line = layout.lines().find(|line| line.contains(words));
        let font = field(line.expect("it is there"), "font");
        let font = format!("<fontspec id=\"{font}\"");
        let spec = layout.lines().find(|line| line.trim().starts_with(&font));
        let spec = spec.expect("every font has one");
        let size = field(spec, "size").parse().expect("a number");
        (size, field(spec, "color"))
    };
    let (warning, text, note) = (look("SUSPENDED"), look("The award."), look("By the way."));
    assert!(warning.0 >= text.0 && warning.0 > note.0, "{layout}");
    assert_eq!(warning.1, "#962814");
    assert_ne!(text.1, warning.1);
    // A cell that is marked is as red, and no other one.
    assert_eq!(look("NOT MET").1, warning.1);
    for plain in ["in part", "The notice"] {
        assert_ne!(look(plain).1, warning.1, "{plain}");
    }
    assert!(
        paper
            .to_markdown()
            .contains("| The document | in part |\n| The notice | **NOT MET** |\n")
    );
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
