//! Kleros's escrow, compiled by solc from a checkout of its sources, as EVM bytecode in the same pallet-revive: what its steps cost.
//!
//! Its arbitrator here is the one of its own tests, which does no more than take the fee and rule; a court of jurors costs more.

use alloy_sol_types::private::{Address as SolAddress, U256};
use alloy_sol_types::{SolCall, SolValue, sol};
use exequatur_localchain::calls::{self, Limits};
use exequatur_localchain::{
    CodeSource, ContractRun, Genesis, H160, Inclusion, LocalChain, RuntimeCall, StorageDeposit,
    TxOptions, Weight,
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
    /// The whole fee of its transaction, in planck.
    fee: u128,
}

/// Who acts.
#[derive(Clone)]
struct People {
    governor: Person,
    buyer: Person,
    seller: Person,
}

/// A chain with the escrow, before anybody used it.
struct Stage {
    chain: LocalChain,
    people: People,
    escrow: Address,
    court: Address,
    transactions: u64,
}

impl Stage {
    fn new(compiled: &Value) -> Self {
        let chain =
            LocalChain::in_memory(&Genesis::dev_with_seed([1; 32])).expect("the usual genesis");
        let mut stage = Stage {
            chain,
            people: People {
                governor: Person::polkadot("//Ferdie"),
                buyer: Person::polkadot("//Alice"),
                seller: Person::polkadot("//Bob"),
            },
            escrow: Address::ZERO,
            court: Address::ZERO,
            transactions: 0,
        };
        let mut deploy = |name: &str, arguments: Vec<u8>| {
            let code = compiled["code"][name].as_str().expect("compiled");
            stage.deploy(hex::decode(code).expect("hexadecimal"), arguments)
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
        (stage.court, stage.escrow) = (court, escrow);
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

    /// Makes a contract of the governor's.
    fn deploy(&mut self, mut code: Vec<u8>, arguments: Vec<u8>) -> Address {
        code.extend(arguments);
        let governor = self.people.governor.clone();
        let source = CodeSource::Blob(code.clone());
        let run = self
            .chain
            .dry_run_instantiate(&governor.account(), source, 0, Vec::new(), None);
        let made = self.send(&governor, &run, 0, |limits| {
            calls::instantiate_with_code(code, limits, Vec::new(), None)
        });
        Address(made.instantiated.first().expect("a contract").0)
    }

    #[track_caller]
    fn call(&mut self, by: &Person, to: Address, value: u128, call: &impl SolCall) -> Charges {
        let data = call.abi_encode();
        let bytes = data.len();
        let to = H160(to.0);
        let run = self
            .chain
            .dry_run_call(&by.account(), to, value, data.clone());
        let sent = self.send(by, &run, value, |limits| calls::call(to, limits, data));
        Charges {
            weight: run.weight_consumed,
            bytes,
            deposit: run.storage_deposit,
            fee: sent.fee_planck,
        }
    }

    /// Sends what was tried, within limits a tenth above what that needed, as our program does.
    #[track_caller]
    fn send(
        &mut self,
        by: &Person,
        run: &ContractRun,
        value: u128,
        call: impl FnOnce(Limits) -> RuntimeCall,
    ) -> Inclusion {
        assert!(run.succeeded(), "{:?}", run.result);
        let needed = run.weight_required;
        let call = call(Limits {
            value,
            weight: needed.saturating_add(needed / 10),
            storage_deposit: u128::MAX / 2,
        });
        let signed = self.chain.sign(by, call, TxOptions::default());
        let inclusion = self.chain.submit(&signed).expect("its sender can pay");
        assert_eq!(inclusion.result, Ok(()));
        inclusion
    }

    /// A transaction that the buyer pays for; its number, and what that cost.
    fn create(&mut self) -> (U256, Charges) {
        let deadline = self.chain.now_s() + 30 * 86_400;
        let create = Escrow::createNativeTransactionCall {
            deadline: U256::from(deadline),
            uri: URI.to_owned(),
            buyer: sol_address(self.people.buyer.address()),
            seller: sol_address(self.people.seller.address()),
        };
        let (buyer, escrow) = (self.people.buyer.clone(), self.escrow);
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
    let People { buyer, seller, .. } = stage.people.clone();
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
    let People {
        governor,
        buyer,
        seller,
    } = stage.people.clone();
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
        "| step | ref_time, 10^6 | proof_size, bytes | weight fee, planck | length fee, planck | whole fee, planck | deposit, planck |".to_owned(),
        "|---|--:|--:|--:|--:|--:|--:|".to_owned(),
    ];
    for (name, charges) in steps(compiled) {
        let deposit = match charges.deposit {
            StorageDeposit::Charged(planck) => planck.to_string(),
            StorageDeposit::Refunded(planck) => format!("-{planck}"),
        };
        lines.push(format!(
            "| {name} | {} | {} | {} | {} | {} | {deposit} |",
            charges.weight.ref_time() / 1_000_000,
            charges.weight.proof_size(),
            weight_fee(charges.weight),
            length_fee(charges.bytes),
            charges.fee,
        ));
    }
    lines.join("\n") + "\n"
}
