#!/usr/bin/env python3
"""Packs a model folder into model.tar.gz, as SageMaker's Hugging Face container wants it.

    python3 model/pack.py --model DIR [--output model.tar.gz]

DIR is a local copy of a model repository, such as finiteautomata/bertweet-base-sentiment-analysis:
config.json, the weights and the tokenizer's files. The archive holds them at its root, and the
inference code with the packages it needs under code/. The same input gives the same bytes.
"""

import argparse
import gzip
import os
import subprocess
import sys
import tarfile
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
WEIGHTS = ("model.safetensors", "pytorch_model.bin")
TOKENIZERS = ("tokenizer.json", "vocab.txt", "vocab.json", "sentencepiece.bpe.model")
# weights for other frameworks, which only make a cold start slower
LEFT_OUT = ("tf_model.h5", "flax_model.msgpack", "rust_model.ot", "README.md")


def problems_of(model_dir):
    """What keeps a folder from being packed; empty where nothing does."""
    if not os.path.isdir(model_dir):
        return ["there is no folder %s" % model_dir]
    present = set(os.listdir(model_dir))
    problems = []
    if "config.json" not in present:
        problems.append("config.json is missing")
    for kind, names in (("weights", WEIGHTS), ("files of a tokenizer", TOKENIZERS)):
        if not present.intersection(names):
            problems.append("%s are missing: one of %s" % (kind, ", ".join(names)))
    return problems


def model_files(model_dir):
    """Path in the archive -> path on disk; safetensors win over the same weights in pickles."""
    names = [name for name in os.listdir(model_dir) if not name.startswith(".")]
    left_out = set(LEFT_OUT)
    if "model.safetensors" in names:
        left_out.add("pytorch_model.bin")
    return {
        name: os.path.join(model_dir, name)
        for name in names
        if name not in left_out and os.path.isfile(os.path.join(model_dir, name))
    }


def code_files(folder):
    """Everything under a folder, by its path under code/."""
    files = {}
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            path = os.path.join(parent, name)
            files["code/" + os.path.relpath(path, folder).replace(os.sep, "/")] = path
    return files


def write_archive(files, output):
    with open(output, "wb") as raw, gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as zipped:
        with tarfile.open(fileobj=zipped, mode="w") as archive:
            for name in sorted(files):
                entry = tarfile.TarInfo(name)
                entry.size = os.path.getsize(files[name])
                entry.mode = 0o644
                with open(files[name], "rb") as content:
                    archive.addfile(entry, content)


def install_vendored(target):
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
        + ["--disable-pip-version-check", "--root-user-action", "ignore"]
        + ["--target", target, "--requirement", os.path.join(HERE, "vendored.txt")],
        check=True,
    )


def pack(model_dir, output, vendor=install_vendored):
    problems = problems_of(model_dir)
    if problems:
        raise SystemExit("Cannot pack %s: %s" % (model_dir, "; ".join(problems)))
    files = model_files(model_dir)
    files.update(code_files(os.path.join(HERE, "code")))
    with tempfile.TemporaryDirectory() as packages:
        vendor(packages)
        files.update(code_files(packages))
        write_archive(files, output)
    return files


def main():
    parser = argparse.ArgumentParser(description="Packs a model for SageMaker.")
    parser.add_argument("--model", required=True, help="folder with config.json, weights, tokenizer")
    parser.add_argument("--output", default="model.tar.gz", help="archive to write (model.tar.gz)")
    options = parser.parse_args()
    files = pack(options.model, options.output)
    print("%s: %d files, %d bytes" % (options.output, len(files), os.path.getsize(options.output)))


if __name__ == "__main__":
    main()
