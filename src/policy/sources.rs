//! The files that a policy is made of.

use crate::options::tree::Place;
use bstr::ByteSlice as _;
use std::borrow::Cow;

/// One file.
#[derive(Clone, Debug)]
pub struct Source {
    /// As people know it.
    pub name: String,
    /// What it says.
    pub text: Cow<'static, str>,
}

/// All files of a policy; places name them by their number.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
    /// Where the lines of each file end, so that thousands of places are found fast.
    ends: Vec<Vec<usize>>,
    /// In which order they are laid over one another.
    order: Vec<usize>,
}

/// Where a setting comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// The file.
    pub name: String,
    /// From 1.
    pub line: usize,
    /// `key = value`.
    pub setting: Option<String>,
}

impl Sources {
    /// Adds a file and tells its number.
    pub fn add(&mut self, source: Source) -> usize {
        self.ends.push(source.text.as_bytes().find_iter(b"\n").collect());
        self.files.push(source);
        self.files.len() - 1
    }

    /// Notes that a file is laid over those before it.
    pub fn lay(&mut self, number: usize) {
        self.order.push(number);
    }

    /// The files in the order in which they are laid over one another.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.order.iter().filter_map(|&number| self.files.get(number))
    }

    /// The file with that number.
    pub fn get(&self, number: usize) -> Option<&Source> {
        self.files.get(number)
    }

    /// The name of the file that was read first.
    pub fn first_name(&self) -> &str {
        self.files.first().map_or("", |source| &source.name)
    }

    /// The name of the file that holds a place.
    pub fn name_of(&self, place: Place) -> String {
        self.get(place.source).map_or_else(String::new, |source| source.name.clone())
    }

    /// How late the file of a place is laid over the others.
    pub(super) fn rank(&self, place: Place) -> usize {
        self.order.iter().position(|&number| number == place.source).unwrap_or(self.order.len())
    }

    /// The number of the file and the line of a place.
    pub(super) fn row(&self, place: Place) -> (usize, usize) {
        (place.source, self.line_of(place))
    }

    /// The line of a place, from 1.
    pub fn line_of(&self, place: Place) -> usize {
        self.ends.get(place.source).map_or(1, |ends| ends.partition_point(|end| *end < place.span.start) + 1)
    }
}
