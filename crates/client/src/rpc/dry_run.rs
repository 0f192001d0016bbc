//! Trying a call before paying for it.

use exequatur_protocol::{Address, Hash, Host};
use subxt::dynamic::Value;
use subxt::ext::scale_encode::EncodeAsType;

use super::RpcChain;
use super::registration::bringing_back;
use super::runtime::{Runtime, RuntimeCall, runtime_call};
use super::shapes::{ContractResult, Created, Returned, StorageDeposit, SupposedRun, Weight};
use super::wire::{bytes, none};
use crate::before_sending::{refusal, tenth_more};
use crate::chain::{Call, Chain, ChainError, Cost, DryRun, Needed};
use crate::host::NativeHost;

/// What a contract is created from.
#[derive(EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
enum Code {
    /// Code that comes along.
    Upload(Vec<u8>),
    /// Code that the chain has.
    Existing(Hash),
}

/// What a call would do.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) consumed: Weight,
    required: Weight,
    pub(super) deposit: u128,
    pub(super) output: Vec<u8>,
    pub(super) contract: Option<Address>,
    /// Why it fails as things are, if this is what it would do for somebody with the money.
    pub(super) fails: Option<String>,
}

/// What a call may use at most.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Limits {
    weight: Weight,
    deposit: u128,
}

impl Run {
    /// One that takes nothing but a deposit.
    pub(super) fn of_deposit(deposit: u128) -> Self {
        Run {
            deposit,
            ..Run::default()
        }
    }

    /// What a call would do for somebody with the money, that `fails` as things are.
    pub(super) fn supposed(run: SupposedRun, loading: Weight, fails: String) -> Self {
        let weight = run.weight_required.and(loading);
        Run {
            consumed: weight,
            required: weight,
            deposit: run.storage_deposit,
            output: run.data,
            contract: None,
            fails: Some(fails),
        }
    }

    /// Limits that are just enough.
    pub(super) fn exact(&self) -> Limits {
        Limits {
            weight: self.required,
            deposit: self.deposit,
        }
    }

    /// Limits that leave room for what changes until the transaction is in a block.
    pub(super) fn roomy(&self, existential_deposit: u128) -> Limits {
        Limits {
            weight: Weight {
                ref_time: tenth_more(self.required.ref_time),
                proof_size: tenth_more(self.required.proof_size),
            },
            deposit: self.deposit + self.deposit / 10 + existential_deposit,
        }
    }
}

impl RpcChain {
    /// The hash of code that the chain has.
    pub(super) fn known_code(&self, code: &[u8]) -> Result<Option<Hash>, ChainError> {
        let hash = NativeHost.keccak_256(code);
        Ok(self.knows_code(&hash)?.then_some(hash))
    }

    /// What the call would do, and what the contract would answer; a refusal is an error.
    pub(super) fn tried(&self, from: &[u8; 32], call: &Call) -> Result<Run, ChainError> {
        match call {
            Call::Transfer { to, value } => self.arrives(to, *value).map(|()| Run::default()),
            Call::BringBack { .. } => Ok(Run::default()),
            Call::Register => Ok(Run {
                deposit: self.registration_deposit()?,
                ..Run::default()
            }),
            Call::Instantiate { code, input, value } => {
                let tried = |code: Code| -> Result<ContractResult<Created>, ChainError> {
                    let (input, salt) = (input.clone(), None::<[u8; 32]>);
                    let limits = (None::<u8>, None::<u128>);
                    let arguments = (*from, *value, limits.0, limits.1, code, input, salt);
                    self.api("ReviveApi", "instantiate", arguments)
                };
                let known = self.known_code(code)?;
                let upload = || Code::Upload(code.clone());
                let result = tried(known.map_or_else(upload, Code::Existing))?;
                let required = result.weight_required;
                let parts = |created: Created| (created.result, Some(Address(created.addr)));
                run_of(&self.runtime, result, parts).or_else(|failure| {
                    // Where somebody has the money is supposed with the code itself; where its hash is named, the chain loads it first.
                    let loading = match known {
                        Some(_) => required.beyond(tried(upload())?.weight_required),
                        None => Weight::default(),
                    };
                    self.if_it_had_the_money(from, call, failure, loading)
                })
            }
            Call::Message {
                contract,
                input,
                value,
            } => {
                // A contract's, or the chain's own behind a token.
                let code: Vec<u8> = self.api("ReviveApi", "code", (contract.0,))?;
                if code.is_empty() {
                    return Err(ChainError::NoContract(*contract));
                }
                let arguments = (
                    *from,
                    contract.0,
                    *value,
                    None::<u8>,
                    None::<u128>,
                    input.clone(),
                );
                let result: ContractResult<Returned> = self.api("ReviveApi", "call", arguments)?;
                run_of(&self.runtime, result, |returned| (returned, None)).or_else(|failure| {
                    self.if_it_had_the_money(from, call, failure, Weight::default())
                })
            }
        }
    }

    /// What it would do and cost, and the call with limits that leave room.
    pub(super) fn checked(
        &self,
        from: &[u8; 32],
        call: &Call,
    ) -> Result<(DryRun, RuntimeCall), ChainError> {
        let run = self.tried(from, call)?;
        let exact = self.call_within(from, call, run.exact())?;
        let roomy = self.call_within(from, call, run.roomy(self.identity.existential_deposit))?;
        // The chain takes the fee of the limits beforehand, and leaves the account alive.
        let roomy_transaction = self.unsigned(from, &roomy)?;
        let length = roomy_transaction.len();
        let beforehand = self.fee_of(&roomy_transaction, length)?;
        // What is not used comes back, except for the bytes by which the higher limits are longer.
        let fee = self.fee_of(&self.unsigned(from, &exact)?, length)?;
        let needed = Needed {
            value: call.value(),
            deposit: run.deposit,
            fee: beforehand,
            ..Needed::default()
        };
        self.can_pay(from, needed)?;
        if let Some(reason) = run.fails {
            return Err(ChainError::Failed(reason));
        }
        let dry_run = DryRun {
            contract: run.contract,
            output: run.output,
            cost: Cost {
                ref_time: run.consumed.ref_time,
                proof_size: run.consumed.proof_size,
                fee,
                deposit: run.deposit,
            },
        };
        Ok((dry_run, roomy))
    }

    /// Whether an account can spare so much, beside what has to stay.
    pub(super) fn can_pay(&self, account: &[u8; 32], mut needed: Needed) -> Result<(), ChainError> {
        let smallest = self.identity.existential_deposit;
        let balances = self.balances(account)?;
        let (found, stays) = balances.map_or((0, smallest), |data| {
            (data.free, data.untouchable(smallest))
        });
        needed.stays = stays;
        if found < needed.total() {
            return Err(ChainError::CannotPay { needed, found });
        }
        Ok(())
    }

    /// The call as the runtime takes it. Code that the chain has is named, other code goes along.
    pub(super) fn call_within(
        &self,
        from: &[u8; 32],
        call: &Call,
        limits: Limits,
    ) -> Result<RuntimeCall, ChainError> {
        Ok(match call {
            Call::Register => self.registering(from)?,
            Call::BringBack { asset } => bringing_back(from, *asset),
            Call::Transfer { to, value } => {
                let to = Value::unnamed_variant("Id", [bytes(to)]);
                runtime_call(
                    "Balances",
                    "transfer_keep_alive",
                    vec![to, Value::u128(*value)],
                )
            }
            Call::Instantiate { code, input, value } => {
                let (name, source) = match self.known_code(code)? {
                    Some(hash) => ("instantiate", bytes(&hash)),
                    None => ("instantiate_with_code", bytes(code)),
                };
                let further = vec![source, bytes(input), none()];
                let arguments = [limited(*value, limits), further].concat();
                runtime_call("Revive", name, arguments)
            }
            Call::Message {
                contract,
                input,
                value,
            } => {
                let contract = vec![bytes(&contract.0)];
                let arguments = [contract, limited(*value, limits), vec![bytes(input)]].concat();
                runtime_call("Revive", "call", arguments)
            }
        })
    }
}

fn run_of<R>(
    runtime: &Runtime,
    result: ContractResult<R>,
    parts: impl FnOnce(R) -> (Returned, Option<Address>),
) -> Result<Run, ChainError> {
    let answered = result
        .result
        .map_err(|failure| ChainError::Failed(runtime.failure(&failure)))?;
    let (returned, contract) = parts(answered);
    if returned.flags.bits & 1 == 1 {
        return Err(refusal(&returned.data));
    }
    Ok(Run {
        consumed: result.weight_consumed,
        required: result.weight_required,
        deposit: match result.storage_deposit {
            StorageDeposit::Charge(amount) => amount,
            StorageDeposit::Refund(_) => 0,
        },
        output: returned.data,
        contract,
        fails: None,
    })
}

/// Money, weight and deposit, as calls of contracts take them.
fn limited(value: u128, limits: Limits) -> Vec<Value> {
    let weight = Value::named_composite([
        ("ref_time", Value::u128(limits.weight.ref_time.into())),
        ("proof_size", Value::u128(limits.weight.proof_size.into())),
    ]);
    vec![Value::u128(value), weight, Value::u128(limits.deposit)]
}
