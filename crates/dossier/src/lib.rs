//! A verified case as people read it: parties, courts, institutions.
//!
//! [`reading`] turns a replayed record into facts in the order in which a reader asks for them; it decides nothing and looks nothing up. What is
//! made of a reading stands beside it: [`page`] is one self-contained HTML file, [`request`] a notice of arbitration,
//! [`dossier`] what a court asks for.
//!
//! Every text that comes from a chain or a file passes through [`reading::outside`] on its way in, so that nothing after it has to
//! think of control characters or writing that turns around.
#![deny(missing_docs)]

pub mod dossier;
pub mod page;
pub mod reading;
pub mod request;
