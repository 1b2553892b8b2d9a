"""Tweet sentiment inside the Hugging Face inference container of SageMaker.

The container calls model_fn once a worker and predict_fn once a request. A request is what the
container's own pipeline takes: {"inputs": text or [text, ..], "parameters": {"batch_size": 32}}. The
answer is its answer with top_k null: for every text all labels, best first. An entry of a text of
which the model could not read the end carries "truncated": true.
"""

import json
import math
import os

# the positions of BERTweet and its kin; one more, and the GPU worker dies of an index error
MAX_TOKENS = 128
DEFAULT_BATCH_SIZE = 32
MAX_BATCH_SIZE = 256


class Scorer:
    """Scores texts with a tokenizer and a model, whatever they are made of.

    encode: list of texts -> list of lists of token IDs, with the marks of start and end
    forward: list of lists of token IDs -> one list of logits a text
    labels: the model's names of its logits, in order
    """

    def __init__(self, encode, forward, labels):
        self._encode = encode
        self._forward = forward
        self._labels = labels

    def score(self, texts, batch_size):
        encoded = [_cut(tokens) for tokens in self._encode(texts)] if texts else []
        answers = [None] * len(texts)
        # texts of about the same length side by side need the least padding
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i][0]))
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            logits = self._forward([encoded[i][0] for i in batch])
            for i, row in zip(batch, logits):
                answers[i] = self._answer(row, encoded[i][1])
        return answers

    def _answer(self, logits, truncated):
        entries = []
        for label, score in zip(self._labels, softmax(logits)):
            entry = {"label": label, "score": score}
            if truncated:
                entry["truncated"] = True
            entries.append(entry)
        return sorted(entries, key=lambda entry: -entry["score"])


def _cut(tokens):
    """The tokens that fit, the mark of the end among them, and whether some did not."""
    if len(tokens) <= MAX_TOKENS:
        return tokens, False
    return list(tokens[: MAX_TOKENS - 1]) + [tokens[-1]], True


def softmax(logits):
    greatest = max(logits)
    powers = [math.exp(logit - greatest) for logit in logits]
    total = sum(powers)
    if not math.isfinite(total):
        raise ValueError("the model gives no finite scores")
    return [power / total for power in powers]


def model_fn(model_dir, context=None):
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(model_dir, **tokenizer_options(model_dir))
    model = AutoModelForSequenceClassification.from_pretrained(model_dir)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = model.to(device).eval()
    if device == "cuda":
        model = model.half()

    def encode(texts):
        return tokenizer(texts, truncation=False, padding=False)["input_ids"]

    def forward(batch):
        inputs = tokenizer.pad({"input_ids": batch}, return_tensors="pt").to(device)
        with torch.inference_mode():
            return model(**inputs).logits.float().tolist()

    labels = [model.config.id2label[i] for i in range(len(model.config.id2label))]
    return Scorer(encode, forward, labels)


def tokenizer_options(model_dir):
    """BERTweet was trained on tweets with names, links and emoji spelt out; others were not."""
    path = os.path.join(model_dir, "tokenizer_config.json")
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as config:
        name = json.load(config).get("tokenizer_class", "")
    return {"normalization": True} if name.startswith("Bertweet") else {}


def predict_fn(data, model, context=None):
    texts = texts_of(data)
    return model.score(texts, batch_size_of(data))


def texts_of(data):
    inputs = data.get("inputs") if isinstance(data, dict) else None
    if isinstance(inputs, str):
        inputs = [inputs]
    if not isinstance(inputs, list) or not all(isinstance(text, str) for text in inputs):
        raise ValueError("'inputs' must be a text or a list of texts")
    return inputs


def batch_size_of(data):
    size = (data.get("parameters") or {}).get("batch_size", DEFAULT_BATCH_SIZE)
    if not isinstance(size, int) or size < 1:
        raise ValueError("'batch_size' must be a positive number: %r" % (size,))
    return min(size, MAX_BATCH_SIZE)
