//! Pages point at tests and at each other; what they point at must be there.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn every_statement_that_always_holds_has_its_test() {
    let text =
        std::fs::read_to_string(root().join("docs/design/invariants.md")).expect("the page exists");
    let mut numbers = Vec::new();
    for line in text
        .lines()
        .filter(|line| line.starts_with("| ") && line.ends_with(".rs` |"))
    {
        let cells: Vec<_> = line
            .trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().trim_matches('`'))
            .collect();
        let [number, _, test, file] = cells[..] else {
            panic!("four cells: {line}")
        };
        let source = std::fs::read_to_string(root().join("crates/protocol/tests").join(file))
            .expect("the tests exist");
        assert!(
            source.contains(&format!("fn {test}(")),
            "no test {test} in {file}"
        );
        numbers.extend(number.parse::<u8>());
    }
    assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
}

fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of pages") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            found.push(path);
        }
    }
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut found = vec![root().join("README.md")];
    pages(&root().join("docs"), &mut found);
    for page in found {
        let text = std::fs::read_to_string(&page).expect("text");
        for link in text.split("](").skip(1) {
            let link = link.split([')', '#']).next().unwrap_or_default();
            if link.is_empty() || link.contains("://") {
                continue;
            }
            let target = page.parent().expect("a page is in a folder").join(link);
            assert!(target.exists(), "{}: {link}", page.display());
        }
    }
}
