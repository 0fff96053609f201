# The formula of a release; scripts/homebrew fills in what stands between @ signs.
class Cihook < Formula
  desc "Commit messages, sign-offs and pushes, checked by the repository's policy"
  homepage "@REPOSITORY@"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "@REPOSITORY@/releases/download/v@VERSION@/cihook-aarch64-apple-darwin.tar.gz"
      sha256 "@SUM aarch64-apple-darwin@"
    end
    on_intel do
      url "@REPOSITORY@/releases/download/v@VERSION@/cihook-x86_64-apple-darwin.tar.gz"
      sha256 "@SUM x86_64-apple-darwin@"
    end
  end
  on_linux do
    on_arm do
      url "@REPOSITORY@/releases/download/v@VERSION@/cihook-aarch64-unknown-linux-musl.tar.gz"
      sha256 "@SUM aarch64-unknown-linux-musl@"
    end
    on_intel do
      url "@REPOSITORY@/releases/download/v@VERSION@/cihook-x86_64-unknown-linux-musl.tar.gz"
      sha256 "@SUM x86_64-unknown-linux-musl@"
    end
  end

  def install
    bin.install "cihook"
    generate_completions_from_executable(bin/"cihook", "completions")
    (man1/"cihook.1").write Utils.safe_popen_read(bin/"cihook", "man")
  end

  test do
    system "git", "init", "-q"
    (testpath/"cihook.toml").write "extends = [\"conventional\"]\n"
    (testpath/"good").write "feat: start\n"
    (testpath/"bad").write "start\n"
    system bin/"cihook", "check", "--message", "good"
    shell_output("#{bin}/cihook check --message bad", 1)
  end
end
