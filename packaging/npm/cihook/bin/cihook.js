#!/usr/bin/env node
"use strict";

// Starts the program that the package of this platform holds. Installed hooks call that program themselves: node only
// stands between a person who types `npx cihook` and the program.
const { spawnSync } = require("child_process");
const { constants } = require("os");

function fail(sentence) {
  process.stderr.write(`cihook: ${sentence}\n`);
  process.exit(3);
}

function program() {
  if (process.env.CIHOOK_BINARY) return process.env.CIHOOK_BINARY;
  const name = `@cihook/${process.platform}-${process.arch}`;
  try {
    return require.resolve(`${name}/cihook${process.platform === "win32" ? ".exe" : ""}`);
  } catch {
    const known = Object.keys(require("../package.json").optionalDependencies);
    if (!known.includes(name)) {
      return fail(
        `there is no package for ${process.platform}-${process.arch}. ` +
          "Build it with `cargo install cihook` and set CIHOOK_BINARY to that program.",
      );
    }
    return fail(
      `the package ${name} is not installed. It is an optional dependency: ` +
        "install again without --no-optional or --omit=optional, on this platform.",
    );
  }
}

const path = program();
const ran = spawnSync(path, process.argv.slice(2), { stdio: "inherit", windowsHide: true });
if (ran.error) fail(`cannot start ${path}: ${ran.error.message}`);
if (ran.signal) process.exit(128 + constants.signals[ran.signal]);
process.exit(ran.status);
