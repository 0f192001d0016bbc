//! `pause`
