//! Database dumps: every row that is inserted into a table with a text field is a notice.
//!
//! `INSERT INTO … VALUES` of `MySQL`, `SQLite` and `PostgreSQL`. The field names are in the statement itself or in
//! `CREATE TABLE`.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::ExtractError;
use crate::extract::extracted::Extracted;
use crate::extract::records::record::{is_text_name, no_text_field, read_row};
use crate::extract::records::{MAX_RECORDS, too_many_records};
use crate::notice::Source;
use crate::text::safe::visible;

/// Beginnings of dumps, in upper case.
const STARTS: [&str; 12] = [
    "INSERT INTO",
    "CREATE TABLE",
    "DROP TABLE",
    "CREATE DATABASE",
    "BEGIN TRANSACTION",
    "PRAGMA FOREIGN_KEYS",
    "SET NAMES",
    "SET SQL_MODE",
    "SET FOREIGN_KEY_CHECKS",
    "-- MYSQL DUMP",
    "-- POSTGRESQL DATABASE DUMP",
    "/*!",
];

/// How much of a text is searched for such a beginning, in bytes.
const HEAD_BYTES: usize = 4096;

/// Whether a text is a dump. `is_sql`: whether the file name says that it is one.
pub(in crate::extract) fn is_dump(text: &str, is_sql: bool) -> bool {
    let lines = text.trim_start_matches('\u{FEFF}').lines().map(str::trim);
    let begins = |line: &str| {
        let has = |start: &str| {
            line.as_bytes().get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
        };
        STARTS.iter().any(|start| has(start))
    };
    let is_comment = |line: &&str| line.is_empty() || line.starts_with("--") || line.starts_with("/*");
    // Comments and empty lines may precede the first statement.
    let mut read_bytes = 0;
    let mut head = lines.take_while(|line| {
        read_bytes += line.len() + 1;
        read_bytes <= HEAD_BYTES + line.len() + 1
    });
    is_sql || head.find(|line| begins(line) || !is_comment(line)).is_some_and(begins)
}

/// A token of SQL.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    /// A keyword or name without quotes.
    Name(String),
    /// A string with escapes resolved.
    Text(String),
    /// A number or another kind of value.
    Other(String),
    Sign(char),
}

/// Reads the rows of a dump. [`Source::part`] is `table.row`, with rows counted from 1.
pub(in crate::extract) fn read_dump(source: &Source, text: &str) -> Vec<Extracted> {
    let mut tokens = Tokens { rest: text };
    let mut columns: HashMap<String, Vec<String>> = HashMap::new();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut found = Vec::new();
    let mut first_row = None;
    let mut rows = 0;
    while let Some(token) = tokens.next() {
        match keyword(&token).as_str() {
            "CREATE" => {
                if let Some((table, names)) = tokens.created_table() {
                    columns.insert(table, names);
                }
            }
            "INSERT" | "REPLACE" => {
                let Some((table, own_names)) = tokens.insert_target() else { continue };
                let names = own_names.or_else(|| columns.get(&table).cloned()).unwrap_or_default();
                let is_text = names.iter().any(|name| is_text_name(name));
                let count = counts.entry(table.clone()).or_default();
                // The values are read even for tables without text, to reach the next statement.
                while let Some(values) = tokens.row() {
                    rows += 1;
                    if rows > MAX_RECORDS {
                        found.push(too_many_records(source));
                        return found;
                    }
                    *count += 1;
                    let row: Map<String, Value> = names.iter().cloned().zip(values).collect();
                    if is_text {
                        let part = format!("{}.{count}", visible(&table));
                        found.push(read_row(Source { part: Some(part), ..source.clone() }, &row));
                    } else {
                        first_row.get_or_insert(row);
                    }
                }
            }
            _ => {}
        }
    }
    if found.is_empty() {
        let error = first_row.map_or(ExtractError::NoTextField(Vec::new()), |row| no_text_field(&row));
        found.push(Extracted::Failed { source: source.clone(), error });
    }
    found
}

fn keyword(token: &Token) -> String {
    if let Token::Name(name) = token { name.to_ascii_uppercase() } else { String::new() }
}

struct Tokens<'a> {
    rest: &'a str,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip_blanks();
        let first = self.rest.chars().next()?;
        match first {
            '\'' => Some(Token::Text(self.quoted('\'', true))),
            '`' | '"' => Some(Token::Name(self.quoted(first, false))),
            '[' => {
                let end = self.rest.find(']').unwrap_or(self.rest.len());
                let name = self.rest[1..end].to_owned();
                self.rest = &self.rest[(end + 1).min(self.rest.len())..];
                Some(Token::Name(name))
            }
            c if c.is_alphabetic() || c == '_' => {
                let word = self.word(|c| c.is_alphanumeric() || matches!(c, '_' | '$'));
                // Strings with a prefix: E'…' of `PostgreSQL`, N'…' of SQL Server, _utf8'…' of `MySQL`.
                let is_prefix = self.rest.starts_with('\'');
                Some(if is_prefix { Token::Text(self.quoted('\'', true)) } else { Token::Name(word) })
            }
            c if c.is_ascii_digit() || matches!(c, '-' | '+') => {
                Some(Token::Other(self.word(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+'))))
            }
            c => {
                self.rest = &self.rest[c.len_utf8()..];
                Some(Token::Sign(c))
            }
        }
    }
}

impl Tokens<'_> {
    /// Skips white space and comments.
    fn skip_blanks(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            let end = if self.rest.starts_with("--") || self.rest.starts_with('#') {
                self.rest.find('\n')
            } else if self.rest.starts_with("/*") {
                self.rest.find("*/").map(|end| end + 2)
            } else {
                return;
            };
            self.rest = &self.rest[end.unwrap_or(self.rest.len())..];
        }
    }

    fn word(&mut self, is_part: impl Fn(char) -> bool) -> String {
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let word = self.rest[..end].to_owned();
        self.rest = &self.rest[end..];
        word
    }

    /// Reads a quoted string. A doubled quote stands for one; with escapes, so does a quote behind a backslash.
    fn quoted(&mut self, quote: char, has_escapes: bool) -> String {
        let mut text = String::new();
        let mut chars = self.rest.char_indices().skip(1).peekable();
        let mut end = self.rest.len();
        while let Some((at, c)) = chars.next() {
            if c == quote {
                if chars.next_if(|(_, next)| *next == quote).is_none() {
                    end = at + c.len_utf8();
                    break;
                }
                text.push(quote);
            } else if c == '\\' && has_escapes {
                let Some((_, escaped)) = chars.next() else { break };
                text.push(match escaped {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    // These escapes are control characters, which become spaces.
                    '0' | 'Z' | 'b' => ' ',
                    other => other,
                });
            } else {
                text.push(c);
            }
        }
        self.rest = &self.rest[end..];
        text
    }

    fn next_is(&self, sign: char) -> bool {
        let mut ahead = Tokens { rest: self.rest };
        ahead.skip_blanks();
        ahead.rest.starts_with(sign)
    }

    /// The name of a table; the last part of `schema.table`.
    fn table_name(&mut self) -> Option<String> {
        let mut name = None;
        while let Some(Token::Name(part)) = self.next() {
            let is_word = matches!(
                part.to_ascii_uppercase().as_str(),
                "INTO" | "IGNORE" | "TABLE" | "IF" | "NOT" | "EXISTS" | "OR" | "REPLACE" | "TEMPORARY"
            );
            if is_word {
                continue;
            }
            name = Some(part);
            if !self.next_is('.') {
                break;
            }
            self.next();
        }
        name
    }

    /// Table and field names of `CREATE TABLE t (a int, b text, PRIMARY KEY (a))`, read from behind `CREATE`.
    fn created_table(&mut self) -> Option<(String, Vec<String>)> {
        let mut ahead = Tokens { rest: self.rest };
        ahead.next().filter(|token| keyword(token) == "TABLE" || keyword(token) == "TEMPORARY")?;
        let table = self.table_name()?;
        self.next().filter(|token| *token == Token::Sign('('))?;
        let mut names = Vec::new();
        let mut depth = 1;
        let mut begins_column = true;
        while depth > 0 {
            match self.next()? {
                Token::Sign('(') => depth += 1,
                Token::Sign(')') => depth -= 1,
                Token::Sign(',') => begins_column = depth == 1,
                Token::Sign(';') => return None,
                Token::Name(name) if begins_column => {
                    begins_column = false;
                    let is_key = matches!(
                        name.to_ascii_uppercase().as_str(),
                        "PRIMARY" | "KEY" | "UNIQUE" | "CONSTRAINT" | "INDEX" | "FULLTEXT" | "FOREIGN" | "CHECK"
                    );
                    names.extend((!is_key).then_some(name));
                }
                _ => {}
            }
        }
        Some((table, names))
    }

    /// Table and field names of `INSERT INTO t (a, b) VALUES`, read from behind `INSERT`.
    fn insert_target(&mut self) -> Option<(String, Option<Vec<String>>)> {
        let table = self.table_name()?;
        let mut names = None;
        if self.next_is('(') {
            self.next();
            let mut own = Vec::new();
            loop {
                match self.next()? {
                    Token::Name(name) => own.push(name),
                    Token::Sign(',') => {}
                    Token::Sign(')') => break,
                    _ => return None,
                }
            }
            names = Some(own);
        }
        let is_values = matches!(keyword(&self.next()?).as_str(), "VALUES" | "VALUE");
        is_values.then_some((table, names))
    }

    /// The next row `(…)` of values; `None` at the end or at damage.
    fn row(&mut self) -> Option<Vec<Value>> {
        if self.next_is(',') {
            self.next();
        }
        if !self.next_is('(') {
            return None;
        }
        self.next();
        let mut values = Vec::new();
        let mut value = Value::Null;
        let mut depth = 1;
        loop {
            match self.next()? {
                Token::Sign(',') if depth == 1 => values.push(std::mem::take(&mut value)),
                Token::Sign('(') => depth += 1,
                Token::Sign(')') => {
                    depth -= 1;
                    if depth == 0 {
                        values.push(value);
                        return Some(values);
                    }
                }
                Token::Text(text) => value = Value::from(text),
                Token::Other(number) => value = Value::from(number),
                Token::Name(_) | Token::Sign(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::extracted::shown;

    #[track_caller]
    fn check(dump: &str, expected: &[&str]) {
        assert!(is_dump(dump, false), "{dump}");
        let shown: Vec<String> = read_dump(&Source::default(), dump).iter().map(shown).collect();
        assert_eq!(shown, expected, "{dump}");
    }

    #[test]
    fn the_rows_of_a_dump_are_notices() {
        check(
            "-- MySQL dump 10\nCREATE TABLE `news` (`id` int(11) NOT NULL, `title` varchar(9), `content` text, PRIMARY KEY (`id`));\n\
             INSERT INTO `news` VALUES (1,'甲','一、\\n二、''安全'''),(2,'乙','<p>三、</p>');\nINSERT INTO `news` VALUES (3,'丙','x;y');",
            &["news.1 甲 一、\n二、'安全'", "news.2 乙 三、\n", "news.3 丙 x;y"],
        );
        check(
            "BEGIN TRANSACTION;\nINSERT INTO user (id, name) VALUES (1, 'a');\nINSERT INTO \"public\".\"doc\" (\"body\", title) VALUES (E'一、', NULL);",
            &["doc.1 - 一、"],
        );
    }

    #[test]
    fn damage_ends_a_statement_and_not_the_dump() {
        check("INSERT INTO t (content) VALUES ('甲'), (;\nINSERT INTO t (content) VALUES ('乙');", &["t.1 - 甲"]);
        check(
            "INSERT INTO t (id) VALUES (1);",
            &["! no field with text among [\"id\"] (expected content, text, body or 正文)"],
        );
        check(
            "INSERT INTO t (content) VALUES ('甲",
            &["! no field with text among [] (expected content, text, body or 正文)"],
        );
    }

    #[test]
    fn running_text_is_no_dump() {
        for text in ["一、时间", "", "-- 完 --", "说明：\nINSERT INTO t", "# 通知"] {
            assert!(!is_dump(text, false), "{text}");
        }
    }
}
