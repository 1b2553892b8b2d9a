#!/usr/bin/env bash
# Synthesises every stack with the pinned CDK command line, in two shapes, and lints the templates where cfn-lint is there.
# Needs what `mvn package` builds, and Node. Arguments go to `cdk synth`.
set -euo pipefail
cd "$(dirname "$0")"

command -v node > /dev/null || { echo "synth.sh: Node.js is not on the PATH" >&2; exit 1; }
[ -f target/classpath.txt ] || { echo "synth.sh: run mvn package first" >&2; exit 1; }
[ -x node_modules/.bin/cdk ] || npm ci --no-audit --no-fund --silent
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20 CDK_DISABLE_CLI_TELEMETRY=true

synth() {
  local out=$1
  shift
  rm -rf "$out"
  node_modules/.bin/cdk synth --quiet --no-notices --strict --output "$out" "$@"
}

synth target/cdk.out "$@"
# the same source gives the same hashes: nothing is deployed that did not change, whoever built it and when
rm -rf target/handlers
mkdir -p target/handlers
cp -R ../functions/package/target/functions-* target/handlers
find target/handlers -exec chmod u=rwX,go= {} + -exec touch -t 200101010000 {} +
synth target/cdk.again -c functions.package=target/handlers "$@"
rm -rf target/handlers
for template in target/cdk.out/*.template.json; do
  cmp "$template" "target/cdk.again/$(basename "$template")"
done
synth target/cdk.large -c inference=tei -c inference.model-data=s3://models/sentiment/ -c inference.scale-to-zero=true \
  -c ingest.source=x-stream -c ingest.secret-arn=arn:aws:secretsmanager:eu-west-1:123456789012:secret:tweetlake/x-AbCdEf "$@"

lint=${CFN_LINT:-cfn-lint}
if command -v "$lint" > /dev/null; then
  # W3005: the CDK writes dependencies that CloudFormation would find by itself
  "$lint" --non-zero-exit-code error --ignore-checks W3005 -- target/cdk.out/*.template.json target/cdk.large/*.template.json
  echo "synth.sh: templates are clean"
else
  echo "synth.sh: SKIPPED cfn-lint, which is not on the PATH (pip install cfn-lint)"
fi
