//! Trying a call before paying for it.

use exequatur_protocol::{Address, Hash, Host};
use subxt::dynamic::Value;
use subxt::ext::scale_encode::EncodeAsType;

use super::RpcChain;
use super::registration::bringing_back;
use super::runtime::{RuntimeCall, runtime_call};
use super::shapes::{ContractResult, Created, Returned, StorageDeposit, Weight};
use super::wire::{bytes, none};
use crate::before_sending::{cannot_pay_or, refusal, tenth_more};
use crate::chain::{Call, Chain, ChainError, Cost, DryRun};
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
                let code = match self.known_code(code)? {
                    Some(hash) => Code::Existing(hash),
                    None => Code::Upload(code.clone()),
                };
                let arguments = (
                    *from,
                    *value,
                    None::<u8>,
                    None::<u128>,
                    code,
                    input.clone(),
                    None::<[u8; 32]>,
                );
                let result: ContractResult<Created> =
                    self.api("ReviveApi", "instantiate", arguments)?;
                self.run_of(from, call, result, |created| {
                    (created.result, Some(Address(created.addr)))
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
                self.run_of(from, call, result, |returned| (returned, None))
            }
        }
    }

    fn run_of<R>(
        &self,
        from: &[u8; 32],
        call: &Call,
        result: ContractResult<R>,
        parts: impl FnOnce(R) -> (Returned, Option<Address>),
    ) -> Result<Run, ChainError> {
        let answered = result
            .result
            .map_err(|failure| cannot_pay_or(self, from, call, self.runtime.failure(&failure)))?;
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
        })
    }

    /// What it would do and cost, and the call with limits that leave room.
    pub(super) fn checked(
        &self,
        from: &[u8; 32],
        call: &Call,
    ) -> Result<(DryRun, RuntimeCall), ChainError> {
        let run = self.tried(from, call)?;
        let exact = self.call_within(from, call, run.exact())?;
        let fee = self.fee_of(&self.unsigned(from, &exact)?)?;
        let roomy = self.call_within(from, call, run.roomy(self.identity.existential_deposit))?;
        // The chain takes the fee of the limits beforehand, and leaves the account alive.
        let beforehand = self.fee_of(&self.unsigned(from, &roomy)?)?;
        self.can_pay(from, call.value() + run.deposit + beforehand)?;
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

    /// Whether an account can spare so much.
    pub(super) fn can_pay(&self, account: &[u8; 32], amount: u128) -> Result<(), ChainError> {
        let smallest = self.identity.existential_deposit;
        let balances = self.balances(account)?;
        let (found, stays) = balances.map_or((0, smallest), |data| {
            (data.free, data.untouchable(smallest))
        });
        let needed = amount.saturating_add(stays);
        if found < needed {
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

/// Money, weight and deposit, as calls of contracts take them.
fn limited(value: u128, limits: Limits) -> Vec<Value> {
    let weight = Value::named_composite([
        ("ref_time", Value::u128(limits.weight.ref_time.into())),
        ("proof_size", Value::u128(limits.weight.proof_size.into())),
    ]);
    vec![Value::u128(value), weight, Value::u128(limits.deposit)]
}
