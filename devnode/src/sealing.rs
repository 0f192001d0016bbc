//! When blocks are made: one at a time, each final at once.

use std::{sync::Arc, time::Duration};

use futures::{
    SinkExt, StreamExt,
    channel::{mpsc, oneshot},
};
use sc_consensus_manual_seal::{EngineCommand, Error, rpc::CreatedBlock};
use sc_transaction_pool_api::TransactionPool;
use sp_core::H256;
use sp_runtime::traits::Block as BlockT;

/// When a block is made without anybody asking for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealing {
    /// As soon as there is a transaction.
    Instant,
    /// Each time that this much time has passed, with transactions or without.
    Interval(Duration),
}

/// Somebody's wish for a block now, and where to tell its hash.
pub type Wish = oneshot::Sender<Result<H256, Error>>;

/// Makes blocks until nobody can ask for any.
pub async fn seal<Pool>(
    sealing: Sealing,
    pool: Arc<Pool>,
    mut wishes: mpsc::Receiver<Wish>,
    mut engine: mpsc::Sender<EngineCommand<H256>>,
) where
    Pool: TransactionPool,
    Pool::Block: BlockT<Hash = H256>,
{
    let mut arrivals = match sealing {
        Sealing::Instant => pool.import_notification_stream().map(drop).boxed(),
        Sealing::Interval(period) => {
            let mut ticks = tokio::time::interval(period);
            ticks.reset();
            futures::stream::unfold(ticks, |mut ticks| async {
                ticks.tick().await;
                Some(((), ticks))
            })
            .boxed()
        }
    }
    .fuse();
    let always = matches!(sealing, Sealing::Interval(_));
    loop {
        let wish = futures::select! {
            wish = wishes.next() => match wish {
                Some(wish) => Some(wish),
                None => return,
            },
            arrival = arrivals.next() => match arrival {
                // A block may have taken in several transactions at once; the rest of the news is old.
                Some(()) if always || pool.status().ready > 0 => None,
                Some(()) => continue,
                None => return,
            },
        };
        let sealed = one_block(&mut engine).await;
        if let Ok(hash) = &sealed {
            // Until the pool knows what went in, its news is of the past.
            pool.ready_at_with_timeout(*hash, PATIENCE).await;
        }
        match (wish, sealed) {
            // Who asked may have gone away meanwhile; the block stands all the same.
            (Some(wish), sealed) => drop(wish.send(sealed)),
            (None, Err(error)) => eprintln!("no block was made: {error}"),
            (None, Ok(_)) => {}
        }
    }
}

/// How long the pool may take to notice a block.
const PATIENCE: Duration = Duration::from_secs(5);

async fn one_block(engine: &mut mpsc::Sender<EngineCommand<H256>>) -> Result<H256, Error> {
    let (sender, made) = oneshot::channel();
    let command = EngineCommand::SealNewBlock {
        create_empty: true,
        finalize: true,
        parent_hash: None,
        sender: Some(sender),
    };
    engine.send(command).await?;
    let CreatedBlock { hash, .. } = made.await??;
    Ok(hash)
}
