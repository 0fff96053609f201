//! `.github/dco.yml`. A file that lets somebody off has to say so in so many words.

use cihook::model::DcoConfig;

/// The whole input is the file.
pub fn target(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match DcoConfig::read(&text) {
        Err(line) => {
            let lines = text.lines().count();
            assert!((1..=lines).contains(&line), "line {line} of {lines} is broken");
        }
        Ok(config) => {
            let default = DcoConfig::default();
            let switches = [
                (config.require_members != default.require_members, ["require", "members", "false"]),
                (config.individual, ["allowRemediationCommits", "individual", "true"]),
                (config.third_party, ["allowRemediationCommits", "thirdParty", "true"]),
            ];
            for (_, words) in switches.iter().filter(|(is_switched, _)| *is_switched) {
                let is_said = |word: &&str| text.to_lowercase().contains(&word.to_lowercase());
                assert!(words.iter().all(is_said), "{text:?} does not say {words:?}");
            }
            let commented: String = text.lines().map(|line| format!("{line} # x\n")).collect();
            assert_eq!(DcoConfig::read(&commented), Ok(config), "comments say nothing: {text:?}");
        }
    }
}
