//! A block that is being built. Dropped, it leaves no trace.

use std::{cell::RefCell, sync::Arc};

use sp_core::H256;
use sp_runtime::{
    ApplyExtrinsicResult, generic::UncheckedExtrinsic as Generic, traits::Header as _,
};

use crate::{
    outcome::Summary,
    runtime::{Executive, Header, Runtime, RuntimeCall, RuntimeEvent, System, UncheckedExtrinsic},
    state::{Overlay, Sealed, State},
};

/// The newest block of a chain.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) header: Header,
    pub(crate) hash: H256,
    pub(crate) time_ms: u64,
}

pub(crate) struct Pending {
    state: Arc<State>,
    // In a cell because reading through it takes it mutably.
    overlay: RefCell<Overlay>,
    time_ms: u64,
    clock: UncheckedExtrinsic,
}

/// A finished block, not yet committed.
pub(crate) struct Built {
    pub(crate) header: Header,
    pub(crate) hash: H256,
    pub(crate) time_ms: u64,
    /// The transaction that sets the clock. It is always the first one.
    pub(crate) clock: UncheckedExtrinsic,
    pub(crate) sealed: Sealed,
}

/// Position of the first transaction of a user: the clock comes before.
pub(crate) const FIRST_INDEX: u32 = 1;

impl Pending {
    /// Starts the block after `head`, with its clock set.
    pub(crate) fn after(head: &Head, state: &Arc<State>, time_ms: u64) -> Self {
        let header = Header::new(
            head.header.number + 1,
            H256::zero(),
            H256::zero(),
            head.hash,
            Default::default(),
        );
        let call = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now: time_ms });
        let pending = Self {
            state: Arc::clone(state),
            overlay: RefCell::default(),
            time_ms,
            clock: UncheckedExtrinsic::from(Generic::new_bare(call)),
        };
        let clock = pending.clock.clone();
        pending.run(|| {
            Executive::initialize_block(&header);
            Executive::apply_extrinsic(clock)
                .expect("the clock is set once a block, and nothing else comes before it")
                .expect("the callers never move the clock backwards");
        });
        pending
    }

    /// Runs runtime code inside the block.
    pub(crate) fn run<R>(&self, code: impl FnOnce() -> R) -> R {
        self.state.run(&mut self.overlay.borrow_mut(), code)
    }

    /// The changes so far, for marks that can be returned to.
    pub(crate) fn overlay(&mut self) -> &mut Overlay {
        self.overlay.get_mut()
    }

    pub(crate) fn apply(&self, transaction: UncheckedExtrinsic) -> ApplyExtrinsicResult {
        self.run(|| Executive::apply_extrinsic(transaction))
    }

    /// What the events say about the transaction at `extrinsic_index`.
    pub(crate) fn summary_of(&self, extrinsic_index: u32) -> Summary {
        let mut summary = Summary::default();
        for (event_index, phase, event) in self.events() {
            if phase == frame_system::Phase::ApplyExtrinsic(extrinsic_index) {
                summary.note(event_index, event);
            }
        }
        summary
    }

    pub(crate) fn events(&self) -> Vec<(u32, frame_system::Phase, RuntimeEvent)> {
        self.run(|| {
            System::read_events_no_consensus()
                .zip(0..)
                .map(|(record, index)| (index, record.phase, record.event))
                .collect()
        })
    }

    pub(crate) fn forget_events(&self) {
        self.run(frame_system::Pallet::<Runtime>::reset_events);
    }

    /// Ends the block.
    pub(crate) fn finish(self) -> Built {
        let header = self.run(Executive::finalize_block);
        let sealed = self.state.seal(self.overlay.into_inner());
        debug_assert_eq!(header.state_root, sealed.root);
        Built {
            hash: header.hash(),
            header,
            time_ms: self.time_ms,
            clock: self.clock,
            sealed,
        }
    }
}
