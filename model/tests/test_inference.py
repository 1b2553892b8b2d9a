import json
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "code"))

import inference  # noqa: E402

START, END = 0, 2


class StubModel:
    """Tokens are words; the first word decides the label."""

    def __init__(self):
        self.batches = []

    def encode(self, texts):
        return [[START] + [len(word) for word in text.split()] + [END] for text in texts]

    def forward(self, batch):
        self.batches.append([list(tokens) for tokens in batch])
        return [[float(tokens[1] == i) * 5 for i in range(3)] for tokens in batch]


class InferenceTest(unittest.TestCase):
    def setUp(self):
        self.stub = StubModel()
        self.scorer = inference.Scorer(self.stub.encode, self.stub.forward, ["NEG", "NEU", "POS"])

    def predict(self, inputs, **parameters):
        return inference.predict_fn({"inputs": inputs, "parameters": parameters}, self.scorer)

    def test_answers_all_labels_best_first_in_the_order_of_the_texts(self):
        answers = self.predict(["aa bb cc dd", "a", "aa"])

        self.assertEqual(["POS", "NEU", "POS"], [answer[0]["label"] for answer in answers])
        for answer in answers:
            self.assertEqual({"NEG", "NEU", "POS"}, {entry["label"] for entry in answer})
            self.assertAlmostEqual(1.0, sum(entry["score"] for entry in answer))
            scores = [entry["score"] for entry in answer]
            self.assertEqual(sorted(scores, reverse=True), scores)

    def test_takes_a_lone_text(self):
        self.assertEqual(1, len(self.predict("a")))

    def test_answers_nothing_to_no_texts(self):
        self.assertEqual([], self.predict([]))
        self.assertEqual([], self.stub.batches)

    def test_cuts_a_long_text_and_keeps_the_mark_of_its_end(self):
        answers = self.predict(["aa " * 500, "aa"])

        longest = max((tokens for batch in self.stub.batches for tokens in batch), key=len)
        self.assertEqual(inference.MAX_TOKENS, len(longest))
        self.assertEqual(END, longest[-1])
        self.assertTrue(all(entry["truncated"] for entry in answers[0]))
        self.assertTrue(all("truncated" not in entry for entry in answers[1]))

    def test_leaves_a_text_whole_that_just_fits(self):
        answers = self.predict(["aa " * (inference.MAX_TOKENS - 2)])

        self.assertNotIn("truncated", answers[0][0])

    def test_batches_by_length(self):
        self.predict(["aa " * n for n in (9, 1, 8, 2)], batch_size=2)

        lengths = [[len(tokens) for tokens in batch] for batch in self.stub.batches]
        self.assertEqual([[3, 4], [10, 11]], lengths)

    def test_refuses_a_batch_size_that_is_none(self):
        for size in (0, -1, "many"):
            with self.assertRaises(ValueError):
                self.predict(["a"], batch_size=size)

    def test_refuses_what_is_no_text(self):
        for inputs in (None, [1], [["a"]], {"text": "a"}):
            with self.assertRaises(ValueError):
                self.predict(inputs)
        with self.assertRaises(ValueError):
            inference.predict_fn(["a"], self.scorer)

    def test_takes_missing_parameters(self):
        self.assertEqual(1, len(inference.predict_fn({"inputs": "a"}, self.scorer)))
        self.assertEqual(
            1, len(inference.predict_fn({"inputs": "a", "parameters": None}, self.scorer))
        )

    def test_passes_emoji_on_as_they_are(self):
        seen = []
        scorer = inference.Scorer(
            lambda texts: seen.extend(texts) or self.stub.encode(texts), self.stub.forward, "ABC"
        )

        inference.predict_fn({"inputs": ["so good \U0001f600"]}, scorer)

        self.assertEqual(["so good \U0001f600"], seen)

    def test_fails_on_scores_that_are_no_numbers(self):
        scorer = inference.Scorer(
            self.stub.encode, lambda batch: [[float("nan")] * 3 for _ in batch], ["A", "B", "C"]
        )

        with self.assertRaises(ValueError):
            inference.predict_fn({"inputs": "a"}, scorer)

    def test_softmax_bears_large_logits(self):
        self.assertAlmostEqual(1.0, inference.softmax([1000.0, 0.0, -1000.0])[0])

    def test_normalizes_tweets_for_bertweet_only(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual({}, inference.tokenizer_options(folder))
            for name, expected in (
                ("BertweetTokenizer", {"normalization": True}),
                ("RobertaTokenizer", {}),
            ):
                path = os.path.join(folder, "tokenizer_config.json")
                with open(path, "w", encoding="utf-8") as config:
                    json.dump({"tokenizer_class": name}, config)
                self.assertEqual(expected, inference.tokenizer_options(folder))


if __name__ == "__main__":
    unittest.main()
