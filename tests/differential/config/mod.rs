//! Configuration against `git config`: the syntax of one file, and what holds at a place after all files, includes
//! and settings of the command line.

mod places;
mod syntax;
mod world;
