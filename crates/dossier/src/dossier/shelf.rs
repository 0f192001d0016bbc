//! The papers that a record names, and which of them are at hand.

use std::collections::BTreeMap;

use exequatur_protocol::{Hash, Seconds};

use crate::reading::{AtHand, Reading};

/// A paper that is at hand. It was hashed; its name proves nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its file name, without folders.
    pub name: String,
}

/// A paper that the record names by its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// What it is.
    pub what: String,
    /// The entry that names it.
    pub entry: u32,
    /// When that was.
    pub at: Seconds,
    /// Its SHA-256.
    pub sha256: Hash,
    /// Where it lies in the dossier; `None` if it was not given.
    pub path: Option<String>,
    /// What is wrong with the file that was given in its place, if one was.
    pub differs: Option<String>,
}

/// Every paper that the record names, in the order of the record.
pub fn named_papers(reading: &Reading, given: &BTreeMap<Hash, Given>) -> Vec<Named> {
    let mut papers: Vec<Named> = Vec::new();
    for paper in &reading.papers {
        let known = papers.iter().find(|known| known.sha256 == paper.sha256);
        let path = match known {
            Some(known) => known.path.clone(),
            None => given
                .get(&paper.sha256)
                .map(|given| path(paper.entry, &paper.what, &given.name)),
        };
        papers.push(Named {
            what: paper.what.clone(),
            entry: paper.entry,
            at: paper.at,
            sha256: paper.sha256,
            path,
            differs: match &paper.at_hand {
                Some(AtHand::Differs { how }) => Some(how.clone()),
                Some(AtHand::Fits { .. } | AtHand::Missing) | None => None,
            },
        });
    }
    papers
}

/// `papers/04-notice-of-arbitration-notice.md`
fn path(entry: u32, what: &str, name: &str) -> String {
    format!("papers/{entry:02}-{}-{}", plain(what), plain(name))
}

/// A name that is one on every system, and no more than that.
pub(super) fn plain(name: &str) -> String {
    let mut plain: String = name
        .chars()
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' | '-' => c,
            _ => '-',
        })
        .collect();
    // The end of a name says what kind of file it is.
    if plain.len() > 80 {
        plain = format!("{}-{}", &plain[..40], &plain[plain.len() - 39..]);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_harmless() {
        assert_eq!(
            path(4, "notice of arbitration", "../..//etc/pass wd\u{202e}.md"),
            "papers/04-notice-of-arbitration-..-..--etc-pass-wd-.md"
        );
        assert_eq!(plain(&"x".repeat(300)).len(), 80);
    }
}
