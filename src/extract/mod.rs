//! From a document to a plan.

pub mod group;
pub mod owner;

#[cfg(test)]
mod cases;
