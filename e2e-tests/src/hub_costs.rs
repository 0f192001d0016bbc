//! What whole transactions cost under the Hub's numbers: fees as they are charged, and deposits.

use exequatur_client::asset::by_name;
use exequatur_client::chain::{Call, Chain, Receipt};
use exequatur_client::erc20::Erc20;
use exequatur_client::host::NativeHost;
use exequatur_client::local::LocalChainClient;
use exequatur_localchain::runtime::params::UNIT;
use exequatur_localchain::{AccountId, Genesis, LocalChain, View};
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{Action, Address, Award, AwardKind, Host, Signature, Terms, digest};

use crate::bench::{Bench, blob};
use crate::people::{People, Person};

/// The transaction that does all that a payer does before performance.
pub const AT_ONCE: &str = "`escrow open --fund`, with the payee's signature";
/// The transaction that ends an escrow in agreement.
pub const RELEASED_AT_ONCE: &str = "`escrow release --pay`, with the payee's signature";

/// A transaction that was sent.
pub struct Charged {
    /// What it does.
    pub name: &'static str,
    /// Who usually sends it.
    pub by: &'static str,
    /// The whole fee, in planck.
    pub fee: u128,
    /// Deposit for storage, in planck.
    pub deposit: u128,
}

/// A chain on which each transaction is noted.
struct Ledger {
    chain: LocalChainClient,
    people: People,
    arbitrator: Person,
    with_ethereum_key: Person,
    charged: Vec<Charged>,
}

/// An escrow on it.
struct Escrow {
    terms: Terms,
    address: Address,
}

impl Ledger {
    fn new() -> Self {
        let chain =
            LocalChain::in_memory(&Genesis::dev_with_seed([1; 32])).expect("the usual genesis");
        let people = People::new();
        Ledger {
            chain: LocalChainClient::over(chain),
            arbitrator: people.arbitrators[1].clone(),
            with_ethereum_key: people.arbitrators[0].clone(),
            people,
            charged: Vec::new(),
        }
    }

    fn send(&mut self, name: &'static str, by: &'static str, call: &Call) -> Receipt {
        let sender = match by {
            "payer" => &self.people.payer,
            "payee" => &self.people.payee,
            "arbitrator" => &self.arbitrator,
            "payer, Ethereum key" => &self.with_ethereum_key,
            _ => &self.people.stranger,
        };
        let account = AccountId::new(sender.key().account_id());
        let reserved = self.chain.inner().account(&account).reserved_planck;
        let receipt = self.chain.submit(sender.key(), call);
        let receipt = receipt.unwrap_or_else(|error| panic!("{name}: {error}"));
        // What the sender cannot spend any more, as for an approval of tokens.
        let held = self.chain.inner().account(&account).reserved_planck;
        self.charged.push(Charged {
            name,
            by,
            fee: receipt.cost.fee,
            deposit: receipt.cost.deposit + held.saturating_sub(reserved),
        });
        receipt
    }

    fn act(&mut self, escrow: &Escrow, name: &'static str, by: &'static str, action: &Action) {
        let call = Call::Message {
            contract: escrow.address,
            input: action.to_input(&[]),
            value: match action {
                Action::Fund if escrow.terms.asset.is_zero() => escrow.terms.amount.into(),
                _ => 0,
            },
        };
        self.send(name, by, &call);
    }

    fn terms(&self) -> Terms {
        let mut terms = Bench::usual_terms(&self.people, 1, self.chain.now());
        terms.tribunal[0] = self.arbitrator.address();
        terms
    }

    fn open(
        &mut self,
        name: &'static str,
        by: &'static str,
        terms: Terms,
        value: u64,
        signatures: &[Signature],
    ) -> Escrow {
        let call = Call::Instantiate {
            code: blob(),
            input: Action::Open { terms }.to_input(signatures),
            value: value.into(),
        };
        let receipt = self.send(name, by, &call);
        let address = receipt.contract.expect("it was made");
        Escrow { terms, address }
    }

    /// With both consents and the money, in one transaction.
    fn opened_at_once(&mut self) -> Escrow {
        let terms = self.terms();
        let payer = self.people.payer.account();
        let address = self.chain.next_contract(payer.as_ref());
        let address = address.expect("the account is there");
        let digest = digest::consent(
            &NativeHost,
            &self.domain(&Escrow { terms, address }),
            &[0; 32],
            0,
        );
        let consent = self.people.payee.sign(&digest);
        self.open(AT_ONCE, "payer", terms, terms.amount, &[consent])
    }

    fn domain(&self, escrow: &Escrow) -> Domain {
        Domain {
            chain_id: self.chain.identity().chain_id,
            contract: escrow.address,
            terms_hash: NativeHost.keccak_256(&codec::Encode::encode(&escrow.terms)),
        }
    }

    /// With both consents.
    fn opened(&mut self, name: &'static str, change: impl FnOnce(&mut Terms)) -> Escrow {
        let mut terms = self.terms();
        change(&mut terms);
        let escrow = self.open(name, "payer", terms, 0, &[]);
        self.act(
            &escrow,
            "`escrow accept`",
            "payee",
            &Action::Consent { approve: true },
        );
        escrow
    }

    fn enforced(&mut self, escrow: &Escrow) {
        let award = Award {
            number: 1,
            kind: AwardKind::Final,
            to_payer: escrow.terms.amount / 2,
            to_payee: escrow.terms.amount / 4,
            to_tribunal: escrow.terms.tribunal_cap,
            document: [9; 32],
            reasons: Some([9; 32]),
            seat: escrow.terms.seat,
            date: self.chain.now(),
            ..Award::default()
        };
        let award = Award {
            to_payee: escrow.terms.amount - award.to_payer - award.to_tribunal,
            ..award
        };
        let domain = self.domain(escrow);
        let signed = self
            .arbitrator
            .sign(&digest::award(&NativeHost, &domain, &award));
        let call = Call::Message {
            contract: escrow.address,
            input: Action::Award { award }.to_input(&[signed]),
            value: 0,
        };
        self.send("`award enforce`, one signature", "anybody", &call);
        let hold = escrow.terms.periods.hold.seconds();
        self.chain
            .advance(hold.into())
            .expect("it has such a clock");
    }
}

/// Everything that a release, a dispute, the short ways and an escrow in USDt take, in this order.
pub fn charged() -> [Vec<Charged>; 4] {
    let hash = [9; 32];
    let mut ledger = Ledger::new();
    let escrow = ledger.opened(
        "`escrow open`, the first one with this code on the chain",
        |_| {},
    );
    ledger.act(&escrow, "`escrow fund`", "payer", &Action::Fund);
    let release = |pay| Action::Release {
        to_payer: 0,
        sequence: 0,
        approve: true,
        pay,
    };
    ledger.act(&escrow, "`escrow release`", "payer", &release(false));
    ledger.act(&escrow, "`escrow release --pay`", "payee", &release(true));
    let released = std::mem::take(&mut ledger.charged);

    let escrow = ledger.opened("`escrow open`", |_| {});
    ledger.act(&escrow, "`escrow fund`", "payer", &Action::Fund);
    let accept = Action::Appointment {
        disclosure: hash,
        approve: true,
    };
    let exhibit = Action::Exhibit {
        document: hash,
        manifest: hash,
    };
    for (name, by, action) in [
        ("`tribunal accept`", "arbitrator", accept),
        ("`dispute file`", "payer", Action::Dispute { notice: hash }),
        ("`dispute answer`", "payee", Action::Answer { answer: hash }),
        ("`evidence add`, each", "payer", exhibit),
    ] {
        ledger.act(&escrow, name, by, &action);
    }
    ledger.enforced(&escrow);
    for (by, owner) in [
        ("payer", escrow.terms.payer),
        ("payee", escrow.terms.payee),
        ("arbitrator", escrow.terms.tribunal[0]),
    ] {
        ledger.act(
            &escrow,
            "`escrow withdraw`",
            by,
            &Action::Withdraw { owner },
        );
    }
    let disputed = std::mem::take(&mut ledger.charged);

    let escrow = ledger.opened_at_once();
    let all = escrow.terms.amount;
    let all_released = digest::release(&NativeHost, &ledger.domain(&escrow), 0, all, 0);
    let call = Call::Message {
        contract: escrow.address,
        input: release(true).to_input(&[ledger.people.payee.sign(&all_released)]),
        value: 0,
    };
    ledger.send(RELEASED_AT_ONCE, "payer", &call);
    let money = Call::Transfer {
        to: ledger.with_ethereum_key.key().account_id(),
        value: 1_000 * UNIT,
    };
    let given = ledger.chain.submit(ledger.people.stranger.key(), &money);
    given.expect("the stranger is rich");
    let terms = Terms {
        payer: ledger.with_ethereum_key.address(),
        ..ledger.terms()
    };
    ledger.open("`escrow open`", "payer, Ethereum key", terms, 0, &[]);
    let shorter = std::mem::take(&mut ledger.charged);

    let usdt = by_name("USDt").expect("the Hub has it");
    let escrow = ledger.opened("`escrow open`", |terms| {
        (terms.asset, terms.unit) = (usdt, 4);
        (terms.amount, terms.tribunal_cap) = (1_250, 100);
    });
    ledger.charged.clear();
    let amount = u128::from(escrow.terms.amount) * 10_000;
    let approve = Erc20::at(usdt).approve(&escrow.address, amount);
    ledger.send("`escrow fund` in USDt: the approval", "payer", &approve);
    ledger.act(
        &escrow,
        "`escrow fund` in USDt: locking, which gives the approval's deposit back",
        "payer",
        &Action::Fund,
    );
    ledger.act(&escrow, "`escrow release`", "payer", &release(false));
    ledger.act(&escrow, "`escrow release`", "payee", &release(false));
    ledger.charged.truncate(2);
    let owner = escrow.terms.payee;
    ledger.act(
        &escrow,
        "`escrow withdraw` in USDt",
        "payee",
        &Action::Withdraw { owner },
    );
    [released, disputed, shorter, ledger.charged]
}

/// Tens of thousandths of a DOT, rounded up.
fn dot(planck: u128) -> String {
    const PART: u128 = 1_000_000;
    let parts = planck.div_ceil(PART);
    format!("{}.{:04}", parts / 10_000, parts % 10_000)
}

/// The part of `docs/costs.md` about whole transactions.
pub fn section(all: &[Vec<Charged>; 4]) -> String {
    let mut section = String::from(
        "\n## Whole transactions on Polkadot Hub\n\n\
         The same steps as the program sends them, one after another on the local chain, with fees as they were charged: the fixed part, the\n\
         bytes, the weight of the call and of the checks around it. The numbers of the formula are the Hub's, the weights those that the\n\
         pallets ship with, so that the Hub's own figures differ a little, and its price moves with demand; every command shows its own before it sends.\n\
         In DOT, rounded up. Only the first `escrow open` brings the code along, which is most of its fee, and locks the deposit for it; whoever\n\
         opens one later names the code by its hash. So does an Ethereum key: its transaction is then a call of the runtime itself\n\
         (`Revive.instantiate`), since Ethereum's own way to make a contract takes the code along.\n\n\
         | command | by | fee, DOT | deposit, DOT |\n|---|---|--:|--:|\n",
    );
    let sum = |rows: &[Charged]| {
        let fee = rows.iter().map(|row| row.fee).sum();
        let deposit = rows.iter().map(|row| row.deposit).sum();
        (dot(fee), dot(deposit))
    };
    for (rows, whole) in all.iter().zip([
        Some("the first escrow on the chain, released"),
        Some("a dispute from opening to the last withdrawal"),
        None,
        None,
    ]) {
        for Charged {
            name,
            by,
            fee,
            deposit,
        } in rows
        {
            section += &format!("| {name} | {by} | {} | {} |\n", dot(*fee), dot(*deposit));
        }
        if let Some(whole) = whole {
            let (fee, deposit) = sum(rows);
            section += &format!("| **{whole}** | all | **{fee}** | **{deposit}** |\n");
        }
    }
    section
}
