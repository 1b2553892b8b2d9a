import os
import sys
import tarfile
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

import pack  # noqa: E402


def vendor_stub(target):
    os.makedirs(os.path.join(target, "emoji", "__pycache__"))
    for name in ("__init__.py", os.path.join("__pycache__", "x.pyc")):
        with open(os.path.join(target, "emoji", name), "w", encoding="utf-8") as file:
            file.write("# emoji")


class PackTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.model = os.path.join(self.folder.name, "model")
        os.makedirs(self.model)
        self.output = os.path.join(self.folder.name, "model.tar.gz")

    def write(self, *names):
        for name in names:
            with open(os.path.join(self.model, name), "w", encoding="utf-8") as file:
                file.write(name)

    def pack(self):
        pack.pack(self.model, self.output, vendor_stub)
        with tarfile.open(self.output) as archive:
            return archive.getnames()

    def test_puts_the_model_at_the_root_and_the_code_beside_it(self):
        self.write("config.json", "model.safetensors", "vocab.txt", "bpe.codes")

        names = self.pack()

        self.assertEqual(
            [
                "bpe.codes",
                "code/emoji/__init__.py",
                "code/inference.py",
                "config.json",
                "model.safetensors",
                "vocab.txt",
            ],
            names,
        )

    def test_leaves_out_weights_that_nobody_loads(self):
        self.write("config.json", "model.safetensors", "vocab.txt", "pytorch_model.bin", "tf_model.h5")

        names = self.pack()

        self.assertNotIn("pytorch_model.bin", names)
        self.assertNotIn("tf_model.h5", names)

    def test_keeps_pickled_weights_where_there_are_no_others(self):
        self.write("config.json", "pytorch_model.bin", "vocab.txt")

        self.assertIn("pytorch_model.bin", self.pack())

    def test_asks_for_no_installation_at_start(self):
        self.write("config.json", "model.safetensors", "vocab.txt")

        self.assertFalse([name for name in self.pack() if name.endswith("requirements.txt")])

    def test_gives_the_same_bytes_for_the_same_model(self):
        self.write("config.json", "model.safetensors", "vocab.txt")
        self.pack()
        with open(self.output, "rb") as file:
            first = file.read()
        os.utime(os.path.join(self.model, "config.json"), (1, 1))

        self.pack()

        with open(self.output, "rb") as file:
            self.assertEqual(first, file.read())

    def test_names_everything_that_is_missing(self):
        with self.assertRaises(SystemExit) as refused:
            self.pack()

        self.assertIn("config.json is missing", str(refused.exception))
        self.assertIn("weights are missing", str(refused.exception))
        self.assertIn("files of a tokenizer are missing", str(refused.exception))

    def test_names_a_missing_folder(self):
        self.assertIn("there is no folder", pack.problems_of("/nowhere/at/all")[0])


if __name__ == "__main__":
    unittest.main()
