//! Runs the runtime as native code: this node has no wasm.

use codec::Encode;
use exequatur_runtime::{api, params::VERSION};
use sc_executor::{
    RuntimeVersion, RuntimeVersionOf,
    error::{Error, Result},
    with_externalities_safe,
};
use sp_core::traits::{CallContext, CodeExecutor, Externalities, ReadRuntimeVersion, RuntimeCode};

/// Answers every call with the runtime that is compiled into this program, whatever code the state names.
#[derive(Clone, Copy, Debug)]
pub struct NativeExecutor;

impl CodeExecutor for NativeExecutor {
    type Error = Error;

    fn call(
        &self,
        ext: &mut dyn Externalities,
        _code: &RuntimeCode,
        method: &str,
        data: &[u8],
        _context: CallContext,
    ) -> (Result<Vec<u8>>, bool) {
        let answer = with_externalities_safe(ext, || api::dispatch(method, data));
        let answer = answer.and_then(|found| {
            found.ok_or_else(|| Error::Other(format!("the runtime has no function {method}")))
        });
        (answer, true)
    }
}

impl ReadRuntimeVersion for NativeExecutor {
    fn read_runtime_version(
        &self,
        _code: &[u8],
        _ext: &mut dyn Externalities,
    ) -> std::result::Result<Vec<u8>, String> {
        Ok(VERSION.encode())
    }
}

impl RuntimeVersionOf for NativeExecutor {
    fn runtime_version(
        &self,
        _ext: &mut dyn Externalities,
        _code: &RuntimeCode,
    ) -> Result<RuntimeVersion> {
        Ok(VERSION)
    }
}
