//! Places at which a case can stand, made once and copied for each error.

use crate::case;
use crate::support::{NEW_KEY, Place};

/// A hash that stands for some document.
pub const DOCUMENT: &str = "4444444444444444444444444444444444444444444444444444444444444444";

/// Somebody who has no part in anything.
pub const NOBODY: &str = "0x0000000000000000000000000000000000000009";

/// A place and the escrow in it.
pub struct At {
    pub place: Place,
    pub escrow: String,
}

/// What is copied.
pub struct Stages {
    chain: Place,
    opened: At,
    funded: At,
    disputed: At,
    awarded: At,
}

fn also(stage: &At, go_on: impl FnOnce(&At)) -> At {
    let at = copy(stage);
    go_on(&at);
    at
}

fn copy(stage: &At) -> At {
    At {
        place: stage.place.copy(),
        escrow: stage.escrow.clone(),
    }
}

impl Stages {
    pub fn new() -> Self {
        let chain = Place::with_chain();
        chain.terms();
        let place = chain.copy();
        let open = ["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"];
        let escrow = place.field("/result/escrow", &open);
        let opened = At { place, escrow };
        let funded = also(&opened, |at| {
            at.done(&["escrow", "accept", &at.escrow, "--key", "//Bob"]);
            at.done(&["escrow", "fund", &at.escrow, "--key", "//Alice"]);
        });
        let disputed = also(&funded, |at| {
            at.accept();
            at.done(&["dispute", "file", &at.escrow, DOCUMENT, "--key", "//Alice"]);
            at.done(&["dispute", "answer", &at.escrow, DOCUMENT, "--key", "//Bob"]);
        });
        let awarded = also(&disputed, |at| {
            at.award("final.toml", &["--kind", "final"]);
            at.done(&["award", "enforce", "final.toml", "--key", "//Bob"]);
        });
        Stages {
            chain,
            opened,
            funded,
            disputed,
            awarded,
        }
    }

    /// Nothing but a password, a key named ada and an agreement.
    pub fn key(&self) -> Place {
        let place = Place::empty();
        place.done(&NEW_KEY);
        place
    }

    /// A chain, and terms in a file.
    pub fn chain(&self) -> Place {
        self.chain.copy()
    }

    /// The payer opened the escrow and consented by that.
    pub fn opened(&self) -> At {
        copy(&self.opened)
    }

    /// The money is in; the arbitrator has not accepted.
    pub fn funded(&self) -> At {
        copy(&self.funded)
    }

    /// The payer filed a notice, the payee answered; the arbitrator accepted.
    pub fn disputed(&self) -> At {
        copy(&self.disputed)
    }

    /// A final award is on hold.
    pub fn awarded(&self) -> At {
        copy(&self.awarded)
    }
}

impl At {
    /// Does something that must succeed.
    pub fn done(&self, arguments: &[&str]) {
        self.place.done(&[arguments, &["--yes"]].concat());
    }

    /// Tries something that must fail.
    pub fn met(&self, arguments: &[&str]) -> crate::Met {
        crate::met(&self.place, &[arguments, &["--yes"]].concat())
    }

    /// An order by somebody who may give it, on no special document.
    pub fn order<'a>(&'a self, verb: &'a str, key: &'a str) -> Vec<&'a str> {
        let order = ["order", verb, &self.escrow, "--document", DOCUMENT];
        [&order[..], &["--key", key]].concat()
    }

    /// The payer's approval of a split.
    pub fn release<'a>(&'a self, to_payee: &'a str) -> Vec<&'a str> {
        let release = ["escrow", "release", &self.escrow, "--to-payee"];
        [&release[..], &[to_payee, "--key", "//Alice"]].concat()
    }

    /// The arbitrator accepts.
    pub fn accept(&self) {
        let accept = [
            "tribunal",
            "accept",
            &self.escrow,
            "--disclosure",
            DOCUMENT,
            "--key",
        ];
        self.done(&[&accept[..], &["//Charlie"]].concat());
    }

    /// Drafts an award with reasons.
    pub fn draft(&self, name: &str, options: &[&str]) {
        let draft = [
            "award",
            "draft",
            &self.escrow,
            "--document",
            DOCUMENT,
            "--out",
            name,
        ];
        self.place.done(&[&draft[..], options].concat());
    }

    /// Drafts an award with reasons and has the arbitrator sign it.
    pub fn award(&self, name: &str, options: &[&str]) {
        self.draft(name, &[options, &["--reasons", DOCUMENT]].concat());
        self.done(&["award", "sign", name, "--key", "//Charlie"]);
    }

    /// An award, executed.
    pub fn awarded(&self, name: &str, options: &[&str]) {
        self.award(name, options);
        self.done(&["award", "enforce", name, "--key", "//Bob"]);
    }

    /// Changes a file.
    pub fn edit(&self, name: &str, from: &str, to: &str) {
        edit(&self.place, name, from, to);
    }
}

/// Changes a file.
pub fn edit(place: &Place, name: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(place.path().join(name)).expect("the file is there");
    assert!(text.contains(from), "no {from} in {text}");
    case::write(place, name, &text.replace(from, to));
}
