//! The policies that come with cihook.

use crate::words::Words;

/// A policy that comes with cihook.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// As `extends` names it.
    pub name: &'static str,
    /// What it is for.
    pub summary: Words,
    /// Its file.
    pub text: &'static str,
}

/// All of them.
pub static PRESETS: [Preset; 6] = [
    Preset {
        name: "openim",
        summary: Words::new("`type(scope): description (#issue)`, signed off", "`type(scope): 描述 (#issue)`，并签署"),
        text: include_str!("../../policies/openim.toml"),
    },
    Preset {
        name: "conventional",
        summary: Words::new(
            "Conventional Commits 1.0.0 with the limits of commitlint's config-conventional",
            "Conventional Commits 1.0.0，限制同 commitlint 的 config-conventional",
        ),
        text: include_str!("../../policies/conventional.toml"),
    },
    Preset {
        name: "dco",
        summary: Words::new("every commit is signed off, and nothing else", "只要求每个提交都有签署"),
        text: include_str!("../../policies/dco.toml"),
    },
    Preset {
        name: "gentle",
        summary: Words::new("the openim norm, all as warnings", "openim 规范，全部只警告"),
        text: include_str!("../../policies/gentle.toml"),
    },
    Preset {
        name: "kernel",
        summary: Words::new(
            "the Linux kernel's `subsystem: description`, signed off",
            "Linux 内核的 `子系统: 描述`，并签署",
        ),
        text: include_str!("../../policies/kernel.toml"),
    },
    Preset {
        name: "kubernetes",
        summary: Words::new("what the bots of Kubernetes ask for, with their labels", "Kubernetes 机器人的要求与标签"),
        text: include_str!("../../policies/kubernetes.toml"),
    },
];

impl Preset {
    /// The preset of that name.
    pub fn find(name: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.name == name)
    }
}
