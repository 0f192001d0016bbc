//! A new local chain for a program that cannot have it in its own process: questions on standard input, answers on standard output.

mod words;

use std::io::{self, BufRead, Write};

use exequatur_localchain::tx::calls;
use exequatur_localchain::{
    AccountId, CodeSource, ContractRun, Genesis, H160, LocalChain, MultiSignature, RuntimeCall,
    TxOptions, UnsignedTx, View, Weight,
};
use words::{Answer, Call, Limits, Question, Run, from_line, to_line};

/// The chain, and the transaction that waits for its signature.
struct Server {
    chain: LocalChain,
    unsigned: Option<UnsignedTx>,
}

fn main() -> io::Result<()> {
    let genesis = Genesis::dev().map_err(io::Error::other)?;
    let mut server = Server {
        chain: LocalChain::in_memory(&genesis).map_err(io::Error::other)?,
        unsigned: None,
    };
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let answer = server.answer(from_line(&line?));
        writeln!(output, "{}", to_line(&answer))?;
        output.flush()?;
    }
    Ok(())
}

impl Server {
    fn answer(&mut self, question: Question) -> Answer {
        match question {
            Question::Try { from, call } => self.tried(&AccountId::new(from), call),
            Question::Payload { from, call, limits } => {
                let from = AccountId::new(from);
                let call = transaction(call, limits);
                let unsigned = self.chain.unsigned(&from, call, TxOptions::default());
                let payload = unsigned.payload().to_vec();
                self.unsigned = Some(unsigned);
                Answer::Bytes(payload)
            }
            Question::Submit { signature } => self.submitted(signature),
            Question::Balance(account) => {
                let account = self.chain.account(&AccountId::new(account));
                Answer::Planck(account.free_planck)
            }
            Question::AccountOf(address) => {
                let account: [u8; 32] = self.chain.account_of(H160(address)).into();
                Answer::Bytes(account.to_vec())
            }
            Question::Advance { seconds } => match self.chain.advance(seconds) {
                Ok(_) => Answer::Chain {
                    id: self.chain.identity().chain_id,
                    now_s: self.chain.now_s(),
                },
                Err(error) => Answer::Failed(error.to_string()),
            },
        }
    }

    fn tried(&self, from: &AccountId, call: Call) -> Answer {
        let run = match call {
            Call::Message { to, value, input } => {
                self.chain.dry_run_call(from, H160(to), value, input)
            }
            Call::Instantiate { code, value, input } => {
                let code = CodeSource::Blob(code);
                self.chain
                    .dry_run_instantiate(from, code, value, input, None)
            }
            Call::Upload { .. } | Call::Transfer { .. } | Call::MapAccount => {
                return Answer::Failed("only what contracts do can be tried".to_owned());
            }
        };
        let ContractRun {
            result,
            instantiated,
            weight_consumed,
            weight_required,
            storage_deposit,
            ..
        } = run;
        match result {
            Ok(returned) => Answer::Run(Run {
                reverted: returned.reverted,
                data: returned.data,
                contract: instantiated.map(|address| address.0),
                consumed: (weight_consumed.ref_time(), weight_consumed.proof_size()),
                required: (weight_required.ref_time(), weight_required.proof_size()),
                deposit: storage_deposit.charged_planck(),
            }),
            Err(failure) => Answer::Failed(failure.to_string()),
        }
    }

    fn submitted(&mut self, signature: [u8; 64]) -> Answer {
        let Some(unsigned) = self.unsigned.take() else {
            return Answer::Failed("no payload was asked for".to_owned());
        };
        let extrinsic = unsigned.assemble(MultiSignature::Sr25519(signature.into()));
        match self.chain.submit(&extrinsic) {
            Ok(included) => match included.result {
                Ok(()) => Answer::Included {
                    contract: included.instantiated.first().map(|address| address.0),
                    events: included
                        .events
                        .into_iter()
                        .map(|event| event.data)
                        .collect(),
                },
                Err(failure) => Answer::Failed(failure.to_string()),
            },
            Err(error) => Answer::Failed(error.to_string()),
        }
    }
}

fn transaction(call: Call, limits: Limits) -> RuntimeCall {
    let within = |value| calls::Limits {
        value,
        weight: Weight::from_parts(limits.ref_time, limits.proof_size),
        storage_deposit: limits.deposit,
    };
    match call {
        Call::Message { to, value, input } => calls::call(H160(to), within(value), input),
        Call::Instantiate { code, value, input } => {
            calls::instantiate_with_code(code, within(value), input, None)
        }
        Call::Upload { code } => calls::upload_code(code, limits.deposit),
        Call::Transfer { to, value } => calls::transfer_allow_death(AccountId::new(to), value),
        Call::MapAccount => calls::map_account(),
    }
}
