//! `resume`
