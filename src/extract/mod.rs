//! From a document to a plan.

pub mod theme;

pub mod term;

pub mod reference;
