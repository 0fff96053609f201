//! What people write into policies and environments beside globs: forms of names, and sizes.

use super::promises::first_line;
use cihook::options::Size;
use cihook::text::name_form::{FormFault, NameForm};

/// The first line is a form or a size, the rest a name that is held against the form.
pub fn target(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (source, name) = first_line(&text);
    match NameForm::new(source) {
        Ok(form) => {
            assert_eq!(form.as_str(), source);
            let types = ["feat".to_owned(), "fix".to_owned()];
            let matches = form.matches(name, &types);
            if !source.contains(['*', '?', '{']) {
                assert_eq!(matches, source == name, "{source:?} is what it is, and not {name:?}");
            }
        }
        Err(fault) => assert_eq!(fault == FormFault::Empty, source.is_empty()),
    }
    // A limit that cannot be read is none at all, and a number stays what it is.
    if let Some(Size(bytes)) = Size::parse(source) {
        assert!(source.trim_start().starts_with(|c: char| c.is_ascii_digit()), "{source:?} is no size");
        assert_eq!(Size::parse(&bytes.to_string()), Some(Size(bytes)));
    }
    if !source.is_empty() && source.len() < 19 && source.bytes().all(|byte| byte.is_ascii_digit()) {
        assert_eq!(Size::parse(source), source.parse().ok().map(Size));
    }
}
