//! ink_e2e's interface to a chain, over the local one.

mod pipe;
#[path = "../../../examples/chain_on_pipe/words.rs"]
mod words;

use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use ink_e2e::subxt::dynamic::Value;
use ink_e2e::{
    BareInstantiationResult, BuilderClient, CallBuilderFinal, CallDryRunResult, ChainBackend,
    ContractResult, ContractsBackend, CreateBuilderPartial, E2EBackend, InstantiateDryRunResult,
    Keypair, UploadResult, Weight, code_hash, constructor_exec_input,
};
use ink_env::DefaultEnvironment;
use ink_env::call::utils::{DecodeMessageResult, EncodeArgsWith};
use ink_primitives::{AccountId, H160, H256};
use ink_revive_types::evm::CallTrace;
use ink_revive_types::{
    CodeUploadReturnValue, ExecReturnValue, InstantiateReturnValue, StorageDeposit,
};
use pallet_revive_uapi::ReturnFlags;

use pipe::Pipe;
use words::{Answer, Call, Limits, Question, Run};

type Env = DefaultEnvironment;

/// Which chain: a new one with the accounts for development, for each test.
pub struct NewChain;

/// The local chain behind ink_e2e's traits.
pub struct LocalChain<E, C> {
    pipe: Pipe,
    _of: PhantomData<(E, C)>,
}

/// Why something did not take effect, in the chain's words.
#[derive(Debug)]
pub struct Failed(pub String);

impl<C> LocalChain<Env, C> {
    /// What the macro would have compiled is not looked at: the contract is the one in `artifacts/`.
    pub fn new(_: Vec<PathBuf>) -> Self {
        LocalChain {
            pipe: Pipe::start(),
            _of: PhantomData,
        }
    }

    /// Moves the clock, and answers with the chain's id and its time.
    pub fn advance(&mut self, seconds: u64) -> (u64, u64) {
        match self.pipe.ask(&Question::Advance { seconds }) {
            Answer::Chain { id, now_s } => (id, now_s),
            other => panic!("{other:?}"),
        }
    }

    fn tried(&mut self, from: &Keypair, call: Call) -> Result<Run, Failed> {
        let from = from.public_key().0;
        match self.pipe.ask(&Question::Try { from, call }) {
            Answer::Run(run) => Ok(run),
            Answer::Failed(words) => Err(Failed(words)),
            other => panic!("{other:?}"),
        }
    }

    fn sent(
        &mut self,
        from: &Keypair,
        call: Call,
        weight: Weight,
        deposit: u128,
    ) -> Result<(Option<[u8; 20]>, Vec<Vec<u8>>), Failed> {
        let payload = self.pipe.ask(&Question::Payload {
            from: from.public_key().0,
            call,
            limits: Limits {
                ref_time: weight.ref_time(),
                proof_size: weight.proof_size(),
                deposit,
            },
        });
        let Answer::Bytes(payload) = payload else {
            panic!("{payload:?}");
        };
        let signature = from.sign(&payload).0;
        match self.pipe.ask(&Question::Submit { signature }) {
            Answer::Included { contract, events } => Ok((contract, events)),
            Answer::Failed(words) => Err(Failed(words)),
            other => panic!("{other:?}"),
        }
    }

    fn account(&mut self, address: [u8; 20]) -> AccountId {
        match self.pipe.ask(&Question::AccountOf(address)) {
            Answer::Bytes(bytes) => AccountId(bytes.try_into().expect("32 bytes")),
            other => panic!("{other:?}"),
        }
    }

    fn transferred(&mut self, from: &Keypair, to: [u8; 32], value: u128) -> Result<(), Failed> {
        self.sent(from, Call::Transfer { to, value }, Weight::zero(), 0)
            .map(|_| ())
    }
}

/// Where a typed call goes, and its call data.
fn parts<Args: EncodeArgsWith<Abi> + Clone, RetType, Abi>(
    message: &CallBuilderFinal<Env, Args, RetType, Abi>,
) -> (H160, Vec<u8>)
where
    CallBuilderFinal<Env, Args, RetType, Abi>: Clone,
{
    let params = message.clone().params();
    (*params.callee(), params.exec_input().encode())
}

/// A run in ink_e2e's terms.
fn result_of<R>(run: &Run, result: R) -> ContractResult<R, u128> {
    ContractResult {
        weight_consumed: Weight::from_parts(run.consumed.0, run.consumed.1),
        weight_required: Weight::from_parts(run.required.0, run.required.1),
        storage_deposit: StorageDeposit::Charge(run.deposit),
        max_storage_deposit: StorageDeposit::Charge(run.deposit),
        // Gas is what Ethereum's transactions pay with.
        gas_consumed: 0,
        result: Ok(result),
    }
}

fn returned(run: &Run) -> ExecReturnValue {
    ExecReturnValue {
        flags: if run.reverted {
            ReturnFlags::REVERT
        } else {
            ReturnFlags::empty()
        },
        data: run.data.clone(),
    }
}

#[async_trait]
impl<C: Send> ChainBackend for LocalChain<Env, C> {
    type AccountId = AccountId;
    type Balance = u128;
    type Error = Failed;
    type EventLog = Vec<Vec<u8>>;

    async fn create_and_fund_account(&mut self, origin: &Keypair, amount: u128) -> Keypair {
        let mut seed = [0; 32];
        seed[..16].copy_from_slice(&ink_e2e::salt().expect("a new one each time")[..16]);
        let key = Keypair::from_secret_key(seed).expect("any seed is a key");
        self.transferred(origin, key.public_key().0, amount)
            .expect("the origin can pay");
        key
    }

    async fn free_balance(&mut self, account: AccountId) -> Result<u128, Failed> {
        match self.pipe.ask(&Question::Balance(account.0)) {
            Answer::Planck(planck) => Ok(planck),
            other => panic!("{other:?}"),
        }
    }

    async fn runtime_call<'a>(
        &mut self,
        _: &Keypair,
        pallet_name: &'a str,
        call_name: &'a str,
        _: Vec<Value>,
    ) -> Result<Vec<Vec<u8>>, Failed> {
        Err(Failed(format!(
            "the local chain takes no calls by name: {pallet_name}.{call_name}"
        )))
    }

    async fn transfer_allow_death(
        &mut self,
        origin: &Keypair,
        dest: AccountId,
        value: u128,
    ) -> Result<(), Failed> {
        self.transferred(origin, dest.0, value)
    }
}

#[async_trait]
impl<C: Send> ContractsBackend<Env> for LocalChain<Env, C> {
    type Error = Failed;
    type EventLog = Vec<Vec<u8>>;
}

#[async_trait]
impl<C: Send> BuilderClient<Env> for LocalChain<Env, C> {
    async fn bare_call<
        Args: Sync + EncodeArgsWith<Abi> + Clone,
        RetType: Send + DecodeMessageResult<Abi>,
        Abi: Sync + Clone,
    >(
        &mut self,
        caller: &Keypair,
        message: &CallBuilderFinal<Env, Args, RetType, Abi>,
        value: u128,
        gas_limit: Weight,
        storage_deposit_limit: u128,
    ) -> Result<(Vec<Vec<u8>>, Option<CallTrace>), Failed>
    where
        CallBuilderFinal<Env, Args, RetType, Abi>: Clone,
    {
        let (to, input) = parts(message);
        self.raw_call(to, input, value, gas_limit, storage_deposit_limit, caller)
            .await
    }

    async fn bare_call_dry_run<
        Args: Sync + EncodeArgsWith<Abi> + Clone,
        RetType: Send + DecodeMessageResult<Abi>,
        Abi: Sync + Clone,
    >(
        &mut self,
        caller: &Keypair,
        message: &CallBuilderFinal<Env, Args, RetType, Abi>,
        value: u128,
        storage_deposit_limit: Option<u128>,
    ) -> Result<CallDryRunResult<Env, RetType, Abi>, Failed>
    where
        CallBuilderFinal<Env, Args, RetType, Abi>: Clone,
    {
        let (to, input) = parts(message);
        self.raw_call_dry_run(to, input, value, storage_deposit_limit, caller)
            .await
    }

    async fn raw_call_dry_run<RetType: Send + DecodeMessageResult<Abi>, Abi: Sync + Clone>(
        &mut self,
        dest: H160,
        input_data: Vec<u8>,
        value: u128,
        _: Option<u128>,
        signer: &Keypair,
    ) -> Result<CallDryRunResult<Env, RetType, Abi>, Failed> {
        let call = Call::Message {
            to: dest.0,
            value,
            input: input_data,
        };
        let run = self.tried(signer, call)?;
        Ok(CallDryRunResult {
            exec_result: result_of(&run, returned(&run)),
            trace: None,
            _marker: PhantomData,
        })
    }

    async fn raw_call(
        &mut self,
        dest: H160,
        input_data: Vec<u8>,
        value: u128,
        gas_limit: Weight,
        storage_deposit_limit: u128,
        signer: &Keypair,
    ) -> Result<(Vec<Vec<u8>>, Option<CallTrace>), Failed> {
        let call = Call::Message {
            to: dest.0,
            value,
            input: input_data,
        };
        let (_, events) = self.sent(signer, call, gas_limit, storage_deposit_limit)?;
        Ok((events, None))
    }

    async fn bare_upload(
        &mut self,
        contract_name: &str,
        caller: &Keypair,
        storage_deposit_limit: Option<u128>,
    ) -> Result<UploadResult<Env, Vec<Vec<u8>>>, Failed> {
        let code = self.load_code(contract_name);
        let code_hash = H256(code_hash(&code));
        let before = self.free_balance(AccountId(caller.public_key().0)).await?;
        let limit = storage_deposit_limit.unwrap_or(before);
        let (_, events) = self.sent(caller, Call::Upload { code }, Weight::zero(), limit)?;
        let after = self.free_balance(AccountId(caller.public_key().0)).await?;
        Ok(UploadResult {
            code_hash,
            dry_run: Ok(CodeUploadReturnValue {
                code_hash,
                // With the fee, which is not told apart here.
                deposit: before - after,
            }),
            events,
        })
    }

    async fn bare_remove_code(
        &mut self,
        _: &Keypair,
        code_hash: H256,
    ) -> Result<Vec<Vec<u8>>, Failed> {
        Err(Failed(format!(
            "the local chain has no call that removes the code {code_hash:?}"
        )))
    }

    async fn bare_instantiate<
        Contract: Clone,
        Args: Send + Sync + EncodeArgsWith<Abi> + Clone,
        R,
        Abi: Send + Sync + Clone,
    >(
        &mut self,
        code: Vec<u8>,
        caller: &Keypair,
        constructor: &mut CreateBuilderPartial<Env, Contract, Args, R, Abi>,
        value: u128,
        gas_limit: Weight,
        storage_deposit_limit: u128,
    ) -> Result<BareInstantiationResult<Env, Vec<Vec<u8>>>, Failed> {
        let data = constructor_exec_input(constructor.clone());
        self.raw_instantiate(code, caller, data, value, gas_limit, storage_deposit_limit)
            .await
    }

    async fn raw_instantiate(
        &mut self,
        code: Vec<u8>,
        caller: &Keypair,
        constructor: Vec<u8>,
        value: u128,
        gas_limit: Weight,
        storage_deposit_limit: u128,
    ) -> Result<BareInstantiationResult<Env, Vec<Vec<u8>>>, Failed> {
        let code_hash = H256(code_hash(&code));
        let call = Call::Instantiate {
            code,
            value,
            input: constructor,
        };
        let (contract, events) = self.sent(caller, call, gas_limit, storage_deposit_limit)?;
        let contract = contract.ok_or_else(|| Failed("no contract was made".to_owned()))?;
        Ok(BareInstantiationResult {
            addr: H160(contract),
            account_id: self.account(contract),
            events,
            trace: None,
            code_hash,
        })
    }

    async fn raw_instantiate_dry_run<Abi: Sync + Clone>(
        &mut self,
        code: Vec<u8>,
        caller: &Keypair,
        constructor: Vec<u8>,
        value: u128,
        _: Option<u128>,
    ) -> Result<InstantiateDryRunResult<Env, Abi>, Failed> {
        let call = Call::Instantiate {
            code,
            value,
            input: constructor,
        };
        let run = self.tried(caller, call)?;
        let value = InstantiateReturnValue {
            result: returned(&run),
            addr: H160(run.contract.unwrap_or_default()),
        };
        Ok(result_of(&run, value).into())
    }

    async fn exec_instantiate(
        &mut self,
        signer: &Keypair,
        contract_name: &str,
        data: Vec<u8>,
        value: u128,
        gas_limit: Weight,
        storage_deposit_limit: u128,
    ) -> Result<BareInstantiationResult<Env, Vec<Vec<u8>>>, Failed> {
        let code = self.load_code(contract_name);
        self.raw_instantiate(code, signer, data, value, gas_limit, storage_deposit_limit)
            .await
    }

    async fn bare_instantiate_dry_run<
        Contract: Clone,
        Args: Send + Sync + EncodeArgsWith<Abi> + Clone,
        R,
        Abi: Send + Sync + Clone,
    >(
        &mut self,
        contract_name: &str,
        caller: &Keypair,
        constructor: &mut CreateBuilderPartial<Env, Contract, Args, R, Abi>,
        value: u128,
        storage_deposit_limit: Option<u128>,
    ) -> Result<InstantiateDryRunResult<Env, Abi>, Failed> {
        let code = self.load_code(contract_name);
        let data = constructor_exec_input(constructor.clone());
        self.raw_instantiate_dry_run(code, caller, data, value, storage_deposit_limit)
            .await
    }

    async fn map_account(&mut self, caller: &Keypair) -> Result<Option<Vec<Vec<u8>>>, Failed> {
        let account = caller.public_key().0;
        if self
            .account(ink_primitives::AccountIdMapper::to_address(&account).0)
            .0
            == account
        {
            return Ok(None);
        }
        let (_, events) = self.sent(caller, Call::MapAccount, Weight::zero(), 0)?;
        Ok(Some(events))
    }

    async fn to_account_id(&mut self, addr: &H160) -> Result<AccountId, Failed> {
        Ok(self.account(addr.0))
    }

    /// The escrow's, by whatever name.
    fn load_code(&self, contract_name: &str) -> Vec<u8> {
        assert_eq!(contract_name, "escrow", "the one contract there is");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../artifacts/escrow.contract");
        let text = std::fs::read_to_string(path).expect("artifacts/escrow.contract is committed");
        let bundle: serde_json::Value = serde_json::from_str(&text).expect("the bundle is JSON");
        let code = bundle["source"]["contract_binary"]
            .as_str()
            .expect("the bundle holds the code");
        hex::decode(code.trim_start_matches("0x")).expect("the code is hexadecimal")
    }
}

impl<C: Send> E2EBackend<Env> for LocalChain<Env, C> {}
