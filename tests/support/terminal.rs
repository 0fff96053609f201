//! cihook on a pseudo-terminal of 80 columns and 24 lines, driven by a small Python program.

#![allow(dead_code, reason = "each test crate uses a part of it")]

use super::{Ran, Repo, aloud, program, run};

/// Starts a program on a terminal, waits for texts and types others.
const DRIVER: &str = r#"
import fcntl, json, os, pty, select, struct, sys, termios, time
steps, argv = json.loads(sys.argv[1]), sys.argv[2:]
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    os.execvp(argv[0], argv)
out, seen = b"", 0
def more():
    global out
    ready, _, _ = select.select([fd], [], [], 60)
    try:
        data = os.read(fd, 4096) if ready else b""
    except OSError:
        data = b""
    out += data
    return bool(data)
for wait, send in steps:
    while out.find(wait.encode(), seen) < 0:
        if not more():
            sys.stdout.buffer.write(out + b"\nnever seen: " + wait.encode())
            sys.exit(99)
    seen = out.find(wait.encode(), seen) + len(wait.encode())
    # Nobody types before the program reads.
    time.sleep(0.1)
    os.write(fd, send.encode())
while more():
    pass
sys.stdout.buffer.write(out)
# What still waits for an answer would wait for ever.
for _ in range(100):
    ended, status = os.waitpid(pid, os.WNOHANG)
    if ended:
        sys.exit(os.waitstatus_to_exitcode(status))
    time.sleep(0.1)
os.kill(pid, 9)
sys.exit(98)
"#;

/// Whether there is what it takes; where not, the test of that name is told to be skipped.
pub fn has_python(test: &str) -> bool {
    let has = std::process::Command::new("python3").args(["-c", "import pty, os; os.waitstatus_to_exitcode"]).output();
    let has = has.is_ok_and(|output| output.status.success());
    if !has {
        aloud::skipped(test, "there is no python3 (3.9 or later) with pseudo-terminals");
    }
    has
}

/// Runs cihook on a terminal; each step is a text to wait for and what is typed then.
pub fn on_terminal(
    repo: &Repo,
    term: &str,
    arguments: &[&str],
    variables: &[(&str, &str)],
    steps: &[(&str, &str)],
) -> Ran {
    let steps = serde_json::to_string(steps).expect("JSON");
    let mut command = repo.command("python3");
    command.args(["-c", DRIVER, &steps]).arg(program()).args(arguments).env("TERM", term);
    run(command.envs(variables.iter().copied()), b"")
}
