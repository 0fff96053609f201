//! `cihook man` and `cihook completions`: what packages carry along.

use crate::support::Sandbox;

#[test]
fn every_command_that_help_lists_has_a_manual_page() {
    let sandbox = Sandbox::new();
    let here = sandbox.at(sandbox.path(""));
    here.cihook(&["man"]).ok().prints(".TH cihook 1").prints(".SH SUBCOMMANDS");
    let help = here.cihook(&["--help"]).ok().out;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let mut pages = 0;
    for command in listed.filter_map(|line| line.strip_prefix("  ")?.split(' ').next().filter(|name| !name.is_empty()))
    {
        here.cihook(&["man", command]).ok().prints(&format!("cihook\\-{command}"));
        pages += 1;
    }
    assert!(pages > 8, "{help}");
    here.cihook(&["man", "explain"]).ok().prints("header\\-scope").prints("zh\\-CN");
    here.cihook(&["man", "nothing"]).fails(2).says("there is no command `nothing`");
}

#[test]
fn every_shell_gets_completions() {
    let sandbox = Sandbox::new();
    let here = sandbox.at(sandbox.path(""));
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = here.cihook(&["completions", shell]).ok().prints("since-tag");
        // Of the others the generator of clap names no values of arguments without a dash.
        if ["bash", "zsh", "fish"].contains(&shell) {
            script.prints("header-scope").prints("on-unchecked").prints("kubernetes").prints("zh-CN");
        }
    }
    here.cihook(&["completions", "sh"]).fails(2);
}
