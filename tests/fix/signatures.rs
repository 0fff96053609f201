//! `--gpg-sign`: the user's own commits are signed anew, as git would sign them, and nobody else's.

use crate::support::aloud::skipped;
use crate::support::{Repo, Sandbox};
use crate::{POLICY, headers, id, raw, repo};

/// A repository whose user signs with a key of OpenSSH, and whether such a key could be made.
fn with_key(sandbox: &Sandbox) -> Option<Repo> {
    let repo = repo(sandbox, POLICY);
    let key = sandbox.path("key");
    let mut keygen = repo.command("ssh-keygen");
    keygen.args(["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f"]).arg(&key);
    if !keygen.output().is_ok_and(|output| output.status.success()) {
        return None;
    }
    let public = std::fs::read_to_string(key.with_extension("pub")).expect("a public key");
    let allowed = sandbox.path("allowed");
    std::fs::write(&allowed, format!("* {public}")).expect("written");
    let key = key.display().to_string();
    let allowed = allowed.display().to_string();
    for (name, value) in [("gpg.format", "ssh"), ("user.signingKey", &key), ("gpg.ssh.allowedSignersFile", &allowed)] {
        repo.git(&["config", name, value]).ok();
    }
    Some(repo)
}

#[test]
fn ones_own_commits_are_signed_anew_and_git_verifies_them() {
    let sandbox = Sandbox::new();
    let Some(repo) = with_key(&sandbox) else {
        return skipped("ones_own_commits_are_signed_anew_and_git_verifies_them", "there is no ssh-keygen");
    };
    repo.git(&["commit", "-q", "--allow-empty", "-S", "-m", "Fix: one"]).ok();
    repo.git(&["commit", "-q", "--allow-empty", "-S", "-m", "docs: two"]).ok();
    repo.git(&["commit", "-q", "--allow-empty", "--author", "Bo <bo@c.d>", "-m", "docs: three"]).ok();
    let refused = repo.cihook(&["fix", "origin/main..HEAD", "--apply"]).fails(2);
    assert!(refused.err.contains("--gpg-sign") && refused.err.contains("--drop-signatures"), "{refused:#?}");
    let dry = repo.cihook(&["fix", "origin/main..HEAD", "--gpg-sign"]).fails(1);
    let command = dry.out.lines().find_map(|line| line.split("fix ").nth(1)).expect("a command").to_owned();
    let words: Vec<&str> = std::iter::once("fix").chain(command.split(' ')).collect();
    repo.cihook(&words).ok();
    assert_eq!(headers(&repo, 3), ["docs: three", "docs: two", "fix: one"]);
    repo.git(&["verify-commit", "HEAD~1", "HEAD~2"]).ok();
    assert!(!raw(&repo, "HEAD").contains("gpgsig"), "it is not the user's");
    assert!(!repo.has(".git/cihook/to-sign"));
}

#[test]
fn a_signature_of_somebody_else_still_stands_in_the_way() {
    let sandbox = Sandbox::new();
    let Some(repo) = with_key(&sandbox) else {
        return skipped("a_signature_of_somebody_else_still_stands_in_the_way", "there is no ssh-keygen");
    };
    repo.commit("Fix: one\n");
    repo.git(&["commit", "-q", "--allow-empty", "-S", "--author", "Bo <bo@c.d>", "-m", "docs: two"]).ok();
    let before = id(&repo, "HEAD");
    let refused = repo.cihook(&["fix", "origin/main..HEAD", "--gpg-sign", "--apply"]).fails(2).says(&before[..10]);
    assert!(!refused.err.contains("--gpg-sign"), "{refused:#?}");
    assert_eq!(id(&repo, "HEAD"), before);
}

#[test]
fn a_program_that_does_not_sign_stops_everything() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.commit("Fix: one\n");
    let before = repo.git(&["for-each-ref"]).ok().out;
    for (program, said) in [("false", "did not sign"), ("no-such-gpg", "could not be started")] {
        repo.git(&["config", "gpg.program", program]).ok();
        repo.cihook(&["fix", "origin/main..HEAD", "--gpg-sign=0xABC", "--apply"]).fails(3).says(said);
        assert_eq!(repo.git(&["for-each-ref"]).ok().out, before);
    }
    repo.git(&["config", "gpg.format", "pgp"]).ok();
    repo.cihook(&["fix", "origin/main..HEAD", "--gpg-sign", "--apply"]).fails(2).says("gpg.format");
}

#[test]
fn gnupg_is_called_as_git_calls_it() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    repo.commit("Fix: one\n");
    let seen = sandbox.path("seen");
    let script = format!(
        "#!/bin/sh\necho \"$@\" > '{0}'\ncat >> '{0}'\nprintf '%s\\n' '-----BEGIN PGP SIGNATURE-----' '' x '-----END PGP SIGNATURE-----'\n\
         echo '[GNUPG:] BEGIN_SIGNING' >&2\necho '[GNUPG:] SIG_CREATED D 1' >&2\n",
        seen.display()
    );
    let program = repo.program("gpg", &script);
    repo.git(&["config", "gpg.program", &program.display().to_string()]).ok();
    repo.cihook(&["fix", "origin/main..HEAD", "--gpg-sign=0xABC", "--apply"]).ok();
    let signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n";
    let signed = raw(&repo, "HEAD");
    assert!(signed.contains(&format!("\n{signature}\nfix: one")), "{signed}");
    let told = std::fs::read_to_string(&seen).expect("seen");
    assert_eq!(told, format!("--status-fd=2 -bsau 0xABC\n{}", signed.replace(signature, "")));
}
