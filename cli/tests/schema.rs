//! `onrecord schema`: what it accepts and refuses, against the files that there are and what the program itself says.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use boon::{Compiler, SchemaIndex, Schemas};
use onrecord::Label;
use onrecord::attribution::{Complement, VerbForm};
use onrecord::rules::RuleSet;
use serde_json::Value;

struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
    whole: Value,
}

impl Schema {
    /// What the command prints.
    fn printed() -> Self {
        let result = Command::cargo_bin("onrecord")
            .unwrap()
            .arg("schema")
            .assert()
            .code(0);
        let whole: Value = serde_json::from_slice(&result.get_output().stdout).unwrap();
        let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
        compiler.add_resource("rules.json", whole.clone()).unwrap();
        let index = compiler.compile("rules.json", &mut schemas).unwrap();
        Schema {
            schemas,
            index,
            whole,
        }
    }

    fn check(&self, toml: &str) -> Result<(), String> {
        let value: toml::Value = toml::from_str(toml).map_err(|error| error.to_string())?;
        let value = serde_json::to_value(value).unwrap();
        let checked = self.schemas.validate(&value, self.index);
        checked.map_err(|error| error.to_string())
    }
}

/// All .toml files below a directory of the repository.
fn files(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            found.push(path);
        }
    }
}

#[test]
fn every_rule_file_and_every_example_is_accepted() {
    let schema = Schema::printed();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = vec![];
    for directory in ["data/rules", "tests/data/rules", "examples/own-rules/rules"] {
        files(&root.join(directory), &mut found);
    }
    assert!(found.len() >= 4, "{found:?}");
    for path in found {
        let toml = fs::read_to_string(&path).unwrap();
        schema
            .check(&toml)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
    let guide = fs::read_to_string(root.join("docs/rules.md")).unwrap();
    let blocks: Vec<&str> = guide.split("```toml\n").skip(1).collect();
    assert!(blocks.len() >= 8);
    for block in blocks {
        let block = block.split("```").next().unwrap();
        let header = match block.contains("[ruleset]") {
            true => "",
            false => "[ruleset]\nid = 'guide'\n",
        };
        let checked = schema.check(&format!("{header}{block}"));
        checked.unwrap_or_else(|error| panic!("{error}\n{block}"));
    }
}

#[test]
fn what_the_program_refuses_the_schema_refuses() {
    let schema = Schema::printed();
    let rule = |keys: &str| format!("[ruleset]\nid = 't'\n[[rule]]\nid = 'a'\n{keys}\n");
    let mention = "kind = 'mention'\nlabel = 'ORG'\nmatch = 'x'\n";
    let frame = "kind = 'frame'\nmatch = '{source:np} {cue:@say} {content:<any>}'\n";
    schema.check(&rule(mention)).unwrap();
    schema.check(&rule(frame)).unwrap();
    for toml in [
        "".to_owned(),
        "[ruleset]\n".to_owned(),
        "[ruleset]\nid = 'a b'\n[lists]\nx = ['y']\n".to_owned(),
        "[ruleset]\nid = 't'\nimport = []\n[lists]\nx = ['y']\n".to_owned(),
        "[ruleset]\nid = 't'\n[lists]\nx = []\n".to_owned(),
        "[ruleset]\nid = 't'\n[lists]\nx = { path = 'y' }\n".to_owned(),
        rule("kind = 'mention'\nlabel = 'ORG'"),
        rule("kind = 'mention'\nmatch = 'x'"),
        rule("kind = 'mentions'\nmatch = 'x'\nlabel = 'ORG'"),
        rule("kind = 'mention'\nmatch = 'x'\nlabel = 'Org'"),
        rule("kind = 'mention'\nmatch = 'x'\naction = 'grow'"),
        rule("kind = 'veto'\nmatch = 'x'\naction = 'remove'"),
        rule("kind = 'cue'\nmatch = '{cue:x}'"),
        rule("kind = 'entity'\nmatch = 'x'\nname = 'X'"),
        rule("kind = 'entity'\nmatch = '{name:PERSON}, {role:x}'\nkb = 'x:1'"),
        rule(&format!("{mention}kb = 'x:1'")),
        rule(&format!("{mention}name = 'X'")),
        rule(&format!("{mention}action = 'propose'\nclues = [{{ use = 'x', add = 0.1 }}]")),
        rule(&format!("{mention}action = 'propose'\nclues = [{{ first = 'x', trust = 7 }}]")),
        rule(&format!("{mention}finds = [{{ test = 'x', scor = 0.5 }}]")),
        rule(&format!("{mention}score = 1.5")),
        rule(&format!("{mention}priority = 'high'")),
        rule(&format!("{mention}prioriti = 3")),
        rule(&format!("{mention}window = {{ tokens = 0 }}")),
        rule(&format!("{mention}window = {{ within = 'page' }}")),
        rule(&format!("{mention}form = 'passive'")),
        rule(&format!("{mention}finds = 'x'")),
        rule(&format!("{mention}todo = [{{ test = 'x' }}]")),
        rule(&format!("{frame}label = 'ORG'")),
        rule(&format!("{frame}score = 3")),
        rule(&format!("{frame}score = {{ thta = 0.5 }}")),
        rule(&format!("{frame}complement = ['thta']")),
        rule(&format!("{frame}form = 'finit'")),
        "[ruleset]\nid = 't'\n[class.new]\nstrength = 2\n".to_owned(),
        "[ruleset]\nid = 't'\n[verb.say]\nyodel = { forms = ['yodel'] }\n".to_owned(),
        "[ruleset]\nid = 't'\n[verb.say]\nyodel = { forms = ['yodel'], strenth = 0.5 }\n".to_owned(),
        "[ruleset]\nid = 't'\n[verb.say]\nyodel = { forms = ['yodel'], strength = 0.5, takes = { thta = 0.5 } }\n"
            .to_owned(),
    ] {
        assert!(RuleSet::parse("t.toml", &toml).is_err() || !RuleSet::parse("t.toml", &toml).unwrap().lint().is_empty(), "{toml}");
        assert!(schema.check(&toml).is_err(), "{toml}");
    }
}

#[test]
fn it_has_the_keys_and_names_that_the_program_has() {
    let schema = Schema::printed();
    // An unknown key is answered with all known ones.
    for (definition, toml) in [
        ("header", "[ruleset]\nid = 't'\nzzz = 1\n"),
        ("rule", "[ruleset]\nid = 't'\n[[rule]]\nzzz = 1\n"),
        ("class", "[ruleset]\nid = 't'\n[class.say]\nzzz = 1\n"),
        (
            "cue",
            "[ruleset]\nid = 't'\n[verb.say]\nyodel = { zzz = 1 }\n",
        ),
        ("", "[zzz]\n"),
    ] {
        let error = RuleSet::parse("t.toml", toml).unwrap_err();
        let message = &error.diagnostics()[0].message;
        let (_, expected) = message
            .split_once("expected one of ")
            .unwrap_or_else(|| panic!("{message}"));
        let mut keys: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        keys.sort_unstable();
        let object = match definition {
            "" => &schema.whole,
            name => &schema.whole["$defs"][name],
        };
        let mut known: Vec<&str> = object["properties"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        known.sort_unstable();
        assert_eq!(known, keys, "{definition}");
    }
    let names = |value: &Value| -> Vec<String> {
        value["enum"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| v.as_str().unwrap().to_owned())
            .collect()
    };
    let rule = &schema.whole["$defs"]["rule"]["properties"];
    assert_eq!(names(&rule["label"]), Label::ALL.map(Label::as_str));
    assert_eq!(names(&rule["form"]), VerbForm::ALL.map(VerbForm::as_str));
    let complements = Complement::ALL.map(Complement::as_str);
    assert_eq!(names(&schema.whole["$defs"]["complement"]), complements);
    for table in ["takes", "factors"] {
        let pattern = schema.whole["$defs"][table]["propertyNames"]["pattern"]
            .as_str()
            .unwrap();
        assert_eq!(pattern, format!("^(np-)?({})$", complements.join("|")));
    }
}
