//! Signatures of commits by the user's own key, made as git makes them (gpg-interface.c, `sign_buffer`; git-config(1),
//! `gpg.format`, `gpg.program`, `user.signingKey`).

use super::config::Config;
use super::file::{self, Use};
use super::place::Place;
use crate::failure::{Failure, Result};
use crate::model::Identity;
use crate::words::Words;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Who signs, and by what.
pub struct Signer<'p> {
    place: &'p Place,
    program: OsString,
    key: String,
    way: Way,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// `gpg`, or `gpgsm` for X.509: both are called alike.
    Gnupg,
    /// `ssh-keygen`.
    Ssh,
}

const ODD_FORMAT: Words =
    Words::new("git knows no kind of signature `{0}` (gpg.format)", "git 没有 `{0}` 这种签名（gpg.format）");
const NO_KEY: Words = Words::new("no key to sign with is configured", "没有配置用于签名的密钥");
const SET_KEY: Words = Words::new(
    "tell git which key is yours: git config user.signingKey",
    "请告诉 git 您的密钥：git config user.signingKey",
);
const NOT_STARTED: Words = Words::new("`{0}` could not be started: {1}", "无法启动 `{0}`：{1}");
const NOT_SIGNED: Words = Words::new("`{0}` did not sign: {1}", "`{0}` 没有签名：{1}");

impl<'p> Signer<'p> {
    /// The signer that git would take; `key` is the one that was asked for, empty for the usual one.
    ///
    /// # Errors
    /// Where the configuration names no key, or a kind of signature that git does not know.
    pub fn of(place: &'p Place, config: &Config, key: &str, person: &Identity<'_>) -> Result<Self> {
        let format = config.text("gpg.format").unwrap_or_else(|| "openpgp".to_owned());
        let (way, usual) = match format.as_str() {
            "openpgp" => (Way::Gnupg, "gpg"),
            "x509" => (Way::Gnupg, "gpgsm"),
            "ssh" => (Way::Ssh, "ssh-keygen"),
            _ => return Err(Failure::usage(ODD_FORMAT.with([format.into()]))),
        };
        let named = config.text(&format!("gpg.{format}.program"));
        let named = named.or_else(|| config.text("gpg.program").filter(|_| format == "openpgp"));
        let named = named.unwrap_or_else(|| usual.to_owned());
        // A name alone is looked for on the PATH.
        let program = if named.contains('/') { home(&named, place).into_os_string() } else { named.into() };
        let configured = || config.text("user.signingkey").filter(|key| !key.is_empty());
        let key = Some(key.to_owned()).filter(|key| !key.is_empty()).or_else(configured);
        let key = match (key, way) {
            (Some(key), _) => key,
            (None, Way::Gnupg) => person.to_string(),
            (None, Way::Ssh) => default_key(config).ok_or_else(|| Failure::usage(NO_KEY.say()).hint(SET_KEY.say()))?,
        };
        Ok(Self { place, program, key, way })
    }

    /// The signature of a text.
    ///
    /// # Errors
    /// Where the program cannot be started or does not sign.
    pub fn sign(&self, payload: &[u8]) -> Result<Vec<u8>> {
        let signature = match self.way {
            Way::Gnupg => self.by_gnupg(payload)?,
            Way::Ssh => self.by_ssh(payload)?,
        };
        // On Windows programs write line ends of their own, which git takes out as well.
        Ok(signature.into_iter().filter(|byte| *byte != b'\r').collect())
    }

    fn by_gnupg(&self, payload: &[u8]) -> Result<Vec<u8>> {
        let mut command = Command::new(&self.program);
        command.args(["--status-fd=2", "-bsau", &self.key]).current_dir(&self.place.start);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| self.not_started(&error))?;
        let (pipe, payload) = (child.stdin.take(), payload.to_vec());
        // A program that ends early closes the pipe; its answer tells why.
        let writer = std::thread::spawn(move || pipe.map(|mut pipe| pipe.write_all(&payload)));
        let output = child.wait_with_output().map_err(|error| self.not_started(&error))?;
        drop(writer.join());
        let said = String::from_utf8_lossy(&output.stderr);
        // What counts is that it says so (gpg-interface.c): its exit code is not always one.
        let is_signed = format!("\n{said}").contains("\n[GNUPG:] SIG_CREATED ");
        if output.status.success() && is_signed { Ok(output.stdout) } else { Err(self.not_signed(&said)) }
    }

    fn by_ssh(&self, payload: &[u8]) -> Result<Vec<u8>> {
        let folder = self.place.own_folder();
        let file = folder.join("to-sign");
        let answer = with_ending(&file, ".sig");
        let literal = self.key.strip_prefix("key::").or(Some(self.key.as_str()).filter(|key| key.starts_with("ssh-")));
        let key = match literal {
            Some(_) => folder.join("signing-key"),
            None => home(&self.key, self.place),
        };
        let made = [&file, &answer].into_iter().chain(literal.map(|_| &key));
        let signed = self.ssh_files(payload, literal, [&file, &answer, &key]);
        made.for_each(|path| drop(file::remove(path)));
        signed
    }

    /// ssh-keygen reads files, and writes the signature beside the one that it signs.
    fn ssh_files(&self, payload: &[u8], literal: Option<&str>, [file, answer, key]: [&PathBuf; 3]) -> Result<Vec<u8>> {
        file::write(file, payload, Use::Private)?;
        if let Some(literal) = literal {
            file::write(key, literal.as_bytes(), Use::Private)?;
        }
        let mut command = Command::new(&self.program);
        command.args(["-Y", "sign", "-n", "git", "-f"]).arg(key);
        // A public key alone stands for one that an agent holds.
        command.args(literal.map(|_| "-U")).arg(file).current_dir(&self.place.start);
        let output = command.stdin(Stdio::null()).output().map_err(|error| self.not_started(&error))?;
        let said = String::from_utf8_lossy(&output.stderr);
        match std::fs::read(answer) {
            Ok(signature) if output.status.success() => Ok(signature),
            _ => Err(self.not_signed(&said)),
        }
    }

    fn not_started(&self, error: &std::io::Error) -> Failure {
        Failure::unable(NOT_STARTED.with([self.program.to_string_lossy().into(), error.to_string().into()]))
    }

    fn not_signed(&self, said: &str) -> Failure {
        let is_told = |line: &&str| !line.starts_with("[GNUPG:]") && !line.trim().is_empty();
        let why = said.lines().find(is_told).unwrap_or_default().to_owned();
        Failure::unable(NOT_SIGNED.with([self.program.to_string_lossy().into(), why.into()]))
    }
}

/// The key that the program of `gpg.ssh.defaultKeyCommand` names, whatever else it prints.
fn default_key(config: &Config) -> Option<String> {
    let command = config.text("gpg.ssh.defaultkeycommand")?;
    let output = Command::new("sh").args(["-c", &command]).stdin(Stdio::null()).output().ok()?;
    let told = String::from_utf8(output.stdout).ok().filter(|_| output.status.success())?;
    let key = told.lines().next()?.trim();
    (key.starts_with("key::") || key.starts_with("ssh-")).then(|| key.to_owned())
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut path = file.as_os_str().to_owned();
    path.push(ending);
    path.into()
}

/// A path as git expands it: `~/` is the user's folder, others count from where cihook was started.
fn home(path: &str, place: &Place) -> PathBuf {
    let of_home =
        path.strip_prefix("~/").and_then(|rest| Some(PathBuf::from(super::environment::text("HOME")?).join(rest)));
    of_home.unwrap_or_else(|| place.start.join(path))
}
