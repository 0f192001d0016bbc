use crate::{Call, Host, Phase, Refusal, Roles, Signatures, State, TERMS_LEN, Terms, digest};

impl State {
    /// The first action: puts the terms on chain. A party who sends it consents by that. If both consent at once, the payer
    /// may lock the amount in the same call.
    pub fn open(
        host: &impl Host,
        call: &Call,
        terms: &Terms,
        signatures: Signatures,
    ) -> Result<State, Refusal> {
        let bytes = call
            .input
            .get(4..4 + TERMS_LEN)
            .ok_or(Refusal::MissingElement)?;
        let mut state = State::proposed(terms, host.keccak_256(bytes));
        state.check_people()?;
        terms.check_figures()?;
        let sent_by_party = state.roles_of(&call.by).any_party();
        if sent_by_party || !signatures.is_empty() {
            state.consent(host, call, sent_by_party, signatures)?;
        } else if call.at >= terms.expiry {
            return Err(Refusal::Expired);
        }
        if call.value != 0 {
            state.fund(call)?;
        }
        Ok(state)
    }

    /// A party consents to exactly these terms, by sending this or by a signature that anybody may send.
    pub(crate) fn consent(
        &mut self,
        host: &impl Host,
        call: &Call,
        approve: bool,
        signatures: Signatures,
    ) -> Result<(), Refusal> {
        if self.phase != Phase::Proposed {
            return Err(Refusal::WrongPhase);
        }
        if call.at >= self.clause.expiry {
            return Err(Refusal::Expired);
        }
        let digest = digest::consent(host, &self.domain(call), &[0; 32], 0);
        let Roles(roles) = self.authorise(host, call, &digest, approve, signatures)?;
        if roles & !Roles::BOTH_PARTIES != 0 {
            return Err(Refusal::NotAuthorised);
        }
        if roles == 0 {
            return Err(Refusal::TooFewSignatures);
        }
        if roles & self.consents != 0 {
            return Err(Refusal::AlreadyConsented);
        }
        self.consents |= roles;
        if self.consents == Roles::BOTH_PARTIES {
            self.phase = Phase::Agreed;
        }
        Ok(())
    }
}
