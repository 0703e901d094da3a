"""How fast and how large: `python -m benchmarks [name]` measures and writes docs/BENCHMARKS.md and build/bench.json."""
