//! The state as ink! stores it and as `status` answers it.

use exequatur_protocol::{CELL_LEN, State};
use ink::scale::{Decode, Encode, Error, Input, Output};

/// A [`State`], typed as such in the metadata, written and read as one block of bytes: its encoding is how it lies in memory.
pub struct Cell(pub State);

impl Decode for Cell {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let mut cell = [0; CELL_LEN];
        input.read(&mut cell)?;
        State::from_cell(&cell)
            .map(Cell)
            .map_err(|_| Error::from("no state"))
    }
}

impl Encode for Cell {
    fn encode_to<O: Output + ?Sized>(&self, to: &mut O) {
        to.write(&self.0.to_cell());
    }
}

#[cfg(feature = "std")]
impl ink::scale_info::TypeInfo for Cell {
    type Identity = State;

    fn type_info() -> ink::scale_info::Type {
        State::type_info()
    }
}

#[cfg(feature = "std")]
impl ink::storage::traits::StorageLayout for Cell {
    fn layout(key: &ink::primitives::Key) -> ink::metadata::layout::Layout {
        ink::metadata::layout::LeafLayout::from_key::<State>((*key).into()).into()
    }
}
