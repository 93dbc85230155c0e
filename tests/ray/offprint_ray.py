#!/usr/bin/env python3
"""Has `offprint batch` make a mirror's books on the machines of a Ray cluster.

    offprint_ray.py ROOT -o DIR [--address ADDRESS] [--benches N] [--offprint PROGRAM] [OPTION OF BATCH]...

ROOT, DIR and the program are on a file system that all machines share under one name. README.md
tells how it works.
"""

import argparse
import asyncio
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

ATTEMPTS = 5  # how often a text is handed to a new machine when the one that had it is gone
SOCKET = "OFFPRINT_RAY_SOCKET"


def digest(program):
    return hashlib.sha256(Path(program).read_bytes()).hexdigest()


class Bench:
    """An actor on some machine: one `offprint worker`, which gets a line and answers with one."""

    def __init__(self, program, expected, arguments):
        if digest(program) != expected:
            raise RuntimeError(f"{program} on {socket.gethostname()} is another offprint than here")
        self.words = tempfile.TemporaryFile()
        self.worker = subprocess.Popen(
            [program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.words
        )

    def answer(self, line):
        """The answer to a job; none and the last words of the worker if it died of it."""
        try:
            self.worker.stdin.write(line)
            self.worker.stdin.flush()
        except BrokenPipeError:
            pass
        answer = self.worker.stdout.readline()
        if answer.endswith(b"\n"):
            return answer, b""
        self.worker.wait()
        self.words.seek(0)
        return None, self.words.read()[-4096:]


class Driver:
    """Stands between the relays, each of which `batch` takes for a worker, and the benches."""

    def __init__(self, ray, program):
        self.ray, self.program, self.expected = ray, program, digest(program)
        self.actor = ray.remote(num_cpus=0, max_restarts=0, scheduling_strategy="SPREAD")(Bench)
        self.again = 0

    async def serve(self, reader, writer):
        """Serves one relay, with a bench of its own, until `batch` has no more for it."""
        bench, jobs = None, asyncio.Queue()
        try:
            arguments = json.loads(await reader.readline())
            # Whoever ends the relay ends what its bench has in hand too: a text may hang.
            listening = asyncio.create_task(self.listen(reader, jobs))
            while line := await jobs.get():
                for attempt in range(1, ATTEMPTS + 1):
                    bench = bench or self.actor.remote(self.program, self.expected, arguments)
                    asked = asyncio.ensure_future(bench.answer.remote(line))
                    await asyncio.wait([asked, listening], return_when=asyncio.FIRST_COMPLETED)
                    if not asked.done():
                        return
                    try:
                        answer, words = asked.result()
                        break
                    except self.ray.exceptions.RayActorError as error:
                        # The machine or its process is gone, through no fault of the text.
                        bench, answer, words = None, None, str(error).encode()
                        if "another offprint" in str(error):
                            break
                        self.again += 1
                        print(f"a bench is gone, its text goes to another ({attempt})", file=sys.stderr)
                writer.write(json.dumps([answer and answer.decode(), words.decode(errors="replace")]).encode() + b"\n")
                await writer.drain()
                if answer is None:
                    return
        finally:
            if bench:
                self.ray.kill(bench)
            writer.close()

    async def listen(self, reader, jobs):
        while True:
            line = await reader.readline()
            jobs.put_nowait(line)
            if not line:
                return

    async def run(self, command, path):
        # A line holds a job: the pages of a large work have long lists.
        server = await asyncio.start_unix_server(self.serve, path, limit=1 << 26)
        async with server:
            batch = await asyncio.create_subprocess_exec(*command, env={**os.environ, SOCKET: path})
            try:
                return await batch.wait()
            except asyncio.CancelledError:
                # Ctrl-C reaches batch as well; it ends by itself, and cleanly.
                return await batch.wait()


def relay(path, arguments):
    """What `batch` starts in place of a worker: hands lines to the driver, and answers back."""
    gone = {"machine": {"message": "the driver of the Ray cluster is gone"}}
    for line in sys.stdin.buffer:
        try:
            if arguments is not None:
                driver = socket.socket(socket.AF_UNIX)
                driver.connect(path)
                stream = driver.makefile("rwb")
                stream.write(json.dumps(arguments).encode() + b"\n")
                arguments = None
            stream.write(line)
            stream.flush()
            answer, words = json.loads(stream.readline())
        except (OSError, ValueError):
            # No fault of the text: `batch` is told that the machine does not let it go on.
            answer = json.dumps({"input": json.loads(line)["input"], "outcome": gone, "seconds": 0}) + "\n"
        if answer is None:
            sys.stderr.write(words)
            return 1
        sys.stdout.write(answer)
        sys.stdout.flush()
    return 0


def main():
    if SOCKET in os.environ:
        return relay(os.environ[SOCKET], sys.argv[1:])
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("root", type=Path)
    arguments.add_argument("-o", "--output", type=Path, required=True)
    arguments.add_argument("--address", default="auto", help="of the cluster")
    arguments.add_argument("--benches", type=int, help="how many texts at once; without it, one for each CPU")
    arguments.add_argument("--offprint", default="offprint", help="the program, the same on all machines")
    asked, options = arguments.parse_known_args()
    program = shutil.which(asked.offprint)
    if program is None:
        sys.exit(f"{asked.offprint}: no such program")
    import ray  # here, for a relay does without

    ray.init(address=asked.address, log_to_driver=False, logging_level="warning")
    benches = asked.benches or max(1, int(ray.cluster_resources().get("CPU", 1)))
    # A machine that is lost takes its time to be missed: a text may wait that long.
    limits = [] if any(option.startswith("--time-limit") for option in options) else ["--time-limit", "300"]
    library = asked.output.resolve()
    command = [program, "batch", asked.root.resolve(), "-o", library, "-j", str(benches)]
    command += ["--worker", Path(__file__).resolve(), *limits, *options]
    driver = Driver(ray, str(Path(program).resolve()))
    with tempfile.TemporaryDirectory() as folder:
        end = asyncio.run(driver.run([str(part) for part in command], os.path.join(folder, "driver")))
    ray.shutdown()
    # What a machine had half-written when it was lost never came to a name.
    for half in library.rglob(".offprint-*.tmp"):
        half.unlink(missing_ok=True)
    if driver.again:
        print(f"{driver.again} texts were handed to another bench", file=sys.stderr)
    return end


if __name__ == "__main__":
    sys.exit(main())
