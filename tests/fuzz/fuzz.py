"""Look for input that breaks a reader, by hand; pytest does not collect this.

    pip install atheris                                  # Python 3.11 to 3.13, Linux
    python tests/fuzz/fuzz.py                            # every reader for two minutes
    python tests/fuzz/fuzz.py bib -max_total_time=150 ../shared/corpus/bibs
    python tests/fuzz/fuzz.py feed|notes|record|page …

Options are libFuzzer's; folders hold examples to begin from, found ones are added to the first.
It stops at the first input that breaks a promise, and writes it to `crash-…`: put that
into a test before mending the reader. The promises are in `targets.py`.
"""

import subprocess
import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
with atheris.instrument_imports(include=["pubtool", "bibtexparser"]):
    from tests.fuzz import targets

# What libFuzzer cannot guess: a dictionary, in its own syntax, beside the targets.
WORDS = Path(__file__).with_name("words.dict")


def main() -> None:
    """Run the target that is named first until libFuzzer's options say enough, or all in turn."""
    if not sys.argv[1:]:
        for each in targets.TARGETS:
            subprocess.run([sys.executable, __file__, each, "-max_total_time=120"], check=True)
        return
    name = sys.argv.pop(1)
    if name not in targets.TARGETS:
        sys.exit(f"name one of: {', '.join(targets.TARGETS)}")
    options = [
        f"-dict={WORDS}",
        "-timeout=10",
        "-rss_limit_mb=1000",
        "-max_len=1000",
        "-len_control=10",
    ]
    atheris.Setup([sys.argv[0], *options, *sys.argv[1:]], targets.TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
