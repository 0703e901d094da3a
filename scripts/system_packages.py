"""What Qt and virtual environments need from the operating system.

What is missing is installed where that is allowed, and named in one line where it is not.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys

# Each library Qt loads from the system, and the Debian or Ubuntu package that brings it (the newest name first).
OFFSCREEN: dict[str, tuple[str, ...]] = {
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libGL.so.1": ("libgl1",),
    "libEGL.so.1": ("libegl1",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libfontconfig.so.1": ("libfontconfig1",),  # brings a font as well
}
X11: dict[str, tuple[str, ...]] = {
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
}
WAYLAND: dict[str, tuple[str, ...]] = {"libwayland-cursor.so.0": ("libwayland-cursor0",)}
PACKAGES = {**OFFSCREEN, **X11, **WAYLAND}


def provide(*, python_venv: bool, window: bool) -> None:
    """Make sure of the libraries Qt needs and, if `python_venv`, of what it takes to make a virtual environment.

    Ends the program with one line that names what to install when that is not allowed here.
    """
    missing = missing_here(python_venv=python_venv, window=window)
    if not missing:
        return
    if not shutil.which("apt-get"):
        sys.exit(f"Missing on this system: {', '.join(missing)}. Install what brings these files, then run this again.")
    root = as_root()
    if root is None:
        sys.exit(
            f"System packages are missing that you may not install; as root, run: {by_hand(packages_for(missing))}"
        )
    install(missing, root)
    still = missing_here(python_venv=python_venv, window=window)
    if still:
        sys.exit(f"Still missing after installing {' '.join(packages_for(missing))}: {', '.join(still)}.")


def missing_here(*, python_venv: bool, window: bool) -> list[str]:
    """The names of what is missing: library files, and `ensurepip` where Python cannot make a virtual environment."""
    missing = ["ensurepip"] if python_venv and not importlib.util.find_spec("ensurepip") else []
    if sys.platform == "linux":
        missing += absent(OFFSCREEN)
        if window:
            missing += missing_for_window()
    return missing


def missing_for_window() -> list[str]:
    """Qt needs one of the two kinds of display: where one is complete, nothing is missing."""
    kinds = {"DISPLAY": X11, "WAYLAND_DISPLAY": WAYLAND}
    lacking = [absent(libraries) for variable, libraries in kinds.items() if os.environ.get(variable)]
    return [name for names in lacking for name in names] if all(lacking) else []


def absent(libraries: dict[str, tuple[str, ...]]) -> list[str]:
    return [name for name in libraries if not loads(name)]


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def packages_for(missing: list[str]) -> list[str]:
    """The packages that bring these, each under the name this system's package lists know."""
    names = []
    for item in missing:
        if item == "ensurepip":
            names.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
        elif item in PACKAGES:
            names.append(known_name(PACKAGES[item]))
    return names


def known_name(candidates: tuple[str, ...]) -> str:
    return next((name for name in candidates[:-1] if in_package_lists(name)), candidates[-1])


def in_package_lists(package: str) -> bool:
    untranslated = {**os.environ, "LC_ALL": "C"}
    answer = subprocess.run(
        ["apt-cache", "policy", package], env=untranslated, capture_output=True, text=True, check=False
    )
    return "Candidate:" in answer.stdout and "Candidate: (none)" not in answer.stdout


def by_hand(packages: list[str]) -> str:
    return f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"


def as_root() -> list[str] | None:
    """What goes before a command to run it with the rights to install packages; None where nobody gave them."""
    if sys.platform != "win32" and os.geteuid() == 0:
        return []
    if not shutil.which("sudo") or subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode:
        return None
    proxies = [f"{name}={value}" for name, value in os.environ.items() if name.lower().endswith("_proxy")]
    return ["sudo", "-n", "env", *proxies]


def install(missing: list[str], root: list[str]) -> None:
    if not all(in_package_lists(package) for package in packages_for(missing)):
        apt(root, "update")
    packages = packages_for(missing)
    print(f"Installing system packages: {' '.join(packages)} …", flush=True)
    if not apt(root, "install", "-y", "--no-install-recommends", *packages):
        apt(root, "update")  # the lists were too old for what they name
        if not apt(root, "install", "-y", "--no-install-recommends", *packages, complain=True):
            sys.exit(f"The system packages could not be installed; as root, run: {by_hand(packages)}")


def apt(root: list[str], *arguments: str, complain: bool = False) -> bool:
    command = [*root, "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", *arguments]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode and complain:
        print(done.stdout + done.stderr, file=sys.stderr)
    return done.returncode == 0


def display_answers() -> bool:
    """Whether a display takes a connection: a variable that names one may be left over, or another user's."""
    return bool(
        (os.environ.get("WAYLAND_DISPLAY") and wayland_answers()) or (os.environ.get("DISPLAY") and x11_answers())
    )


def x11_answers() -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


def wayland_answers() -> bool:
    try:
        wayland = ctypes.CDLL("libwayland-client.so.0")
    except OSError:
        return False
    wayland.wl_display_connect.restype = ctypes.c_void_p
    connection = wayland.wl_display_connect(None)
    if connection:
        wayland.wl_display_disconnect(ctypes.c_void_p(connection))
    return bool(connection)
