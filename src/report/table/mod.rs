//! Tables in the formats offices use, one file a format. Every one holds the same cells.

pub mod layout;

pub mod term;

pub mod md;

pub mod csv;

pub mod ics;

pub mod json;

pub mod xlsx;

mod rules;

pub mod docx;

pub mod html;

pub mod back;
