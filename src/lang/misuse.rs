//! Chinese messages for invalid command lines. The English ones are those of clap.

/// A fault of a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Misuse {
    /// No such argument.
    UnknownArgument {
        /// As typed.
        argument: String,
        /// The likely intention.
        meant: Option<String>,
    },
    /// No such command.
    UnknownCommand {
        /// As typed.
        command: String,
        /// The likely intention.
        meant: Option<String>,
    },
    /// An argument cannot have that value.
    BadValue {
        /// The argument.
        argument: String,
        /// As typed.
        value: String,
        /// The possible values, if the set is finite.
        possible: Vec<String>,
    },
    /// An argument that needs a value has none.
    NoValue {
        /// The argument.
        argument: String,
    },
    /// Required arguments are missing.
    Missing {
        /// Their names.
        arguments: Vec<String>,
    },
    /// Two arguments exclude each other, or one is given twice.
    Conflict {
        /// One.
        argument: String,
        /// The others.
        others: Vec<String>,
    },
    /// Something else, in clap's words.
    Other(String),
}

/// The message, with the likely remedy.
pub(crate) fn explain(misuse: &Misuse) -> String {
    match misuse {
        Misuse::UnknownArgument { argument, meant } => format!("没有“{argument}”这个参数{}", remedy(meant.as_deref())),
        Misuse::UnknownCommand { command, meant } => format!("没有“{command}”这个命令{}", remedy(meant.as_deref())),
        Misuse::BadValue { argument, value, possible } if possible.is_empty() => {
            format!("“{argument}”不能是“{value}”")
        }
        Misuse::BadValue { argument, value, possible } => {
            format!("“{argument}”不能是“{value}”（可用：{}）", possible.join("、"))
        }
        Misuse::NoValue { argument } => format!("“{argument}”后面缺少取值"),
        Misuse::Missing { arguments } => format!("缺少参数：{}", arguments.join(" ")),
        Misuse::Conflict { argument, others } if others.is_empty() => format!("“{argument}”只能给一次"),
        Misuse::Conflict { argument, others } => format!("“{argument}”不能与“{}”同用", others.join("”“")),
        Misuse::Other(said) => said.clone(),
    }
}

fn remedy(meant: Option<&str>) -> String {
    meant.map(|meant| format!("（是否想用“{meant}”？）")).unwrap_or_default()
}

/// The last line, which points to the help.
pub(crate) const SEE_HELP: &str = "详见 gangmu --help";
