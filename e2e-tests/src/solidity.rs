//! Contracts that solc compiled (`e2e-tests/solidity`), as EVM bytecode in the same pallet-revive.

use alloy_sol_types::{SolCall, SolValue, sol};
use exequatur_localchain::{AccountId, CodeSource, ContractRun, H160, Scratch, U256};
use exequatur_protocol::Address;

sol! {
    #[allow(missing_docs)]
    #[derive(Debug, PartialEq, Eq)]
    enum Manner { Plain, AnswersNothing, KeepsFee, Lies, AnswersFalse, Sweeps, CallsBack }
    #[allow(missing_docs)]
    interface Token {
        function behave(Manner manner);
        function freeze(address account, bool yes);
        function approve(address spender, uint256 value) returns (bool);
        function transfer(address to, uint256 value) returns (bool);
        function balanceOf(address owner) returns (uint256);
    }
    #[allow(missing_docs)]
    interface Arbitrator {
        function accept(address escrow, bytes32 disclosure);
        function giveRuling(address escrow, uint256 disputeID, uint256 ruling);
    }
    #[allow(missing_docs)]
    interface Party {
        function consent(address escrow);
        function fund(address escrow, uint256 value);
        function fundInTokens(address escrow, address token, uint256 amount);
        function release(address escrow, uint64 toPayer, uint32 sequence, bool pay);
        function revoke(address escrow);
        function pause(address escrow, uint16 hoursLong, bytes32 reason);
        function resume(address escrow);
        function fileDispute(address escrow, bytes32 notice);
        function acknowledge(address escrow);
        function fileExhibit(address escrow, bytes32 document, bytes32 manifest);
        function answer(address escrow, bytes32 document);
        function withdraw(address escrow);
    }
}

/// An address as solc's types have it.
pub fn solidity(address: Address) -> alloy_sol_types::private::Address {
    address.0.into()
}

/// Creates a token that behaves; all of it is its creator's.
pub fn deploy_token(scratch: &mut Scratch, creator: &AccountId, supply: u64) -> Address {
    let supply = alloy_sol_types::private::U256::from(supply);
    let arguments = (Manner::Plain, supply).abi_encode_params();
    deploy(scratch, creator, "Token", &arguments)
}

/// Creates one of the contracts, with its constructor's encoded arguments.
pub fn deploy(scratch: &mut Scratch, creator: &AccountId, name: &str, arguments: &[u8]) -> Address {
    let contracts: serde_json::Value =
        serde_json::from_str(include_str!("../solidity/contracts.json")).expect("JSON");
    let code = contracts["code"][name].as_str().expect("compiled");
    // The Ethereum way: the arguments follow the creation code.
    let mut code = hex::decode(code).expect("hexadecimal");
    code.extend(arguments);
    let run = scratch.instantiate(creator, CodeSource::Blob(code), 0, Vec::new(), None);
    assert!(run.succeeded(), "{name}: {:?}", run.result);
    Address(run.instantiated.expect("a contract").0)
}

/// Calls one of them.
pub fn call(
    scratch: &mut Scratch,
    by: &AccountId,
    contract: Address,
    call: &impl SolCall,
) -> ContractRun {
    scratch.call(by, H160(contract.0), 0, call.abi_encode())
}

/// What somebody has of a token.
pub fn balance_of(scratch: &mut Scratch, token: Address, owner: Address) -> U256 {
    let anybody = crate::Person::polkadot("//Ferdie").account();
    let question = Token::balanceOfCall {
        owner: solidity(owner),
    };
    scratch.mark();
    let run = call(scratch, &anybody, token, &question);
    assert!(scratch.back_to_mark(), "the mark was set");
    let answer = run.result.expect("a token answers");
    U256::from_big_endian(&answer.data)
}
