//! Arguments that are typed in the metadata and decoded once, by the rules.

#[cfg(not(feature = "std"))]
use core::marker::PhantomData;

use ink::scale::{Decode, Encode, Error, Input, Output};

/// An argument of type `T`. ink!'s dispatcher reads nothing for it; `Action::from_input` reads the call data whole, in the same
/// layout. Decoding twice would double the code that every call pays for.
#[cfg(not(feature = "std"))]
pub struct Arg<T>(PhantomData<T>);

/// The same off chain, where typed calls are built: with the argument, which is encoded.
#[cfg(feature = "std")]
#[derive(Clone)]
pub struct Arg<T>(Option<T>);

#[cfg(feature = "std")]
impl<T> From<T> for Arg<T> {
    fn from(argument: T) -> Self {
        Arg(Some(argument))
    }
}

impl<T> Decode for Arg<T> {
    fn decode<I: Input>(_: &mut I) -> Result<Self, Error> {
        Ok(Arg(Default::default()))
    }
}

#[cfg(not(feature = "std"))]
impl<T> Encode for Arg<T> {
    fn encode_to<O: Output + ?Sized>(&self, _: &mut O) {}
}

#[cfg(feature = "std")]
impl<T: Encode> Encode for Arg<T> {
    fn encode_to<O: Output + ?Sized>(&self, to: &mut O) {
        if let Some(argument) = &self.0 {
            argument.encode_to(to);
        }
    }
}

#[cfg(feature = "std")]
impl<T: ink::scale_info::TypeInfo + 'static> ink::scale_info::TypeInfo for Arg<T> {
    type Identity = T::Identity;

    fn type_info() -> ink::scale_info::Type {
        T::type_info()
    }
}
