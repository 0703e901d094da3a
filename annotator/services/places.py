"""Places where files come to harm: shares, and folders that a cloud service keeps in step."""

import os
import sys
from pathlib import Path

_SYNCED = {
    "dropbox": "Dropbox", "onedrive": "OneDrive", "google drive": "Google Drive", "googledrive": "Google Drive",
    "my drive": "Google Drive", "icloud drive": "iCloud", "com~apple~clouddocs": "iCloud", "mobile documents": "iCloud",
    "nextcloud": "Nextcloud", "owncloud": "ownCloud", "pcloud drive": "pCloud", "pclouddrive": "pCloud", "box": "Box",
    "box sync": "Box", "mega": "MEGA", "megasync": "MEGA", "seafile": "Seafile", "tresorit": "Tresorit",
}  # fmt: skip
"""Names of folders, in lower case, and whose they are."""

_MARKS = {".stfolder": "Syncthing", ".dropbox": "Dropbox", ".sync": "Resilio Sync"}
"""What such services leave in the folders they keep in step."""

_NETWORK = frozenset(
    "nfs nfs4 cifs smb3 smbfs afs ncpfs 9p ceph glusterfs lustre davfs fuse.sshfs fuse.rclone fuse.davfs2".split()
)
_REMOTE_DRIVE = 4  # DRIVE_REMOTE


def unsafe(path: Path) -> str:
    """What is doubtful about the place of a file, such as “a folder of Dropbox”; empty when nothing is known."""
    folders = path.absolute().parents
    for folder in folders:
        name = folder.name.lower()
        owner = _SYNCED.get(name) or ("OneDrive" if name.startswith("onedrive - ") else "")
        if not owner:
            owner = next((whose for mark, whose in _MARKS.items() if os.path.exists(folder / mark)), "")  # noqa: PTH110 - no trouble with long names
        if owner:
            return f"a folder of {owner}"
    return "a network share" if _on_network(path.absolute()) else ""


def _on_network(path: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        drive = path.drive
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _REMOTE_DRIVE
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False  # macOS does not tell without asking for more
    return _kind_of_mount(mounts, path) in _NETWORK


def _kind_of_mount(mounts: str, path: Path) -> str:
    """The kind of file system that holds a path, from the text of `mountinfo` (proc(5))."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split()
        if len(fields) < 5 or not right:
            continue
        point = fields[4].replace("\\040", " ").replace("\\134", "\\")
        if len(point) > best and path.is_relative_to(point):
            best, kind = len(point), right.split()[0]
    return kind
