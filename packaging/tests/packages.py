#!/usr/bin/env python3
"""Installs what dist/ holds as users do, with the real package managers and hook managers, and has each refuse a bad
commit and accept a good one. What is missing on this machine is skipped by name. `make test-packages` runs it."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

import registry

TOP = pathlib.Path(__file__).resolve().parents[2]
DIST = TOP / "dist"
GOOD, BAD = "feat: start", "start"


class Skip(Exception):
    """What is needed is not there."""


def need(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise Skip(f"{program} is not installed")
    return found


class Project:
    """A new repository with a policy, and an environment that holds nothing of its user's git."""

    def __init__(self, name: str, folder: pathlib.Path) -> None:
        self.top = folder / name
        self.top.mkdir()
        keep = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "CIHOOK"))}
        self.environment = {
            **keep,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "A U Thor",
            "GIT_AUTHOR_EMAIL": "author@example.com",
            "GIT_COMMITTER_NAME": "A U Thor",
            "GIT_COMMITTER_EMAIL": "author@example.com",
            "npm_config_cache": str(folder / "npm"),
            "pnpm_config_store_dir": str(folder / "pnpm"),
            "YARN_GLOBAL_FOLDER": str(folder / "yarn"),
            "YARN_ENABLE_TELEMETRY": "0",
            "PRE_COMMIT_HOME": str(folder / "pre-commit"),
            "PREK_HOME": str(folder / "prek"),
            "PIP_FIND_LINKS": str(DIST),
            "UV_FIND_LINKS": str(DIST),
            "PIP_NO_CACHE_DIR": "1",
            "UV_NO_CACHE": "1",
            "LC_ALL": "C.UTF-8",
        }
        self.run("git", "init", "-q", "-b", "main")
        self.write("cihook.toml", 'extends = ["conventional"]\n')

    def write(self, name: str, text: str) -> None:
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run(self, *command: str, code: int = 0) -> str:
        ran = subprocess.run(
            command, cwd=self.top, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert (ran.returncode == code) or (code and ran.returncode), f"{command}: {ran.returncode}\n{ran.stdout}"
        return ran.stdout

    def judges(self) -> None:
        """A bad commit is refused by cihook and by nothing else; a good one is made."""
        said = self.run("git", "commit", "--allow-empty", "-m", BAD, code=1)
        assert "header-format" in said, f"refused, but not by cihook:\n{said}"
        self.run("git", "rev-parse", "--verify", "-q", "HEAD", code=1)
        self.run("git", "commit", "--allow-empty", "-m", GOOD)

    def hook_is_native(self) -> None:
        hook = (self.top / ".git/hooks/commit-msg").read_text()
        assert "node" not in hook.replace("node_modules", ""), f"the hook starts node:\n{hook}"

    def pushes(self) -> None:
        """A commit that passed the first hook by is refused by the second."""
        self.run("git", "init", "-q", "--bare", str(self.top / ".git/other.git"))
        self.run("git", "remote", "add", "other", str(self.top / ".git/other.git"))
        self.run("git", "commit", "--no-verify", "--allow-empty", "-m", BAD)
        said = self.run("git", "push", "other", "main", code=1)
        assert "header-format" in said, f"refused, but not by cihook:\n{said}"
        self.run("git", "reset", "-q", "--hard", "HEAD^")
        self.run("git", "push", "-q", "other", "main")


PREPARE = '{"private": true, "scripts": {"prepare": "cihook install"}}\n'


def npm(project: Project, address: str) -> None:
    need("npm")
    project.write("package.json", PREPARE)
    project.run("npm", "install", "--registry", address, "--save-dev", "cihook")
    project.run("npm", "install", "--registry", address)
    project.hook_is_native()
    project.judges()
    project.pushes()
    said = project.run("npx", "cihook", "--version")
    assert said.startswith("cihook "), said
    shutil.rmtree(project.top / "node_modules/@cihook")
    said = project.run("npx", "cihook", "--version", code=3)
    assert "is not installed" in said and "--omit=optional" in said, said
    project.environment["CIHOOK_BINARY"] = str(native())
    project.run("npx", "cihook", "--version")


def pnpm(project: Project, address: str) -> None:
    need("npx")
    project.write("package.json", PREPARE)
    manager = ["npx", "--yes", "pnpm@10"]
    project.run(*manager, "--version")
    project.run(*manager, "add", "--registry", address, "--save-dev", "cihook")
    project.run(*manager, "install", "--registry", address)
    project.hook_is_native()
    project.judges()
    project.pushes()


def yarn_pnp(project: Project, address: str) -> None:
    need("npx")
    project.write("package.json", '{"private": true, "scripts": {"postinstall": "cihook install"}}\n')
    project.write(
        ".yarnrc.yml",
        f"nodeLinker: pnp\nnpmRegistryServer: {address}\nunsafeHttpWhitelist: ['127.0.0.1']\n"
        "enableImmutableInstalls: false\nnpmMinimalAgeGate: 0\n",
    )
    manager = ["npx", "--yes", "-p", "@yarnpkg/cli-dist@4", "yarn"]
    project.run(*manager, "add", "--dev", "cihook")
    project.run(*manager, "install")
    project.hook_is_native()
    project.judges()
    project.pushes()


def husky(project: Project, address: str) -> None:
    need("npm")
    project.write("package.json", '{"private": true}\n')
    project.run("npm", "install", "--save-dev", "husky@9")
    project.run("npm", "install", "--registry", address, "--save-dev", "cihook")
    project.run("npx", "husky")
    project.write(".husky/commit-msg", 'cihook hook commit-msg "$1"\n')
    project.write(".husky/pre-push", 'cihook hook pre-push "$@"\n')
    project.judges()
    project.pushes()


def lefthook(project: Project, address: str) -> None:
    need("npm")
    project.write("package.json", '{"private": true}\n')
    project.run("npm", "install", "--save-dev", "lefthook@2")
    project.run("npm", "install", "--registry", address, "--save-dev", "cihook")
    recipe = recipe_of("hooks.md", "yaml", "use_stdin")
    project.write("lefthook.yml", recipe.replace("run: cihook", "run: npx cihook").replace(chr(34) + "cihook", chr(34) + "npx cihook"))
    project.run("npx", "lefthook", "install")
    project.judges()
    project.pushes()


def recipe_of(document: str, language: str, containing: str) -> str:
    """A block of our own documents: what is tried is what people copy."""
    for block in (TOP / "docs" / document).read_text().split(f"```{language}\n")[1:]:
        text = block.split("```")[0]
        if containing in text:
            return text
    raise AssertionError(f"docs/{document} has no block with {containing}")


def python_environment(project: Project) -> pathlib.Path:
    place = project.top.parent / f"{project.top.name}-venv"
    project.run(sys.executable, "-m", "venv", str(place))
    return place / "bin"


def pip(project: Project, _address: str) -> None:
    programs = python_environment(project)
    project.run(str(programs / "pip"), "install", "--no-index", "cihook")
    project.run(str(programs / "cihook"), "install")
    project.judges()
    project.pushes()


def uv(project: Project, _address: str) -> None:
    tool = need("uv")
    place = project.top.parent / "uv"
    project.environment.update(UV_TOOL_DIR=str(place / "tools"), UV_TOOL_BIN_DIR=str(place / "bin"))
    project.run(tool, "tool", "install", "--no-index", "cihook")
    project.run(str(place / "bin/cihook"), "install")
    project.judges()
    project.pushes()


def through_python(project: Project, program: str) -> None:
    """pre-commit and prek take a repository at a revision: this checkout, as it is, in a repository of its own."""
    source = project.top.parent / f"{program}-source"
    source.mkdir()
    for name in ("pyproject.toml", ".pre-commit-hooks.yaml"):
        shutil.copy(TOP / name, source)
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "as it is"], ["tag", "v0"]):
        project.run("git", "-C", str(source), *command)
    hooks = ["cihook-commit-msg", "cihook-pre-push", "cihook-pre-commit"]
    listed = "".join(f"      - id: {hook}\n" for hook in hooks)
    project.write(".pre-commit-config.yaml", f"repos:\n  - repo: {source}\n    rev: v0\n    hooks:\n{listed}")
    project.run("git", "add", ".")
    stages = ["commit-msg", "pre-push", "pre-commit"]
    project.run(need(program), "install", *(part for stage in stages for part in ("-t", stage)))
    project.judges()
    project.pushes()


def pre_commit(project: Project, _address: str) -> None:
    through_python(project, "pre-commit")


def prek(project: Project, _address: str) -> None:
    through_python(project, "prek")


def makefile(project: Project, _address: str) -> None:
    need("make")
    shutil.copy(TOP / "cihook.mk", project.top)
    project.write("Makefile", "include cihook.mk\n")
    project.run("make", "install-hooks", f"CIHOOK={native()}")
    project.judges()
    project.pushes()
    project.run("git", "branch", "-q", "--set-upstream-to", "other/main")
    project.run("make", "check-commits", f"CIHOOK={native()}")
    project.run("git", "commit", "--no-verify", "--allow-empty", "-m", BAD)
    project.run("make", "check-commits", f"CIHOOK={native()}", code=2)
    said = project.run("make", "check-commits", "CIHOOK=there-is-no-such-program", code=2)
    assert "cargo binstall cihook" in said, said
    project.run("make", "uninstall-hooks", f"CIHOOK={native()}")
    project.run("git", "commit", "--allow-empty", "-m", BAD)


def native() -> pathlib.Path:
    machine = os.uname().machine
    path = DIST / f"cihook-{machine}-unknown-linux-musl/cihook"
    if not path.is_file():
        raise Skip(f"{path} is not built")
    return path


ALL = [npm, pnpm, yarn_pnp, husky, lefthook, pip, uv, pre_commit, prek, makefile]


def main() -> int:
    chosen = [test for test in ALL if not sys.argv[1:] or test.__name__ in sys.argv[1:]]
    address = registry.serve(DIST / "npm")
    failed = 0
    for test in chosen:
        with contextlib.ExitStack() as stack:
            folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cihook-packages.")))
            try:
                test(Project(test.__name__, folder), address)
                print(f"ok: {test.__name__}", flush=True)
            except Skip as why:
                print(f"skipped: {test.__name__}: {why}", flush=True)
            except Exception:
                failed += 1
                print(f"FAILED: {test.__name__}\n{traceback.format_exc()}", flush=True)
    return 1 if failed else 0


sys.exit(main())
