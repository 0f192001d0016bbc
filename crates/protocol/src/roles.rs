use crate::{Address, Clause, Refusal, State};

/// A capacity in which somebody acts in an escrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Role {
    /// Locks the money.
    Payer = 1,
    /// Is to be paid for performance.
    Payee = 2,
    /// Sole or presiding arbitrator: seat 0.
    Presiding = 4,
    /// Co-arbitrator: seat 1.
    Second = 8,
    /// Co-arbitrator: seat 2.
    Third = 16,
    /// Fills seats that fall vacant or silent.
    Authority = 32,
    /// Records a court's stay.
    Notary = 64,
}

/// A set of [`Role`]s. A set rather than a list, so that nobody can be counted twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles(pub u8);

impl Roles {
    /// Payer and payee.
    pub const BOTH_PARTIES: u8 = Role::Payer as u8 | Role::Payee as u8;
    /// Bit of seat 0; seat n is this shifted by n.
    pub const SEAT_SHIFT: u8 = 2;

    /// Whether the set holds the role.
    pub fn has(self, role: Role) -> bool {
        self.0 & role as u8 != 0
    }

    /// Whether both parties are in the set.
    pub fn both_parties(self) -> bool {
        self.0 & Self::BOTH_PARTIES == Self::BOTH_PARTIES
    }

    /// Whether at least one party is in the set.
    pub fn any_party(self) -> bool {
        self.0 & Self::BOTH_PARTIES != 0
    }

    /// The seats in the set, seat 0 as the lowest bit.
    pub fn seats(self) -> u8 {
        self.0 >> Self::SEAT_SHIFT & 0b111
    }
}

impl State {
    /// Everybody whom the escrow names, in the order of the role bits. Zero where nobody is named.
    fn named(&self) -> [&Address; 7] {
        let [presiding, second, third] = &self.tribunal.seats;
        let Clause {
            payer,
            payee,
            authority,
            notary,
            ..
        } = &self.clause;
        [payer, payee, presiding, second, third, authority, notary]
    }

    /// Every capacity in which `who` may act. Empty for a stranger and for the zero address.
    #[inline(never)]
    pub fn roles_of(&self, who: &Address) -> Roles {
        let mut roles = 0;
        for (bit, address) in self.named().into_iter().enumerate() {
            if address == who && !who.is_zero() {
                roles |= 1 << bit;
            }
        }
        Roles(roles)
    }

    /// Refuses an escrow that lacks somebody whom it needs, or names anybody twice.
    pub(crate) fn check_people(&self) -> Result<(), Refusal> {
        let needed = Roles::BOTH_PARTIES | Role::Presiding as u8 | Role::Authority as u8;
        for (bit, person) in self.named().into_iter().enumerate() {
            let Roles(roles) = self.roles_of(person);
            if roles == 0 && needed >> bit & 1 != 0 {
                return Err(Refusal::MissingPerson);
            }
            if roles & roles.wrapping_sub(1) != 0 {
                return Err(Refusal::SamePersonTwice);
            }
        }
        Ok(())
    }
}
