//! What this node offers beside the RPC of every node: its clock, and blocks on request.

use std::sync::Arc;

use exequatur_runtime::{AccountId, BlockNumber, Nonce};
use futures::{
    SinkExt,
    channel::{mpsc, oneshot},
};
use jsonrpsee::{
    RpcModule, core::RpcResult, core::async_trait, proc_macros::rpc, types::ErrorObjectOwned,
};
use sc_service::Error as ServiceError;
use sc_transaction_pool::TransactionPoolHandle;
use serde::{Deserialize, Serialize};
use sp_blockchain::HeaderBackend;
use sp_core::H256;
use substrate_frame_rpc_system::{System, SystemApiServer};

use crate::{
    clock::Clock,
    sealing::Wish,
    service::{Client, NodeBlock},
    state::time_of,
};

/// A block that was made on request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Made {
    /// Its hash.
    pub hash: H256,
    /// Its number.
    pub number: BlockNumber,
    /// Its time as contracts see it, in seconds since 1970.
    pub time_s: u64,
}

/// For tests and rehearsals; no public chain has these.
#[rpc(server)]
pub trait Devnode {
    /// Moves the clock forward and makes a block at the new time.
    #[method(name = "devnode_advance")]
    async fn advance(&self, seconds: u64) -> RpcResult<Made>;

    /// Makes a block now, with the transactions that wait or with none.
    #[method(name = "devnode_seal")]
    async fn seal(&self) -> RpcResult<Made>;
}

struct Desk {
    client: Arc<Client>,
    clock: Arc<Clock>,
    wishes: mpsc::Sender<Wish>,
}

#[async_trait]
impl DevnodeServer for Desk {
    async fn advance(&self, seconds: u64) -> RpcResult<Made> {
        let newest = self.client.info().best_hash;
        let newest_s = time_of(&self.client, newest).map_err(refusal)?;
        self.clock.advance(newest_s, seconds).map_err(refusal)?;
        self.seal().await
    }

    async fn seal(&self) -> RpcResult<Made> {
        let (sender, sealed) = oneshot::channel();
        self.wishes.clone().send(sender).await.map_err(refusal)?;
        let hash = sealed.await.map_err(refusal)?.map_err(refusal)?;
        let number = self.client.number(hash).map_err(refusal)?;
        Ok(Made {
            hash,
            number: number.ok_or_else(|| refusal("the block is not in the database"))?,
            time_s: time_of(&self.client, hash).map_err(refusal)?,
        })
    }
}

/// The code of JSON-RPC for errors that the method itself found.
const SERVER_ERROR: i32 = -32_000;

fn refusal(reason: impl std::fmt::Display) -> ErrorObjectOwned {
    ErrorObjectOwned::owned(SERVER_ERROR, reason.to_string(), None::<()>)
}

/// The methods that sc-service does not bring by itself.
pub fn module(
    client: Arc<Client>,
    pool: Arc<TransactionPoolHandle<NodeBlock, Client>>,
    clock: Arc<Clock>,
    wishes: mpsc::Sender<Wish>,
) -> Result<RpcModule<()>, ServiceError> {
    let mut module = RpcModule::new(());
    let accounts = System::new(Arc::clone(&client), pool);
    let accounts = SystemApiServer::<H256, AccountId, Nonce>::into_rpc(accounts);
    let desk = Desk {
        client,
        clock,
        wishes,
    };
    let merged = module
        .merge(accounts)
        .and_then(|()| module.merge(desk.into_rpc()));
    merged.map_err(|error| ServiceError::Other(error.to_string()))?;
    Ok(module)
}
