//! `.github/dco.yml`, the configuration of the DCO app (<https://github.com/dcoapp/app#configuration>): two tables of
//! switches, of which only the known ones are read. Pure.

use std::collections::BTreeMap;

/// The switches that the file sets, as `require.members`.
pub fn switches(text: &str) -> BTreeMap<String, bool> {
    let mut switches = BTreeMap::new();
    let mut table = String::new();
    for line in text.lines() {
        let content = line.split(" #").next().unwrap_or_default().trim_end();
        let content = if content.trim_start().starts_with('#') { "" } else { content };
        let Some((key, value)) = content.split_once(':') else { continue };
        let (key, value) = (key.trim().trim_matches(['"', '\'']), value.trim().trim_matches(['"', '\'']));
        let is_inner = content.starts_with([' ', '\t']);
        if !is_inner {
            key.clone_into(&mut table);
            inline(key, value, &mut switches);
        } else if let Some(value) = switch(value) {
            switches.insert(format!("{table}.{key}"), value);
        }
    }
    switches
}

/// A table in one line, as `require: { members: false }`.
fn inline(table: &str, value: &str, switches: &mut BTreeMap<String, bool>) {
    let Some(inner) = value.strip_prefix('{').and_then(|value| value.strip_suffix('}')) else { return };
    for (key, value) in inner.split(',').filter_map(|pair| pair.split_once(':')) {
        if let Some(value) = switch(value.trim()) {
            switches.insert(format!("{table}.{}", key.trim()), value);
        }
    }
}

fn switch(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_are_read_in_both_forms() {
        let text =
            "# DCO\nrequire:\n  members: false # ours\nallowRemediationCommits: { individual: true, thirdParty: no }\n";
        let switches = switches(text);
        assert_eq!(switches.get("require.members"), Some(&false));
        assert_eq!(switches.get("allowRemediationCommits.individual"), Some(&true));
        assert_eq!(switches.get("allowRemediationCommits.thirdParty"), Some(&false));
        assert_eq!(switches.len(), 3);
        assert!(super::switches("nonsense\n- a\n").is_empty());
    }
}
