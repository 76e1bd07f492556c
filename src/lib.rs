//! Reads Chinese work plans: tasks, owners, dates, targets and themes, each with its place in the source.

pub mod text;

pub mod lexicon;

pub mod noise;

pub mod lex;

pub mod tree;

pub mod model;

pub mod extract;

pub mod ledger;

pub mod check;

pub mod diff;

pub mod trace;

pub mod corpus;

pub mod input;

pub mod report;

pub mod cli;
