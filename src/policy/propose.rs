//! The first policy of a repository that takes a preset as it is.

/// The file that takes a preset as it is.
pub fn of_preset(name: &str) -> String {
    format!(
        "# What is asked of a commit here. `cihook explain` tells of each rule, `cihook policy show` of all settings.\n\
         {}\nextends = [\"{name}\"]\n",
        requires()
    )
}

/// The line that asks for this version of the program, or a newer one.
pub fn requires() -> String {
    let mut version = env!("CARGO_PKG_VERSION").split('.');
    let (major, minor) = (version.next().unwrap_or("0"), version.next().unwrap_or("1"));
    format!("requires = \">={major}.{minor}\"")
}
