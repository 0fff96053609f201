//! What the comment says.

use crate::words::Words;

pub(super) const WELL: [Words; 2] = [
    Words::new("✅ cihook: {0} commit, no problems", "✅ cihook：{0} 个提交，一切正常"),
    Words::new("✅ cihook: {0} commits, no problems", "✅ cihook：{0} 个提交，一切正常"),
];
pub(super) const UNSURE: Words =
    Words::new("cihook: no problems, but not everything could be checked", "cihook：未发现问题，但有内容未能检查");
pub(super) const ERRORS: [Words; 2] = [
    Words::new("cihook: {0} error to fix before this can be merged", "cihook：合并前需要修改 {0} 处"),
    Words::new("cihook: {0} errors to fix before this can be merged", "cihook：合并前需要修改 {0} 处"),
];
pub(super) const WARNINGS: [Words; 2] = [
    Words::new("cihook: {0} warning", "cihook：{0} 处建议修改"),
    Words::new("cihook: {0} warnings", "cihook：{0} 处建议修改"),
];
pub(super) const WELCOME: Words = Words::new(
    "Thank you for your first contribution! Below is what this project asks for, with the commands to get there. \
     If you get stuck, just ask here.",
    "感谢您的首次贡献！以下是本项目的要求和相应的命令。如有困难，请直接在这里提问。",
);
pub(super) const TITLE: Words = Words::new("**Title** `{0}`", "**标题** `{0}`");
pub(super) const COMMIT: Words = Words::new("`{0}` `{1}`", "`{0}` `{1}`");
pub(super) const WHOLE: Words = Words::new("`{0}`", "`{0}`");
pub(super) const EDIT_TITLE: Words = Words::new(
    "No clone is needed for the title: choose “Edit” beside it at the top of this page, and write:",
    "修改标题不需要克隆：请在本页顶部点击标题旁的“Edit”，改为：",
);
pub(super) const ADVICE: Words = Words::new(", advice", "，建议");
pub(super) const WRITE: Words = Words::new("{0} → write `{1}`", "{0} → 请写 `{1}`");
pub(super) const SIGN: Words = Words::new("{0} → add your sign-off", "{0} → 请添加您的签署");
pub(super) const UNASKED: Words = Words::new(
    "sign-offs were not checked: the policy has `sign-off` off",
    "策略未要求签署：`sign-off` 已关闭，因此没有检查",
);
pub(super) const HOW: Words = Words::new("How to fix it", "如何修改");
pub(super) const AMEND: Words =
    Words::new("In your clone, on the branch of this pull request:", "在您的克隆中，切换到本拉取请求的分支，执行：");
pub(super) const EACH_ITS_OWN: Words = Words::new(
    "Some of these commits are by other people, or merges: only their authors can change or sign them.",
    "这些提交并非都出自本拉取请求的作者，或包含合并：请各自修改自己的提交，不要替他人签署。",
);
pub(super) const REWORD: Words = Words::new(
    "In the list that opens, write `reword` instead of `pick` before the commits that are named above.",
    "在打开的列表中，把上述提交前的 `pick` 改为 `reword`。",
);
pub(super) const SIGN_WHY: Words = Words::new(
    "A sign-off says that you may submit the change (https://developercertificate.org); nobody can add it for you.",
    "签署（sign-off）表示您有权提交此变更（https://developercertificate.org），他人不能代签。",
);
pub(super) const REMEDY: Words = Words::new(
    "Or leave the commits as they are and sign off for them with one more commit, whose message says:",
    "或者保留现有提交，另加一个提交来补签，其说明为：",
);
pub(super) const MISSING: Words = Words::new("Could not be checked", "未能检查");
pub(super) const NOTES: Words = Words::new("Also", "另外");
pub(super) const REST: Words = Words::new("… and {0} more", "……另有 {0} 处");
pub(super) const MORE: Words =
    Words::new("… and {0} more: the summary of the run has all of them.", "……另有 {0} 处：详见本次运行的摘要。");
