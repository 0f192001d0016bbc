//! Cases that the tests look at.

use exequatur_client::files::Message;
use exequatur_protocol::{Action, AwardKind, Order, OrderKind, Terms};

use super::{DAY, Docket, address, code, paper, terms};

/// From the agreement to the last coin: award, hold, withdrawals.
pub fn enforced() -> Docket {
    let mut docket = Docket::disputed();
    docket.files("Alice", "C-1", "Acceptance test");
    docket.wait(5 * DAY);
    docket.award(AwardKind::Final, [255_000, 900_000, 45_000], &["Charlie"]);
    docket.wait(31 * DAY);
    for owner in ["Bob", "Alice"] {
        docket.sends(
            "Ferdie",
            Action::Withdraw {
                owner: address(owner),
            },
        );
    }
    docket
}

/// Texts that try to become markup, to turn the writing around, to hide, or to burst the page.
pub fn hostile_texts() -> Vec<String> {
    vec![
        "<script>document.title = 'owned'</script>".to_owned(),
        "\"><img src=x onerror=\"document.title = 'owned'\">".to_owned(),
        "' onmouseover='document.title = 1".to_owned(),
        "</style></title></svg><svg onload=alert(1)>".to_owned(),
        "invoice \u{202e}fdp.exe\u{202c} \u{200b}\u{2066}\u{1b}[2J\u{0}".to_owned(),
        "&lt;b&gt; {{ 7 * 7 }} {% raw %}".to_owned(),
        "W".repeat(10_000),
    ]
}

/// Exhibits that bear them.
pub fn hostile() -> Docket {
    let mut docket = Docket::disputed();
    for (number, text) in hostile_texts().iter().enumerate() {
        docket.files("Bob", &format!("R-{number} {text}"), text);
    }
    docket.wait(DAY);
    docket.award(AwardKind::Final, [255_000, 900_000, 45_000], &["Charlie"]);
    docket
}

/// A silent respondent, and an award without them.
pub fn by_default() -> Docket {
    let mut docket = Docket::funded();
    docket.accepts("Charlie");
    docket.sends(
        "Alice",
        Action::Dispute {
            notice: paper("notice"),
        },
    );
    docket.wait(4 * DAY);
    docket.award(AwardKind::Final, [1_200_000, 0, 0], &["Charlie"]);
    docket
}

/// Three arbitrators, one of them replaced and one of them dissenting; a silent respondent; an award, a court's stay, a correction. As it
/// stands while the stay runs.
pub fn contested() -> Docket {
    let mut docket = Docket::agreed_on(Terms {
        tribunal: ["Charlie", "Grace", "Heidi"].map(address),
        seats: 3,
        threshold: 2,
        ..terms()
    });
    docket.fund();
    docket.accepts("Charlie");
    docket.accepts("Heidi");
    docket.sends(
        "Grace",
        Action::Decline {
            reason: paper("reason"),
        },
    );
    docket.replaces(1, "Ivan");
    docket.accepts("Ivan");
    docket.sends(
        "Alice",
        Action::Dispute {
            notice: paper("notice"),
        },
    );
    docket.wait(2 * DAY);
    docket.files("Alice", "C-1", "Acceptance test");
    docket.wait(2 * DAY);
    docket.award(
        AwardKind::Costs,
        [0, 0, 20_000],
        &["Charlie", "Heidi", "Ivan"],
    );
    docket.wait(DAY);
    docket.award(
        AwardKind::Final,
        [1_000_000, 140_000, 40_000],
        &["Charlie", "Ivan"],
    );
    docket.wait(DAY);
    docket.order("Eve", OrderKind::Stay, docket.now() + 45 * DAY);
    docket.wait(DAY);
    docket.award(
        AwardKind::Correction,
        [1_010_000, 130_000, 40_000],
        &["Charlie", "Ivan"],
    );
    docket.wait(DAY);
    docket
}

/// A contract is the arbitrator, and ruled for the payee.
pub fn ruled() -> Docket {
    let mut docket = Docket::agreed_on(Terms {
        reasons_waived: true,
        ..terms()
    });
    docket.fund();
    docket.accepts("Charlie");
    docket.sends(
        "Alice",
        Action::Dispute {
            notice: paper("notice"),
        },
    );
    docket.sends("Bob", Action::Acknowledge);
    let mut ruling = [0; 32];
    ruling[31] = 2;
    docket.sends(
        "Charlie",
        Action::Rule {
            dispute: [7; 32],
            ruling,
        },
    );
    docket
}

/// Two disputes with changed sides: the first answered and terminated, the second met with silence and decided.
pub fn turned() -> Docket {
    let mut docket = Docket::disputed();
    docket.award(AwardKind::Termination, [0, 0, 0], &["Charlie"]);
    docket.sends(
        "Bob",
        Action::Dispute {
            notice: paper("second notice"),
        },
    );
    docket.wait(4 * DAY);
    docket.award(AwardKind::Final, [0, 1_200_000, 0], &["Charlie"]);
    docket
}

/// A notice, and hours later an award on agreed terms; then weeks pass.
pub fn agreed_upon() -> Docket {
    let mut docket = Docket::funded();
    docket.accepts("Charlie");
    docket.sends(
        "Alice",
        Action::Dispute {
            notice: paper("notice"),
        },
    );
    let signers = ["Charlie", "Alice", "Bob"];
    docket.award(AwardKind::Consent, [200_000, 1_000_000, 0], &signers);
    docket.wait(20 * DAY);
    docket
}

/// Three arbitrators, of whom one accepted.
pub fn one_of_three() -> Docket {
    let mut docket = Docket::agreed_on(Terms {
        tribunal: ["Charlie", "Grace", "Heidi"].map(address),
        seats: 3,
        threshold: 2,
        ..terms()
    });
    docket.fund();
    docket.accepts("Charlie");
    docket.sends(
        "Alice",
        Action::Dispute {
            notice: paper("notice"),
        },
    );
    docket
}

/// Decided under rules of expert determination, for a consumer.
pub fn determined() -> Docket {
    let mut docket = Docket::agreed_on(Terms {
        rules: code("DDRR-ED"),
        consumer: true,
        ..terms()
    });
    docket.fund();
    docket.accepts("Charlie");
    docket.sends(
        "Alice",
        Action::Dispute {
            notice: paper("notice"),
        },
    );
    docket.sends("Bob", Action::Acknowledge);
    docket.award(AwardKind::Final, [0, 1_200_000, 0], &["Charlie"]);
    docket
}

/// Whatever can be signed is signed off line, with keys of both kinds, and sent by Ferdie, who is nobody in it: both consents, the acceptance, an order, two
/// awards, a settlement.
pub fn off_line() -> Docket {
    let terms = Terms {
        tribunal: [address("Erin"), Default::default(), Default::default()],
        ..terms()
    };
    let mut docket = Docket::before(terms);
    let consents = docket.signed(&Message::Consent, &["Alice", "Bob"]);
    docket.call("Ferdie", 0, &Action::Open { terms }, &consents);
    docket.fund();
    let disclosure = paper("disclosure");
    let accepts = Message::Appointment {
        disclosure,
        appointment: 0,
    };
    let appointment = Action::Appointment {
        disclosure,
        approve: false,
    };
    let signed = docket.signed(&accepts, &["Erin"]);
    docket.call("Ferdie", 0, &appointment, &signed);
    docket.sends(
        "Alice",
        Action::Dispute {
            notice: paper("notice"),
        },
    );
    docket.sends("Bob", Action::Acknowledge);
    let order = Order {
        kind: OrderKind::Close,
        document: paper("order"),
        ..Order::default()
    };
    let signed = docket.signed(&Message::Order(order.clone()), &["Erin"]);
    let closes = Action::Order {
        order,
        approve: false,
    };
    docket.call("Ferdie", 0, &closes, &signed);
    docket.award(AwardKind::Costs, [0, 0, 20_000], &["Erin"]);
    docket.award(AwardKind::Final, [500_000, 640_000, 40_000], &["Erin"]);
    let state = docket.steps().last().expect("there are entries").after;
    let (to_payer, sequence) = (600_000, state.proposal.sequence);
    let split = Message::Release {
        to_payer,
        to_payee: state.money.held - to_payer,
        sequence,
    };
    let signed = docket.signed(&split, &["Bob", "Alice"]);
    let releases = Action::Release {
        to_payer,
        sequence,
        approve: false,
        pay: false,
    };
    docket.call("Ferdie", 0, &releases, &signed);
    docket
}

/// Amounts with all their digits, of which the payee took one part and has another one to withdraw. To be read with 10 decimal places.
pub fn large() -> Docket {
    let [amount, partial, to_payer, to_tribunal] = [
        1_234_560_123_456_789,
        60_007_407_407_346,
        500_000_000_000_022,
        9_000_000_000_007,
    ];
    let mut docket = Docket::agreed_on(Terms {
        amount,
        tribunal_cap: to_tribunal,
        ..terms()
    });
    docket.fund();
    docket.accepts("Charlie");
    docket.sends(
        "Alice",
        Action::Dispute {
            notice: paper("notice"),
        },
    );
    docket.sends("Bob", Action::Acknowledge);
    docket.award(AwardKind::Partial, [1, partial, 0], &["Charlie"]);
    docket.sends(
        "Ferdie",
        Action::Withdraw {
            owner: address("Bob"),
        },
    );
    let to_payee = amount - 1 - partial - to_payer - to_tribunal;
    let split = [to_payer, to_payee, to_tribunal];
    docket.award(AwardKind::Final, split, &["Charlie"]);
    docket.wait(31 * DAY);
    docket.sends(
        "Ferdie",
        Action::Withdraw {
            owner: address("Alice"),
        },
    );
    docket
}

/// An award, and a court's stay that is in force.
pub fn stayed() -> Docket {
    let mut docket = Docket::disputed();
    docket.award(AwardKind::Final, [100_000, 1_100_000, 0], &["Charlie"]);
    docket.wait(DAY);
    docket.order("Eve", OrderKind::Stay, docket.now() + 45 * DAY);
    docket
}

/// The same, and the stay was lifted.
pub fn lifted() -> Docket {
    let mut docket = stayed();
    docket.wait(DAY);
    docket.order("Eve", OrderKind::Lift, 0);
    docket
}

/// An award, and another split on which the parties agreed while it was on hold.
pub fn settled_after() -> Docket {
    let mut docket = Docket::disputed();
    docket.award(AwardKind::Final, [200_000, 960_000, 40_000], &["Charlie"]);
    docket.wait(DAY);
    let sequence = docket.steps().last().expect("there are entries").after;
    let sequence = sequence.proposal.sequence;
    for party in ["Alice", "Bob"] {
        docket.sends(
            party,
            Action::Release {
                to_payer: 600_000,
                sequence,
                approve: true,
                pay: false,
            },
        );
    }
    docket
}

/// An interim measure, and nothing else yet.
pub fn measured() -> Docket {
    let mut docket = Docket::disputed();
    docket.award(AwardKind::Interim, [0, 0, 0], &["Charlie"]);
    docket
}
