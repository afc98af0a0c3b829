//! The texts below the options of each command's `--help`.

pub const ABOUT: &str = "Tags news text with who is named in it and who said what";

pub const EXIT_STATUS: &str = "\
Exit status:
  0  done
  1  done, but some documents failed
  2  the call or a file could not be used";

pub const TEST_STATUS: &str = "\
Each rule is run alone and together with all others, on the text of the test and on variants of it
(other quotation marks, line ends, spaces, Unicode forms, other paragraphs around it).

Exit status:
  0  all tests passed
  1  a test failed, a rule lacks a positive or negative test, or no test was run;
     with --mutate, a rule or more than 5 % of the atoms can be removed unnoticed
  2  the call or a file could not be used";

pub const WHY_NOT_STATUS: &str = "\
Example:
  onrecord why-not 'Ann Lee told us.' --rule briefing --rules desk.toml

Exit status:
  0  the rule does match
  1  it does not, or what it makes does not stay
  2  the call or a file could not be used";

pub const SCHEMA_MANUAL: &str = "\
Example, for editors with the language server Taplo:
  onrecord schema > onrecord-rules.json
and at the top of a rule file:
  #:schema ./onrecord-rules.json";

pub const COMPLETIONS_MANUAL: &str = "\
Examples:
  onrecord completions bash > ~/.local/share/bash-completion/completions/onrecord
  onrecord completions zsh > ~/.zfunc/_onrecord
  onrecord completions fish > ~/.config/fish/completions/onrecord.fish";

pub const LINT_STATUS: &str = "\
Exit status:
  0  nothing is wrong, or there are only warnings
  1  a rule lacks a positive or negative test
  2  the call or a file could not be used";

pub const TAG_MANUAL: &str = "\
Examples:
  onrecord tag article.txt                         on the terminal, for people
  onrecord tag --format html article.txt -o a.html   a page to look at
  onrecord tag articles/ -o tagged.jsonl           a directory, one JSON line each
  pdftotext report.pdf - | onrecord tag -          plain text from a pipe
  onrecord tag --gazetteer players.tsv article.txt   with names of your own
  zcat news.jsonl.gz | onrecord tag --input jsonl - | jq .attributions
  onrecord tag news.jsonl --only attributions --min-score 0.8 --errors failed.jsonl

Input:
  FILE.txt, and files with most other extensions, hold one document each; its id
  is the file's name without the extension. FILE.jsonl holds one JSON object a
  line, FILE.csv and FILE.tsv one document a row: the \"text\" is tagged, the \"id\"
  is the document's id (FILE:LINE where there is none), other fields go to the
  output as \"meta\". Of a directory all .txt and .jsonl files are read (others with
  --glob), also those of directories inside it, in the order of their names; the
  ids of texts then are their paths below the directory. What gzip, bzip2 or zstd
  packed is unpacked.
  Text is UTF-8. Bytes that are not are replaced by U+FFFD, which is said once a
  file on stderr and in the document's \"errors\"; offsets then count in the text
  with the replacements. A byte order mark is part of a text.

Output:
  Documents come out in the order in which they went in, whatever the number of
  threads. A document that could not be read has no line: it is named on stderr
  (the first 20 are) and in the file given with --errors.
  OUT of -o has its name when it is complete: until then it is OUT.part, with
  OUT.checkpoint beside it. A run that was killed, interrupted or that met a full
  disk goes on with the same call and --resume. OUT.manifest.json says what the
  run was made of and what came out.

Exit status:
  0  done
  1  done, but some documents failed or rows of a list of names were rejected
  2  the call or a file could not be used; files that can be are tagged
  130  interrupted";

pub const EVAL_MANUAL: &str = "\
Examples:
  onrecord eval gold.jsonl                     tag the texts and score them
  onrecord eval gold.jsonl tagged.jsonl --errors 10
  onrecord eval names.jsonl --trim --json
  onrecord eval gap-development.tsv            pronouns

GOLD holds one JSON object a line with \"id\", \"text\" and what was annotated:
  \"attributions\": [{\"source\": [[start, end], ...], \"cue\": ..., \"content\": ...}, ...]
  \"mentions\" or \"entities\": [{\"start\": ..., \"end\": ..., \"label\": ...}, ...]
Offsets count characters unless \"offsets\" says byte or utf16. A .tsv is a file of GAP.

Measures:
  words      words that carry the role anywhere in the document
  span       all words of the role in one attribution
  whole      cues share a word, sources and contents each agree by half (Dice)
  exactly    all words of all three roles agree
  MICRO      PERSON, ORG and LOC with exact ends; SPAN without the label; RELAXED overlapping

Exit status:
  0  done
  2  the call or a file could not be used";

pub const COMPILE_MANUAL: &str = "\
Examples:
  onrecord compile players.tsv clubs.csv -o sport.gaz --report
  onrecord compile cities500.txt -o cities.gaz --min-prior 15000
  onrecord compile latest-all.json.gz -o people.gaz --instance-of Q5=PERSON --min-prior 5
  onrecord tag --gazetteer sport.gaz article.txt

Lists:
  docs/gazetteers.md shows every format. In a table of your own, the first line names the columns,
  with tabs (.tsv) or commas (.csv) between them: name and label (PERSON, ORG, PLACE, NORP or
  ROLE), and if need be id, aliases (with | between them), kind, case (exact, caps, smart or any),
  accents (exact or any), prior (a number), gender, country, role, features (flag=NO|built=1998),
  weak_aliases (found only beside the name or an alias in the same text), languages, not_before
  and not_after (words), with and without (words of the same sentence), action (add, override or
  remove: what it does to entries before it with the same id, or else the same name and label).
  Lines that begin with # are comments; one that says \"# licence: ...\" is kept.

A compiled file holds everything, so the lists are not needed beside it. Where they are, one that
has changed since makes `onrecord tag` refuse the file. Give a program that uses it a new file of
the same name, but do not write into the old one.

Exit status:
  0  done
  1  done, but some rows were rejected
  2  the call or a file could not be used";

pub const TRAIN_MANUAL: &str = "\
Examples:
  onrecord train annotated.jsonl -o news.model
  onrecord tag --model news.model article.txt
  onrecord eval --model news.model other.jsonl     on articles that it was not trained on

GOLD holds one JSON object a line with \"text\" and
  \"attributions\": [{\"source\": [[start, end], ...], \"cue\": ..., \"content\": ...}, ...]
as `onrecord tag` prints them. Offsets count characters.

Some 700 articles take a few minutes. The same documents and options give the same bytes.

Exit status:
  0  done
  2  the call or a file could not be used; no model was written";

pub const CONVERT_MANUAL: &str = "\
Examples:
  onrecord tag news.jsonl --with-text -o tagged.jsonl
  onrecord convert tagged.jsonl --to brat -o brat/
  onrecord convert brat/ --to jsonl -o annotated.jsonl
  onrecord convert export.json --from labelstudio --to csv -o who-said-what.csv

What is read needs its text: of onrecord's own lines that is what tag --with-text
writes. brat, Citron and Label Studio keep everything, so that the way back loses
nothing; files that people or other programs made are read, too.

Exit status:
  0  done
  1  done, but some documents could not be read
  2  the call or a file could not be used";

pub const REPORT_MANUAL: &str = "\
Examples:
  onrecord tag articles/ --with-text -o tagged.jsonl
  onrecord report tagged.jsonl -o report.html --title 'Coverage in May'

The page holds everything and loads nothing. A field \"title\" or \"headline\" of the
documents heads its articles. Gender is known by the pronouns of the texts, or
else by titles and given names.

Exit status:
  0  done
  1  done, but some documents could not be read
  2  the call or a file could not be used";
