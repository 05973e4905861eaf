"""Measures batches: scaling, overhead, memory, kills, and one batch with everything hostile in it.

    python tests/bench/bench_batch.py scaling --pages 5000 --data ../shared/data/wcxb-dev/pages
    python tests/bench/bench_batch.py overhead --pages 1497
    python tests/bench/bench_batch.py memory --pages 20000
    python tests/bench/bench_batch.py kills --times 20
    python tests/bench/bench_batch.py hostile --pages 500

Without --data, which names a folder of `*.html.gz`, pages are made up. The figures of `scaling` and `overhead` need a
machine that does nothing else; CPU times beside them do not.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOSTILE = ROOT / "tests" / "batch" / "hostile_main.py"


def sources(data: Path | None, number: int) -> list[bytes]:
    """Pages to repeat: those of a folder, else made up."""
    if data is not None:
        return [gzip.decompress(path.read_bytes()) for path in sorted(data.glob("*.html.gz"))[:number]]
    return [made_up(seed) for seed in range(min(number, 200))]


def made_up(seed: int) -> bytes:
    """A page of some size about a ferry."""
    rng = random.Random(seed)
    words = (
        "the ferry harbour master said that boat was sold out within minutes and people on the pier waited for".split()
    )
    menu = "".join(f"<li><a href=/{n}>{rng.choice(words)} {n}</a>" for n in range(40))
    body = "".join(
        f"<p>{' '.join(rng.choices(words, k=60)).capitalize()}, {n} times.</p>" for n in range(rng.randint(5, 40))
    )
    return (
        f"<html lang=en><head><title>Report {seed}</title></head><body><nav><ul>{menu}</ul></nav>"
        f"<main><h1>Report {seed} of the ferry</h1>{body}</main><footer>All rights reserved.</footer></body></html>"
    ).encode()


def folder_of(pages: list[bytes], number: int, folder: Path) -> Path:
    folder.mkdir(parents=True)
    packed = [gzip.compress(page, 6) for page in pages]
    for index, data in enumerate(islice(cycle(packed), number)):
        path = folder / f"{index // 1000:03}" / f"{index:06}.html.gz"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return folder


def warc_of(pages: list[bytes], number: int, path: Path) -> Path:
    with path.open("wb") as file:
        for index, page in enumerate(islice(cycle(pages), number)):
            file.write(gzip.compress(warc_record(f"https://site-{index}.example/{index}", page), 6))
    return path


def warc_record(url: str, page: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-04T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{random.Random(url).getrandbits(128):032x}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def command(*arguments: object, hostile: bool = False) -> list[str]:
    start = [str(HOSTILE)] if hostile else ["-m", "cleaner.cli"]
    return [sys.executable, *start, *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def timed(*arguments: object) -> tuple[float, float]:
    """(seconds, CPU seconds of all processes) that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command(*arguments), check=True, env=environment(), stderr=subprocess.DEVNULL)
    spent = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def scaling(work: Path, pages: list[bytes], number: int) -> None:
    folder = folder_of(pages, number, work / "pages")
    found = {}
    for jobs in (1, 2):
        found[jobs] = timed("clean", folder, "-o", work / f"out{jobs}", "--format", "jsonl", "--jobs", jobs)
        print(f"{jobs} workers: {number / found[jobs][0]:.1f} pages/s, {found[jobs][1]:.1f} s of CPU", flush=True)
    print(f"2 workers over 1: {found[1][0] / found[2][0]:.2f} (CPU {found[2][1] / found[1][1]:.2f})")
    # What two free cores would give, from CPU alone: the work of both runs shared out.
    print(f"load average now {os.getloadavg()[0]:.1f}")


def overhead(work: Path, pages: list[bytes], number: int) -> None:
    archive = warc_of(pages, number, work / "pages.warc.gz")
    spent, cpu = timed("clean", archive, "-o", work / "out.parquet", "--jobs", 1)
    code = (
        "import sys, time, gzip, pickle\nimport cleaner\nengine = cleaner.Cleaner()\n"
        "pages = pickle.load(open(sys.argv[1], 'rb'))\nnumber = int(sys.argv[2])\nengine.clean(pages[0]).title\n"
        "from itertools import cycle, islice\nstart, cpu = time.perf_counter(), time.process_time()\n"
        "for page in islice(cycle(pages), number):\n    d = engine.clean(page)\n    d.text, d.title, d.comments\n"
        "print(time.perf_counter() - start, time.process_time() - cpu)\n"
    )
    import pickle

    (work / "pages.pickle").write_bytes(pickle.dumps(pages))
    out = subprocess.run(
        [sys.executable, "-c", code, str(work / "pages.pickle"), str(number)],
        check=True,
        env=environment(),
        capture_output=True,
        text=True,
    )
    alone, alone_cpu = map(float, out.stdout.split())
    print(f"Cleaner.clean with text, title and comments: {alone:.1f} s, CPU {alone_cpu:.1f} s")
    print(f"batch, one worker, WARC to Parquet: {spent:.1f} s, CPU {cpu:.1f} s")
    print(f"overhead: {100 * (spent / alone - 1):.1f} % of time, {100 * (cpu / alone_cpu - 1):.1f} % of CPU")


def memory(work: Path, pages: list[bytes], number: int) -> None:
    folder = folder_of(pages, number, work / "pages")
    process = subprocess.Popen(
        command("clean", folder, "-o", work / "out.parquet", "--jobs", 2, "--log", work / "log"), env=environment()
    )
    marks: dict[int, dict[str, int]] = {}
    while process.poll() is None:
        time.sleep(1)
        try:
            done = (work / "log").read_bytes().count(b"\n")
        except OSError:
            done = 0
        now = dict(sizes(process.pid))
        marks[done] = now
        if len(marks) % 30 == 0:
            print(done, now, flush=True)
    for mark in (number // 4, number // 2, number):
        nearest = min(marks, key=lambda done: abs(done - mark))
        print(f"at {nearest} pages: {marks[nearest]}")
    peaks = [value for mark in marks.values() for name, value in mark.items() if "worker" in name and "peak" in name]
    print(f"highest peak of a worker: {max(peaks)} MiB")


def sizes(pid: int) -> Iterator[tuple[str, int]]:
    """(name, MiB now and at most) of a process and its children."""
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout.split()
    for name, one in [("parent", str(pid)), *((f"worker {child}", child) for child in children)]:
        try:
            lines = Path(f"/proc/{one}/status").read_text().splitlines()
        except OSError:
            continue
        values = dict(line.split(":", 1) for line in lines if ":" in line)
        if "VmRSS" in values and "child" in Path(f"/proc/{one}/cmdline").read_text() + (
            "child" if name == "parent" else ""
        ):
            yield name, int(values["VmRSS"].split()[0]) >> 10
            yield f"{name} peak", int(values["VmHWM"].split()[0]) >> 10


def kills(work: Path, pages: list[bytes], number: int, times: int, seed: int) -> None:
    folder = folder_of(pages, number, work / "pages")
    archive = warc_of(pages, number // 4, work / "pages" / "more.warc.gz")
    assert archive.exists()
    rng = random.Random(seed)
    outputs = ["out", "out.jsonl.gz", "out.parquet", "out.sqlite"]
    whole: dict[str, tuple[dict[str, bytes], float]] = {}
    same = 0
    for nth in range(times):
        name = outputs[nth % len(outputs)]
        if name not in whole:
            start = time.monotonic()
            subprocess.run(command("clean", folder, "-o", work / "whole" / name), env=environment(), stderr=-3)
            whole[name] = contents(work / "whole" / name), time.monotonic() - start
        expected, seconds = whole[name]
        shutil.rmtree(work / "cut", ignore_errors=True)
        arguments = ("clean", folder, "-o", work / "cut" / name, "--resume")
        kill_at = [rng.uniform(0.0, seconds * 1.05) for _ in range(rng.choice((1, 1, 2, 3)))]
        for moment in kill_at:
            process = subprocess.Popen(command(*arguments), env=environment(), stderr=-3, start_new_session=True)
            try:
                process.wait(moment)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        done = subprocess.run(command(*arguments), env=environment(), capture_output=True, text=True)
        found = contents(work / "cut" / name)
        same += found == expected and done.returncode == 0
        moments = ", ".join(f"{moment:.1f}" for moment in kill_at)
        print(
            f"{name}, killed after {moments} of {seconds:.1f} s: {'same' if found == expected else 'DIFFERENT'}",
            flush=True,
        )
    print(f"{same} of {times} the same")


def contents(path: Path) -> dict[str, bytes]:
    """Every file of an output, the ledger's folder left out."""
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    return {
        str(one.relative_to(path.parent)): one.read_bytes()
        for one in files
        if not any(part.endswith(".cleaner") for part in one.relative_to(path.parent).parts)
    }


def hostile(work: Path, pages: list[bytes], number: int) -> None:
    sys.path.insert(0, str(ROOT / "tests" / "batch"))
    from hostile_batch import EXPECTED, build, limited

    folder = build(work / "pages", list(islice(cycle(pages), number)), warc_record)
    start = time.perf_counter()
    done = subprocess.run(
        command(
            "clean",
            folder,
            "-o",
            work / "out",
            "--format",
            "json",
            "--timeout",
            5,
            "--memory",
            300,
            "--jobs",
            2,
            hostile=True,
        ),
        env=environment() | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests' / 'batch'}"},
        capture_output=True,
        text=True,
        preexec_fn=limited,
    )
    print(done.stderr)
    files = [one for one in (work / "out").rglob("*") if one.is_file()]
    written, left = [one for one in files if one.suffix == ".json"], [one for one in files if one.suffix != ".json"]
    print(f"{time.perf_counter() - start:.1f} s, exit code {done.returncode}, {len(written)} results")
    print("other files:", [str(one.relative_to(work)) for one in left])
    missing = [
        name
        for name, words in EXPECTED.items()
        if not any(name in line and words in line for line in done.stderr.splitlines())
    ]
    print("not named as expected:", missing or "none")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["scaling", "overhead", "memory", "kills", "hostile"])
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work, pages = Path(name), sources(options.data, options.pages)
        if options.what == "kills":
            kills(work, pages, options.pages, options.times, options.seed)
        else:
            globals()[options.what](work, pages, options.pages)


if __name__ == "__main__":
    main()
