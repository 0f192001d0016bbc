//! Kleros's escrow, compiled by solc from a checkout of its sources, as EVM bytecode in the same pallet-revive: what its steps cost.
//!
//! Its arbitrator here is the one of its own tests, which does no more than take the fee and rule; a court of jurors costs more.

use alloy_sol_types::private::{Address as SolAddress, U256};
use alloy_sol_types::{SolCall, SolValue, sol};
use exequatur_localchain::{
    AccountId, CodeSource, Genesis, H160, LocalChain, Scratch, StorageDeposit, Weight,
};
use exequatur_protocol::Address;
use serde_json::Value;

use crate::Person;
use crate::costs::{length_fee, weight_fee};

sol! {
    #[allow(missing_docs)]
    interface Escrow {
        function changeAmountCap(address token, uint256 cap);
        function createNativeTransaction(uint256 deadline, string uri, address buyer, address seller) returns (uint256);
        function pay(uint256 id, uint256 amount);
        function proposeSettlement(uint256 id, uint256 amount);
        function acceptSettlement(uint256 id);
        function payArbitrationFeeByBuyer(uint256 id);
        function payArbitrationFeeBySeller(uint256 id);
    }
    #[allow(missing_docs)]
    interface Court {
        function giveRuling(uint256 dispute, uint256 ruling);
    }
}

/// What the escrow writes to its log about a transaction: the hash under which IPFS has the agreement.
const URI: &str = "/ipfs/QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdG";
/// What the buyer locks, in planck: as much as in the escrows that ours is measured with.
const AMOUNT: u128 = 1_000_000_000_000;
/// What the court takes, in planck.
const FEE: u128 = 10_000_000_000;

/// What one call cost.
struct Charges {
    weight: Weight,
    bytes: usize,
    deposit: StorageDeposit,
}

/// Who acts.
struct People {
    governor: AccountId,
    buyer: Person,
    seller: Person,
}

/// A chain with the escrow, before anybody used it.
struct Stage {
    scratch: Scratch,
    people: People,
    escrow: Address,
    court: Address,
    transactions: u64,
}

impl Stage {
    fn new(compiled: &Value) -> Self {
        let chain =
            LocalChain::in_memory(&Genesis::dev_with_seed([1; 32])).expect("the usual genesis");
        let people = People {
            governor: Person::polkadot("//Ferdie").account(),
            buyer: Person::polkadot("//Alice"),
            seller: Person::polkadot("//Bob"),
        };
        let mut scratch = chain.scratch();
        let mut deploy = |name: &str, arguments: Vec<u8>| {
            let code = compiled["code"][name].as_str().expect("compiled");
            let mut code = hex::decode(code).expect("hexadecimal");
            code.extend(arguments);
            let run = scratch.instantiate(
                &people.governor,
                CodeSource::Blob(code),
                0,
                Vec::new(),
                None,
            );
            assert!(run.succeeded(), "{name}: {:?}", run.result);
            Address(run.instantiated.expect("a contract").0)
        };
        let court = deploy("ArbitratorMock", (wei(FEE),).abi_encode_params());
        let registry = deploy("DisputeTemplateRegistryMock", Vec::new());
        let escrow = deploy(
            "EscrowUniversal",
            (
                sol_address(court),
                // Nothing for the court to read: the cheapest there is. Two words, as a court of jurors needs, are read from storage each time.
                Vec::<u8>::new(),
                "{}".to_owned(),
                String::new(),
                sol_address(registry),
                U256::from(604_800),
                U256::ZERO,
            )
                .abi_encode_params(),
        );
        let mut stage = Stage {
            scratch,
            people,
            escrow,
            court,
            transactions: 0,
        };
        let cap = Escrow::changeAmountCapCall {
            token: SolAddress::ZERO,
            cap: U256::MAX,
        };
        let governor = stage.people.governor.clone();
        stage.call(&governor, stage.escrow, 0, &cap);
        // The first transaction pays for the list that they are in.
        stage.create();
        stage
    }

    #[track_caller]
    fn call(&mut self, by: &AccountId, to: Address, value: u128, call: &impl SolCall) -> Charges {
        let data = call.abi_encode();
        let bytes = data.len();
        let run = self.scratch.call(by, H160(to.0), value, data);
        assert!(run.succeeded(), "{:?}", run.result);
        Charges {
            weight: run.weight_consumed,
            bytes,
            deposit: run.storage_deposit,
        }
    }

    /// A transaction that the buyer pays for; its number, and what that cost.
    fn create(&mut self) -> (U256, Charges) {
        let deadline = self.scratch.now_s() + 30 * 86_400;
        let create = Escrow::createNativeTransactionCall {
            deadline: U256::from(deadline),
            uri: URI.to_owned(),
            buyer: sol_address(self.people.buyer.address()),
            seller: sol_address(self.people.seller.address()),
        };
        let (buyer, escrow) = (self.people.buyer.account(), self.escrow);
        let charges = self.call(&buyer, escrow, AMOUNT, &create);
        self.transactions += 1;
        (U256::from(self.transactions - 1), charges)
    }
}

fn sol_address(address: Address) -> SolAddress {
    address.0.into()
}

/// Contracts count in wei.
fn wei(planck: u128) -> U256 {
    U256::from(planck) * U256::from(100_000_000)
}

/// Every step that ours is compared with, in its order, by name.
fn steps(compiled: &Value) -> Vec<(&'static str, Charges)> {
    let mut stage = Stage::new(compiled);
    let escrow = stage.escrow;
    let [buyer, seller] = [&stage.people.buyer, &stage.people.seller].map(Person::account);
    let mut steps = Vec::new();

    let (id, charges) = stage.create();
    steps.push(("create and fund", charges));
    let amount = wei(AMOUNT);
    let pay = Escrow::payCall { id, amount };
    steps.push((
        "pay everything to the seller",
        stage.call(&buyer, escrow, 0, &pay),
    ));

    let (id, _) = stage.create();
    let propose = Escrow::proposeSettlementCall {
        id,
        amount: amount / U256::from(2),
    };
    steps.push((
        "propose settlement",
        stage.call(&buyer, escrow, 0, &propose),
    ));
    let accept = Escrow::acceptSettlementCall { id };
    steps.push(("accept settlement", stage.call(&seller, escrow, 0, &accept)));

    // The first dispute pays for the lists that they are in.
    dispute(&mut stage, 0);
    let names = [
        "pay arbitration fee, first party",
        "pay arbitration fee, second party",
        "ruling executed",
    ];
    steps.extend(names.into_iter().zip(dispute(&mut stage, 1)));
    steps
}

/// A dispute, in which each party pays the court's fee and the buyer wins; `number` counts the court's.
fn dispute(stage: &mut Stage, number: u64) -> [Charges; 3] {
    let (escrow, court) = (stage.escrow, stage.court);
    let [buyer, seller] = [&stage.people.buyer, &stage.people.seller].map(Person::account);
    let governor = stage.people.governor.clone();
    let (id, _) = stage.create();
    let amount = wei(AMOUNT) / U256::from(2);
    stage.call(
        &buyer,
        escrow,
        0,
        &Escrow::proposeSettlementCall { id, amount },
    );
    let first = Escrow::payArbitrationFeeByBuyerCall { id };
    let second = Escrow::payArbitrationFeeBySellerCall { id };
    let ruling = Court::giveRulingCall {
        dispute: U256::from(number),
        ruling: U256::from(1),
    };
    [
        stage.call(&buyer, escrow, FEE, &first),
        stage.call(&seller, escrow, FEE, &second),
        stage.call(&governor, court, 0, &ruling),
    ]
}

/// A table of what each step costs, in the words of `docs/costs.md`.
pub fn table(compiled: &Value) -> String {
    let mut lines = vec![
        "| step | ref_time, 10^6 | proof_size, bytes | weight fee, planck | length fee, planck | deposit, planck |".to_owned(),
        "|---|--:|--:|--:|--:|--:|".to_owned(),
    ];
    for (name, charges) in steps(compiled) {
        let deposit = match charges.deposit {
            StorageDeposit::Charged(planck) => planck.to_string(),
            StorageDeposit::Refunded(planck) => format!("-{planck}"),
        };
        lines.push(format!(
            "| {name} | {} | {} | {} | {} | {deposit} |",
            charges.weight.ref_time() / 1_000_000,
            charges.weight.proof_size(),
            weight_fee(charges.weight),
            length_fee(charges.bytes),
        ));
    }
    lines.join("\n") + "\n"
}
