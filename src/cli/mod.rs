//! The command line: arguments, one file per subcommand, exit codes.
