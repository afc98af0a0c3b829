"""Tags the articles of a Parquet table on Spark.

    spark-submit --files target/release/onrecord examples/spark.py NEWS.parquet TAGGED.parquet

NEWS has the columns `id` and `text`; all others travel along in `meta`. `--files` sends the command, which needs nothing beside it, to every
worker. Each task starts it once and streams its rows through: nothing is loaded for every row, and no row waits for the others.
Tried with PySpark 4.3.
"""

import sys

from pyspark import SparkFiles
from pyspark.sql import SparkSession

# One thread, because Spark runs a task on each core. A row that cannot be tagged is named in the worker's log and left out: that ends with
# the status 1. A wrong call ends with 2 and fails the task.
COMMAND = "sh -c '\"$0\" tag --input jsonl --threads 1 --quiet - || [ $? = 1 ]' {onrecord}"

# Said here, because Spark would tag everything twice to find it out.
SPANS = "ARRAY<ARRAY<INT>>"
SCHEMA = f"""
id STRING, offsets STRING, meta MAP<STRING, STRING>, errors ARRAY<STRING>,
mentions ARRAY<STRUCT<start: INT, end: INT, text: STRING, label: STRING, kind: STRING, entity: INT, score: DOUBLE, by: STRING>>,
entities ARRAY<STRUCT<id: INT, label: STRING, name: STRING, kb: STRING, role: STRING, affiliation: STRING, gender: STRING, sub_label: STRING, features: MAP<STRING, STRING>,
  candidates: ARRAY<STRUCT<kb: STRING, label: STRING, sub_label: STRING, name: STRING, prior: BIGINT>>, mentions: ARRAY<INT>>>,
attributions ARRAY<STRUCT<source: {SPANS}, cue: {SPANS}, content: {SPANS}, speaker: INT, speaker_name: STRING, also: ARRAY<INT>, kind: STRING,
  cue_lemma: STRING, cue_class: STRING, negated: BOOLEAN, within: INT, score: DOUBLE, by: STRING>>
"""


def tag(spark, articles, onrecord):
    """A row for each row of a DataFrame with the columns `id` and `text`; `onrecord` is the command's path on the workers."""
    lines = articles.selectExpr("to_json(struct(*)) AS line").rdd.map(lambda row: row.line)
    return spark.read.json(lines.pipe(COMMAND.format(onrecord=onrecord), checkCode=True), schema=SCHEMA)


def main():
    news, tagged = sys.argv[1:]
    spark = SparkSession.builder.appName("onrecord").getOrCreate()
    tag(spark, spark.read.parquet(news), SparkFiles.get("onrecord")).write.parquet(tagged)


if __name__ == "__main__":
    main()
