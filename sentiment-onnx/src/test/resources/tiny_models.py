"""Makes the tiny models of sentiment-onnx's tests: a bag of words, its weights chosen by hand.

    pip install onnx numpy tokenizers
    python3 tiny_models.py FOLDER

Every token has three weights, one a label; a text's logits are the sum of its tokens' weights.
"""

import json
import os
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

WORDS = ["good", "love", "great", "bad", "hate", "awful", "the", "tea", "is", "!", ":red_heart:"]
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]


def weights(tokens):
    rows = np.zeros((len(tokens), 3), dtype=np.float32)
    for i, token in enumerate(tokens):
        if token in ("good", "love", "great", ":red_heart:"):
            rows[i] = [-1, 0, 3]
        elif token in ("bad", "hate", "awful"):
            rows[i] = [3, 0, -1]
        elif token == "<s>":
            rows[i] = [0, 1, 0]
    return rows


def write_model(folder, tokens):
    nodes = [
        helper.make_node("Gather", ["weights", "input_ids"], ["rows"], axis=0),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "last"], ["column"]),
        helper.make_node("Mul", ["rows", "column"], ["counted"]),
        helper.make_node("ReduceSum", ["counted", "middle"], ["logits"], keepdims=0),
    ]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
        for name in ("input_ids", "attention_mask")
    ]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 3])]
    constants = [
        numpy_helper.from_array(weights(tokens), "weights"),
        numpy_helper.from_array(np.array([2], dtype=np.int64), "last"),
        numpy_helper.from_array(np.array([1], dtype=np.int64), "middle"),
    ]
    graph = helper.make_graph(nodes, "bag-of-words", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    onnx.save(model, os.path.join(folder, "model.onnx"))


def write_config(folder, name, labels):
    config = {
        "_name_or_path": name,
        "id2label": {str(i): label for i, label in enumerate(labels)},
        "max_position_embeddings": 130,
        "pad_token_id": 1,
    }
    with open(os.path.join(folder, "config.json"), "w", encoding="utf-8") as file:
        json.dump(config, file, indent=2)
        file.write("\n")


def bertweet(folder):
    """vocab.txt and bpe.codes; "tea" is there in two parts only, as an example of a rare word."""
    os.makedirs(folder, exist_ok=True)
    words = [word for word in WORDS if word != "tea"] + ["t@@", "ea", "@USER", "HTTPURL"]
    with open(os.path.join(folder, "vocab.txt"), "w", encoding="utf-8") as file:
        for count, word in enumerate(words):
            file.write("%s %d\n" % (word, 1000 - count))
    merges = []
    for word in words:
        if word in ("t@@",):
            continue
        parts = list(word)
        parts[-1] += "</w>"
        while len(parts) > 1:
            pair = (parts[0], parts[1])
            if pair not in merges:
                merges.append(pair)
            parts[:2] = [parts[0] + parts[1]]
    with open(os.path.join(folder, "bpe.codes"), "w", encoding="utf-8") as file:
        for rank, (left, right) in enumerate(merges):
            file.write("%s %s %d\n" % (left, right, 1000 - rank))
    write_model(folder, SPECIAL + words)
    write_config(folder, "tiny-bertweet", ["NEG", "NEU", "POS"])


def roberta(folder):
    """tokenizer.json with whole words."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    os.makedirs(folder, exist_ok=True)
    tokens = SPECIAL + WORDS
    tokenizer = Tokenizer(
        models.WordLevel({token: i for i, token in enumerate(tokens)}, unk_token="<unk>")
    )
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    tokenizer.save(os.path.join(folder, "tokenizer.json"), pretty=False)
    write_model(folder, tokens)
    write_config(folder, "tiny-roberta", ["negative", "neutral", "positive"])


if __name__ == "__main__":
    bertweet(os.path.join(sys.argv[1], "tiny-bertweet"))
    roberta(os.path.join(sys.argv[1], "tiny-roberta"))
